import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import { identity, type KubernetesObject } from "../../objects/kubernetes-object";

/** Folder beside mesh.yaml for the objects that `adopt` copies: those that have no file of their own there. */
export const adoptedFolder = "adopted";

/** How each file begins that `adopt` writes; only files that begin so are ever replaced. */
export const adoptedHeader = "# Adopted by meshstep";

/** What a copy that `adopt` has written was made from: a file, or the command that built it; undefined for every other text. */
export function copiedFrom(text: string): string | undefined {
  if (!text.startsWith(`${adoptedHeader} from `)) return undefined;
  return new RegExp(`^${adoptedHeader} from (.*)\\.$`, "m").exec(text)?.[1];
}

/**
 * Whether what a copy was made from is there, below what is read: it is the one that counts.
 * @param copy the copy's own path
 */
export function isReadToo(from: string, copy: string, inputs: readonly string[], cwd: string): boolean {
  const source = resolve(cwd, from.replace(/^(kustomize build|kubectl kustomize|helm template) /, ""));
  const isBelow = inputs
    .filter((one) => one !== "-")
    .some((one) => `${source}${sep}`.startsWith(withEnd(resolve(cwd, one))));
  return isBelow && source !== copy && existsSync(source);
}

function withEnd(path: string): string {
  return path.endsWith(sep) ? path : `${path}${sep}`;
}

/** An object that was read from a file: its path, and the same as the user would write it. */
interface Read {
  readonly object: KubernetesObject;
  readonly file: string;
  readonly shown: string;
}

/**
 * The objects without those copies of `adopt` that were read beside what they are copies of.
 * @param copies what each copy was made from, by its file as it is shown
 */
export function withoutCopies<T extends Read>(
  objects: readonly T[],
  copies: ReadonlyMap<string, string>,
  inputs: readonly string[],
  cwd: string,
): readonly T[] {
  if (copies.size === 0) return objects;
  const originals = new Set(objects.filter(({ shown }) => !copies.has(shown)).map(({ object }) => identity(object)));
  return objects.filter(({ object, file, shown }) => {
    const from = copies.get(shown);
    return from === undefined || !(originals.has(identity(object)) || isReadToo(from, file, inputs, cwd));
  });
}
