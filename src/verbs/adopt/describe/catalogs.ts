import { posix } from "node:path";
import { pathBelow } from "../../../source/folder-files";
import type { AdoptChoices } from "../inventory/choices";
import type { OperatorGuess } from "./operator/operator";

/** `spec.catalogs`, and what has to be written for it. */
export interface AdoptedCatalogs {
  readonly names: readonly string[];
  /** Texts of files beside mesh.yaml, by name: paths in it stay inside its folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** The files of the user's that hold releases of the mesh's distribution: where they are, if that is below mesh.yaml, else as copies beside it. */
export function catalogsOf(
  { distribution }: Pick<OperatorGuess, "distribution">,
  { releaseFiles = [] }: AdoptChoices,
  folder: string,
): AdoptedCatalogs {
  const names: string[] = [];
  const files = new Map<string, string>();
  for (const { path, text } of releaseFiles.filter((one) => one.distribution === distribution.name)) {
    const below = pathBelow(folder, path) ?? "";
    const isNamed = isPlain(below);
    const wanted = isPlain(posix.basename(path)) ? posix.basename(path) : "releases.yaml";
    const name = isNamed ? below : freeName(wanted, [...names, ...reserved]);
    names.push(name);
    if (!isNamed) files.set(name, text);
  }
  return { names, files };
}

const reserved = ["mesh.yaml"];

/** No pattern, and no name that a shell or a system takes for something else. */
function isPlain(name: string): boolean {
  return /^[\w./-]+$/.test(name);
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = wanted.replace(/(\.\w+)?$/, `-${number}$1`);
  return name;
}
