import { dirname, resolve } from "node:path";
import type { ManifestDocument } from "../../source/manifests";
import { copiedFrom, isReadToo } from "../check/adopted-copies";
import { adoptedFolder } from "./carry";

/** What an earlier adoption wrote among the input: it would be read beside what it was made from, and outlive it. */
export interface EarlierCopies {
  /** Is told of the text of every file. */
  readonly onText: (file: string, text: string) => void;
  /** The documents that are none. */
  readonly without: (documents: Iterable<ManifestDocument>) => Generator<ManifestDocument>;
  /** What is said of those that are. */
  readonly notes: () => readonly string[];
}

/** @param outputs the folders that a mesh.yaml is being written into */
export function earlierCopies(inputs: readonly string[], cwd: string, outputs: readonly string[]): EarlierCopies {
  const folders = outputs.map((one) => resolve(one, adoptedFolder));
  const left = new Set<string>();
  return {
    onText: (file, text) => {
      const from = copiedFrom(text);
      if (from === undefined) return;
      const path = resolve(cwd, file);
      if (folders.includes(dirname(path)) || isReadToo(from, path, inputs, cwd)) left.add(file);
    },
    without: function* (documents) {
      for (const one of documents) if (!left.has(one.file)) yield one;
    },
    notes: () => {
      const [first] = left;
      if (first === undefined) return [];
      const files = left.size === 1 ? first : `${left.size} files, the first ${first}`;
      return [`left out, as an earlier adopt has copied it: ${files}`];
    },
  };
}
