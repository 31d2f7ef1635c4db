import type { MeshPath } from "../../findings/finding";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { patchedFor } from "../../rules/engines/patched-sets";
import { type Element, elementsOf } from "../../rules/engines/set-elements";
import { allFilled, type Language, languageOf, type Parameters } from "../../rules/engines/set-templates";
import type { FileObject } from "../objects/file-object";
import { rootsOf } from "./paths";

const template = ["spec", "template"];

/**
 * What a set makes for each of its elements.
 * @param root where its repository is taken to begin
 */
export function applicationsOfSet(one: FileObject, root: string, folders: ReadonlySet<string>): readonly FileObject[] {
  return elementsOf(one.object, { root, folders, filesIn: one.filesIn }).flatMap((element) => made(one, element) ?? []);
}

/** The elements of a set: its repository begins where the folders and the files are that its generators look for. */
export function setElements(one: FileObject, folders: ReadonlySet<string>): readonly Element[] {
  const all = rootsOf(one.file).map((root) => elementsOf(one.object, { root, folders, filesIn: one.filesIn }));
  const unseenIn = (some: readonly Element[]) => Math.min(...some.map(({ unseen }) => unseen.length));
  return all.reduce((best, some) => (unseenIn(some) < unseenIn(best) ? some : best), []);
}

/** What a set makes whose elements are all written down in it; undefined for one that asks elsewhere for some of them, or may patch what it makes. */
export function writtenApplications(one: FileObject): readonly FileObject[] | undefined {
  const asksFolders = JSON.stringify(valueAt(one.object, "spec", "generators") ?? []).includes('"directories"');
  if (asksFolders || valueAt(one.object, "spec", "templatePatch") !== undefined) return undefined;
  const elements = elementsOf(one.object, { root: "/", folders: new Set() });
  if (elements.length === 0 || elements.some(({ unseen }) => unseen.length > 0)) return undefined;
  return elements.flatMap((element) => made(one, element) ?? []);
}

/** An Application of a set, and what it is made with. */
export interface MadeApplication {
  readonly application: FileObject;
  readonly parameters: Parameters;
}

/** What a set makes of each of its elements; of a generator that asks elsewhere, one stands for all. */
export function madeApplications(one: FileObject, folders: ReadonlySet<string>): readonly MadeApplication[] {
  return setElements(one, folders).flatMap((element) => {
    const application = made(one, element);
    return application ? [{ application, parameters: element.parameters }] : [];
  });
}

function made(one: FileObject, { parameters, at }: Element): FileObject | undefined {
  const object = patchedFor(one.object, parameters);
  const language = languageOf(object);
  const filled = allFilled(valueAt(object, ...template), parameters, language);
  const application = { ...Object(filled), apiVersion: object.apiVersion, kind: "Application" } as KubernetesObject;
  if (textAt(application, "metadata", "name") === undefined) return undefined;
  const written = (path: MeshPath): MeshPath => {
    const name = onlyParameter(valueAt(object, ...template, ...path), language);
    return at !== undefined && name !== undefined && valueAt(object, ...at, name) !== undefined
      ? [...at, name]
      : [...template, ...path];
  };
  const { locate } = one;
  return { ...one, object: application, ...(locate && { locate: (path) => locate(written(path)) }) };
}

/** The parameter that is all of a text: `{{version}}`, `{{ .version }}`. */
function onlyParameter(text: unknown, language: Language): string | undefined {
  return typeof text === "string" ? (language === "go" ? ofGo : plain).exec(text)?.[1] : undefined;
}

const plain = /^\{\{-?\s*([\w-]+)\s*-?\}\}$/;
const ofGo = /^\{\{-?\s*\.(\w+)\s*-?\}\}$/;

/** All Applications: those that are written down, and those that sets make. */
export function applicationsIn(engines: readonly FileObject[], folders: ReadonlySet<string>): readonly FileObject[] {
  return engines.flatMap((one) => {
    const kind = kindOf(one.object);
    if (kind === "argoproj.io/Application") return [one];
    if (kind !== "argoproj.io/ApplicationSet") return [];
    return setElements(one, folders).flatMap((element) => made(one, element) ?? []);
  });
}
