import { dirname, resolve } from "node:path";
import { identity } from "../../../objects/kubernetes-object";
import { adoptedFolder, copiedFrom, isReadToo } from "../../../repository/objects/adopted-copies";
import type { ManifestDocument } from "../../../source/manifests";

/** What an earlier adoption wrote among the input: it would be read beside what it was made from, and outlive it. */
export interface EarlierCopies {
  /** Is told of the text of every file. */
  readonly onText: (file: string, text: string) => void;
  /** The documents that are none, and behind them those copies that are the only ones of their object. */
  readonly without: (documents: Iterable<ManifestDocument>) => Generator<ManifestDocument>;
  /** What is said of them. */
  readonly notes: () => readonly string[];
}

/**
 * @param files what is read
 * @param outputs the folders that a mesh.yaml is being written into
 */
export function earlierCopies(
  {
    inputs,
    files,
    cwd,
  }: { readonly inputs: readonly string[]; readonly files: readonly string[]; readonly cwd: string },
  outputs: readonly string[],
): EarlierCopies {
  const folders = outputs.map((one) => resolve(one, adoptedFolder));
  const isOurs = (file: string) => folders.includes(dirname(resolve(cwd, file)));
  // Of very many objects the names are kept only where they are asked for.
  const isAgain = files.some(isOurs);
  const left = new Set<string>();
  const orphans = new Set<string>();
  const kept = new Set<string>();
  return {
    onText: (file, text) => {
      const from = copiedFrom(text);
      if (from === undefined) return;
      if (isReadToo(from, resolve(cwd, file), inputs, cwd)) left.add(file);
      else if (isOurs(file)) orphans.add(file);
    },
    without: function* (documents) {
      const [originals, waiting] = [new Set<string>(), [] as ManifestDocument[]];
      for (const one of documents) {
        if (left.has(one.file)) continue;
        if (orphans.has(one.file)) waiting.push(one);
        else {
          if (isAgain) originals.add(identity(one.object));
          yield one;
        }
      }
      for (const one of waiting) {
        if (originals.has(identity(one.object))) left.add(one.file);
        else {
          kept.add(one.file);
          yield one;
        }
      }
    },
    notes: () => [
      ...said("left out, as an earlier adopt has copied it", left),
      ...said("read from an earlier adopt's copy, as what that was made from is not in the input any more", kept),
    ],
  };
}

function said(what: string, files: ReadonlySet<string>): readonly string[] {
  const [first] = files;
  if (first === undefined) return [];
  return [`${what}: ${files.size === 1 ? first : `${files.size} files, the first ${first}`}`];
}
