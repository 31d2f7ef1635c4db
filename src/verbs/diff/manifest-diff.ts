import type { Place } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { KubernetesObject } from "../../objects/kubernetes-object";
import { changedPaths, type ManifestFiles } from "../../snapshot/write/manifest-files";
import { kustomizationNames } from "../../source/manifest-object";
import { readManifests, type SkipReason } from "../../source/manifests";
import { parseYamlDocuments } from "../../source/yaml-source";
import { type ObjectDiff, objectDiffs, objectIdentity } from "./object-diff";

/** One file that differs. */
export interface FileDiff {
  /** Below the live folder. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  /** Whether nothing but its text differs: comments, layout, its place, or something that is no manifest. */
  readonly textOnly: boolean;
}

/** Something in a file that cannot be compared as objects. */
export interface UnreadText {
  readonly place: Place;
  readonly why: string;
}

/** Two states of a folder, compared. */
export interface ManifestDiff {
  /** Whether any byte differs. */
  readonly changed: boolean;
  readonly objects: readonly ObjectDiff[];
  /** Sorted by path. */
  readonly files: readonly FileDiff[];
  /** Broken manifests among the files that differ; none of the objects is from them. */
  readonly unread: readonly UnreadText[];
}

/** Compares two states of a folder: files by their bytes, and the objects in those that differ by their fields. */
export function diffManifests(before: ManifestFiles, after: ManifestFiles): ManifestDiff {
  const unread: UnreadText[] = [];
  const paths = changedPaths(before, after);
  const inBoth = (path: string) => before.has(path) && after.has(path);
  const old = paths.flatMap((path) => objectsIn(path, before.get(path), inBoth(path), unread));
  const now = paths.flatMap((path) => objectsIn(path, after.get(path), inBoth(path), unread));
  const objects = objectDiffs(
    old.map((one) => one.object),
    now.map((one) => one.object),
  );
  const differing = new Set(objects.map(({ identity }) => identity));
  const told = new Set(
    [...old, ...now].filter((one) => differing.has(objectIdentity(one.object))).map(({ path }) => path),
  );
  const files = paths.map((path): FileDiff => {
    const change = !before.has(path) ? "added" : after.has(path) ? "changed" : "removed";
    return { path, change, textOnly: !told.has(path) };
  });
  return { changed: paths.length > 0, objects, files, unread };
}

interface ObjectOfFile {
  readonly path: string;
  readonly object: KubernetesObject;
}

function objectsIn(path: string, text: string | undefined, inBoth: boolean, unread: UnreadText[]): ObjectOfFile[] {
  const name = path.split("/").at(-1) ?? "";
  if (text === undefined) return [];
  if (kustomizationNames.includes(name)) return inBoth ? kustomization(path, text, unread) : [];
  if (!/\.(ya?ml|json)$/.test(name)) return [];
  const onSkipped = ({ line, column }: Place, why: string, reason: SkipReason) => {
    if (reason !== "foreign" && reason !== "patch") unread.push({ place: { file: path, line, column }, why });
  };
  const documents = readManifests(["-"], { cwd: "", stdin: () => text }, { onSkipped });
  return [...documents].map(({ object }) => ({ path, object }));
}

/** What kustomize reads is no object of a cluster, but what it leaves out never reaches one: its path names it. */
function kustomization(path: string, text: string, unread: UnreadText[]): ObjectOfFile[] {
  try {
    return parseYamlDocuments(text, path).flatMap(({ value }) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
      const fields = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...value };
      const { apiVersion, kind } = fields;
      return [
        { path, object: { ...fields, apiVersion: String(apiVersion), kind: String(kind), metadata: { name: path } } },
      ];
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const start = { file: path, line: 1, column: 1 };
    for (const { place = start, message } of error.problems) unread.push({ place, why: message });
    return [];
  }
}
