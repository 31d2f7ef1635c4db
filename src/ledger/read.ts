import { InputError, type Problem } from "../findings/input-error";
import type { ExtraWindow } from "../platform/windows";
import { validate } from "../source/validate";
import { parseYamlDocuments } from "../source/yaml-source";
import { type LedgerRow, ledgerFileSchema } from "./schema";

/** What users add to what meshstep knows. */
export interface LedgerFile {
  readonly rows: readonly LedgerRow[];
  readonly windows: readonly ExtraWindow[];
}

/**
 * Reads a file in which users write down changes that our ledger does not have and windows (kind `Ledger`).
 * @param fileName its name in messages
 * @throws InputError with every problem and its place: what is no YAML, unknown keys, an id that stands there twice
 */
export function readLedgerFile(text: string, fileName: string): LedgerFile {
  const [source, second] = parseYamlDocuments(text, fileName);
  if (second) {
    throw InputError.of("a second document; expected one list of rows per file", {
      place: second.locate([]),
      hint: "move it to a file of its own and name both in spec.ledger",
    });
  }
  if (!source) throw InputError.of("the file is empty", { place: { file: fileName, line: 1, column: 1 } });
  const { rows, windows } = validate(ledgerFileSchema, source);
  const seen = new Set<string>();
  const problems = rows.flatMap(({ id }, index): Problem[] => {
    const again = seen.has(id);
    seen.add(id);
    const path = ["rows", index, "id"];
    return again ? [{ message: `${id} stands here twice`, path, place: source.locate(path) }] : [];
  });
  if (problems.length > 0) throw new InputError(problems);
  return {
    rows,
    windows: windows.map(({ of, platform, min, max }) => ({ of, platform, window: { min, ...(max && { max }) } })),
  };
}
