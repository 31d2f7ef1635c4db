import { InputError } from "../findings/input-error";
import { readTextFile } from "../source/read-text";
import type { Mesh } from "./mesh";
import { type MeshFolder, meshFiles } from "./mesh-files";

/** What the files of `spec.ledger` add. */
type UserLedger = Pick<Mesh, "extraRows" | "extraWindows">;

export const noLedger: UserLedger = { extraRows: [], extraWindows: [] };

/**
 * The rows and windows in the files of `spec.ledger`, sorted by file.
 * @throws InputError for files that cannot be read or are no ledger, and for a row that two of them hold
 */
export function readLedger(names: readonly string[], folder: MeshFolder): UserLedger {
  if (names.length === 0) return noLedger;
  // Loaded here, because most meshes bring no rows of their own.
  const { readLedgerFile } = require("../ledger/read") as typeof import("../ledger/read");
  const files = meshFiles(names, folder, ["spec", "ledger"]).map((file) => ({
    file: file.shown,
    ...readLedgerFile(readTextFile(file.path, file.shown), file.shown),
  }));
  const first = new Map<string, string>();
  for (const { file, rows } of files) {
    for (const { id } of rows) {
      const other = first.get(id);
      if (other !== undefined) {
        const hint = "keep it in one of them";
        throw InputError.of(`${file} and ${other} both hold a row ${id}`, { path: ["spec", "ledger"], hint });
      }
      first.set(id, file);
    }
  }
  return { extraRows: files.flatMap(({ rows }) => rows), extraWindows: files.flatMap(({ windows }) => windows) };
}
