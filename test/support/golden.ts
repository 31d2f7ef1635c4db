import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Compares with `test/golden/<name>`; UPDATE=1 writes it instead. */
export function expectGolden(name: string, text: string): void {
  const path = join(__dirname, "../golden", name);
  if (process.env["UPDATE"]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, "utf8"));
}
