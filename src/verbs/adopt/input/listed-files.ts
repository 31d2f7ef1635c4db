import { posix, resolve } from "node:path";
import { formatPlace } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { wordOf } from "../../../objects/object-paths";
import { shownIn } from "../../../source/folder-files";
import { kustomizationNames } from "../../../source/manifest-object";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";

/** What a kustomization.yaml may hold and still be a plain list of files. */
const plainKeys: readonly string[] = [
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "sortOptions",
  "buildMetadata",
  "openapi",
  "crds",
];

/** The kustomization of a folder, as it would be named. */
export function kustomizationOf(folder: string, cwd: string): string | undefined {
  return kustomizationNames.map((name) => shownIn(folder, name)).find((path) => statsAt(resolve(cwd, path))?.isFile());
}

/**
 * The files that a kustomization lists, in its order; folders are kustomizations, too.
 * @throws InputError for one that does more than list files that are here
 */
export function listedFiles(
  kustomization: string,
  folder: string,
  cwd: string,
  parents: readonly string[] = [],
): readonly string[] {
  const identity = resolve(cwd, folder);
  if (parents.includes(identity)) throw InputError.of(`${kustomization} lists a folder that lists it`);
  return resourcesOf(kustomization, folder, cwd).flatMap((resource) => {
    const path = posix.normalize(shownIn(folder, resource));
    const stats = statsAt(resolve(cwd, path));
    if (!stats) throw unbuilt(kustomization, folder, `lists ${resource}, which is not in this folder`);
    if (!stats.isDirectory()) return [path];
    const inner = kustomizationOf(path, cwd);
    if (!inner) throw unbuilt(kustomization, folder, `lists the folder ${resource}, which has no kustomization.yaml`);
    return listedFiles(inner, path, cwd, [...parents, identity]);
  });
}

function resourcesOf(kustomization: string, folder: string, cwd: string): readonly string[] {
  const [source] = parseYamlDocuments(readTextFile(resolve(cwd, kustomization), kustomization), kustomization);
  const value = source?.value;
  const keys = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  const { kind, resources, bases } = keys as { kind?: unknown; resources?: unknown; bases?: unknown };
  if (kind !== undefined && kind !== "Kustomization") throw unbuilt(kustomization, folder, `is a ${wordOf(kind)}`);
  const changing = Object.entries(keys).find(([key, inner]) => !plainKeys.includes(key) && !isNothing(inner));
  if (changing && source) {
    const place = source.locate([changing[0]], "key");
    throw unbuilt(formatPlace(place), folder, `uses ${changing[0]}`);
  }
  return [resources, bases].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
}

function unbuilt(kustomization: string, folder: string, what: string): InputError {
  return InputError.of(`${kustomization}: ${what}, so what it stands for has to be built first`, {
    hint: `kubectl kustomize ${folder} | meshstep adopt -`,
  });
}
