import { posix } from "node:path";
import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { pathText } from "../../schemas/problem";
import type { AboutDetails, CheckedObject } from "../rule";
import { type Element, elementsOf } from "./set-elements";
import { filled, isOpen, languageOf } from "./set-templates";

type Fault = AboutDetails & { readonly one: CheckedObject };

/** What an ApplicationSet makes of its elements that is no Application, and what it says in the wrong place (DEL013). */
export function setFaults(one: CheckedObject): readonly Fault[] {
  // Of folders and clusters nobody knows here which there are.
  const elements = elementsOf(one.object, { root: posix.dirname(one.file ?? "/"), folders: new Set() });
  return [...lacking(one, elements), ...misplaced(one), ...strangePolicy(one)];
}

/** Elements without what the template asks for. */
function lacking(one: CheckedObject, elements: readonly Element[]): readonly Fault[] {
  const language = languageOf(one.object);
  const isPlain = language === "go" ? /\{\{-?\s*\.\w+\s*-?\}\}/g : /\{\{\s*[\w-]+\s*\}\}/g;
  const asked = textsIn(valueAt(one.object, "spec", "template"))
    // What is asked for under a condition may be missing.
    .filter((text) => !/\{\{-?\s*(if|with|range|define)\b/.test(text))
    .flatMap((text) => text.match(isPlain) ?? []);
  return elements.flatMap(({ parameters, unseen, at }) => {
    const open = [...new Set(asked)].filter(
      (word) => unseen.length === 0 && isOpen(filled(word, parameters, language)),
    );
    const names = open.flatMap((word) => /[\w-]+/.exec(word.replace(/^\{\{-?/, "")) ?? []);
    // What is there, and is no text, is another fault.
    const [name] = names.filter((it) => !Object.hasOwn(parameters, it));
    if (name === undefined || !at) return [];
    const isStrict = listAt(one.object, "spec", "goTemplateOptions").includes("missingkey=error");
    const result = language === "go" && isStrict ? "makes no Application of any element" : "leaves that open";
    const message = `an element without ${name}, which the template asks for: Argo CD ${result}`;
    return [{ one, at, message, hint: `It has ${Object.keys(parameters).sort().join(", ")}.` }];
  });
}

const ofSet = ["preserveResourcesOnDeletion", "applicationsSync"];
const ofApplication = ["automated", "syncOptions", "retry", "managedNamespaceMetadata"];

/** Both have a syncPolicy, and the API server drops what is in the other one. */
function misplaced(one: CheckedObject): readonly Fault[] {
  const places: readonly (readonly [MeshPath, readonly string[], MeshPath])[] = [
    [["spec"], ofSet, ["spec", "syncPolicy"]],
    [["spec", "template", "spec", "syncPolicy"], ofSet, ["spec", "syncPolicy"]],
    [["spec", "syncPolicy"], ofApplication, ["spec", "template", "spec", "syncPolicy"]],
  ];
  return places.flatMap(([where, keys, right]) =>
    keys
      .filter((key) => valueAt(one.object, ...where, key) !== undefined)
      .map((key) => ({
        one,
        at: [...where, key],
        message: `${pathText([...where, key])} is no field of ApplicationSet: the API server drops it`,
        hint: `Write it under ${pathText(right)}.`,
      })),
  );
}

const policies = ["create-only", "create-update", "create-delete", "sync"];

function strangePolicy(one: CheckedObject): readonly Fault[] {
  const at = ["spec", "syncPolicy", "applicationsSync"];
  const text = textAt(one.object, ...at);
  if (text === undefined || policies.includes(text)) return [];
  const message = `applicationsSync is ${text}; it takes ${policies.join(", ")}: the API server refuses the ApplicationSet`;
  return [{ one, at, message }];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
