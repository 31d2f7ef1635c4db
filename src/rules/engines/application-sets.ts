import { posix } from "node:path";
import type { KubernetesObject } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { textAt, valueAt } from "../../objects/object-paths";
import type { MadeReader } from "../rule";
import { isPatched, sourcesIn } from "./application-sources";
import type { FilesIn } from "./git-files";
import { patchedFor } from "./patched-sets";
import { type Element, elementsOf } from "./set-elements";
import { allFilled, filled, hangsOn, isOpen, languageOf } from "./set-templates";

/** An Application that an ApplicationSet makes, as far as the manifests tell. */
export interface Generated {
  /** The folders that it reads, of those that are known. */
  readonly folders: readonly string[];
  /** Its cluster. What others fill in stays open, and is the same text only where they fill in the same. */
  readonly address: string;
  readonly made: MadeReader;
}

/** Where to look for the folders of an ApplicationSet. */
interface Within {
  /** The folder of its own file: its paths begin in one of those above. */
  readonly home: string;
  readonly folders: ReadonlySet<string>;
  /** What stands in the files of its repository. @default nobody looks */
  readonly filesIn?: FilesIn | undefined;
}

/** The Applications of an ApplicationSet that read any of the folders; of those that make the same of the same and go to the same cluster, one. */
export function applicationsOf(object: KubernetesObject, { home, folders, filesIn }: Within): readonly Generated[] {
  const isOfFolders = (set: KubernetesObject) => pathsIn(set).length > 0 || isPatched(set, ...sourceKeys);
  if (!isOfFolders(object)) return [];
  for (const root of above(home)) {
    const made = new Map<string, Generated>();
    const sets = elementsOf(object, { root, folders, filesIn }).map((element) => ({
      element,
      set: patchedFor(object, element.parameters),
    }));
    if (sets.some(({ set }) => isPatched(set, ...sourceKeys))) continue;
    for (const { set, element } of sets) {
      const read = pathsIn(set).flatMap((path) => {
        const folder = folderIn(root, filled(path, element.parameters, languageOf(object)));
        return folder !== undefined && folders.has(folder) ? [folder] : [];
      });
      const one = { folders: read, address: addressFor(set, element) };
      const how = madeWith(set, element);
      const key = canonicalJson([one, how.kustomize]);
      if (read.length > 0 && !made.has(key)) made.set(key, { ...one, made: how });
    }
    if (made.size > 0) return [...made.values()];
  }
  return [];
}

const spec = ["spec", "template", "spec"];
const sourceKeys = ["source", "sources", "path"];

function pathsIn(set: KubernetesObject): readonly string[] {
  return sourcesIn(set, spec).flatMap((at) => textAt(set, ...at, "path") ?? []);
}

function madeWith(object: KubernetesObject, { parameters, at }: Element): MadeReader {
  const language = languageOf(object);
  return {
    application: filled(textAt(object, "spec", "template", "metadata", "name") ?? "", parameters, language),
    kustomize: sourcesIn(object, spec).map((source) => {
      const found = valueAt(object, ...source, "kustomize");
      return found === undefined ? null : allFilled(found, parameters, language);
    }),
    ...(at && { at }),
  };
}

/** Of all of a repository nobody can tell where that begins. */
function folderIn(root: string, path: string): string | undefined {
  const inside = posix.normalize(path).replace(/^\/+|\/+$/g, "");
  return isOpen(path) || inside === "." || inside === "" || inside.startsWith("..")
    ? undefined
    : posix.join(root, inside);
}

function addressFor(object: KubernetesObject, { parameters, unseen }: Element): string {
  const written = textAt(object, ...spec, "destination", "name") || textAt(object, ...spec, "destination", "server");
  const address = filled(written ?? "", parameters, languageOf(object));
  const isElsewhere = isPatched(object, "destination");
  if (!isOpen(address) && !isElsewhere) return address;
  const whose = isElsewhere || hangsOn(address, parameters) ? parameters : {};
  return `{{ ${address} ${canonicalJson([unseen, whose])}`;
}

function above(home: string): readonly string[] {
  const up = posix.dirname(home);
  return up === home ? [home] : [home, ...above(up)];
}
