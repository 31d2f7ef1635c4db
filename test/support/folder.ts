import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { scratchFolder } from "./scratch";

/** A new folder with these files; `{ link }` makes a symbolic link. It is removed after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array | { readonly link: string }>>): string {
  const folder = scratchFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === "object" && "link" in content) symlinkSync(content.link, path);
    else writeFileSync(path, content);
  }
  return folder;
}

/** The message of the InputError that a call throws; anything else fails the test. */
export function inputErrorOf(call: () => unknown): string {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    if ((error as Error).name !== "InputError") throw error;
    return (error as Error).message;
  }
  throw new Error(`expected an InputError, got ${JSON.stringify(result)}`);
}
