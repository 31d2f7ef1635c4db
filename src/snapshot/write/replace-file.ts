import { chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "../../findings/input-error";
import { inWords, quietly } from "./io-error";

/**
 * Gives a file another text, at once or not at all; one that is not there is made. A link stays a link: what it leads to is replaced.
 * @param shown its name in messages
 * @throws InputError for a file that is read-only or cannot be written; it is then as it was
 */
export function replaceFile(path: string, shown: string, text: string): void {
  inWords(() => {
    const isThere = existsSync(path);
    const target = isThere ? realpathSync(path) : path;
    const mode = isThere ? statSync(target).mode : 0o644;
    if ((mode & 0o222) === 0) {
      throw InputError.of(`${shown}: read-only`, {
        hint: "Where it is generated, make the change in what it is generated from.",
      });
    }
    const fresh = join(dirname(target), `.${basename(target)}.meshstep-new`);
    try {
      rmSync(fresh, { force: true });
      writeFileSync(fresh, text, { flag: "wx" });
      chmodSync(fresh, mode & 0o7777);
      renameSync(fresh, target);
    } catch (error) {
      quietly(() => rmSync(fresh, { force: true }));
      throw error;
    }
  });
}
