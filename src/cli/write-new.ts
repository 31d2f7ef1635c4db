import { statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../findings/input-error";
import { inWords } from "../snapshot/write/io-error";

/**
 * Writes a file that is not there yet.
 * @param shown its name in messages
 * @throws InputError for a file that is there, and a folder that is not
 */
export function writeNew(path: string, shown: string, text: string): void {
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) {
    throw InputError.of(`${shown}: there is no folder to put it in`, { hint: "Make the folder first." });
  }
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw InputError.of(`${shown} exists already`, { hint: "Give another name, or - to print it." });
    }
    inWords(() => {
      throw error;
    });
  }
}
