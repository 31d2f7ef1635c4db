import { InputError } from "../../findings/input-error";
import { rename, syncFolder } from "./files";
import { quietly, reasonOf } from "./io-error";
import { removeTree } from "./remove";
import { isEmptyTree, type Staging } from "./stage";

/**
 * Puts every staged tree in place: two renames per mesh. At no moment is there a tree under the mesh's name that is
 * partly old and partly new; between the two there is none, and the old one waits under `previous`.
 * When one mesh cannot be swapped, those before it are swapped back.
 */
export function swapAll(outDir: string, stagings: readonly Staging[]): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    rename(from, to);
    undo.push(() => rename(to, from));
  };
  try {
    for (const staging of stagings) {
      const { current, next, previous } = staging.paths;
      if (staging.comparison.exists) move(current, previous);
      if (!isEmptyTree(staging)) move(next, current);
    }
    syncFolder(outDir);
  } catch (error) {
    for (const back of undo.reverse()) quietly(back);
    throw error;
  }
}

/**
 * Removes the old trees, which nobody needs any more.
 * @throws InputError when one cannot be removed; the new output is in place all the same
 */
export function discardPrevious(stagings: readonly Staging[]): void {
  const problems = stagings.filter(({ comparison }) => comparison.exists).flatMap(({ paths }) => discard(paths));
  if (problems.length > 0) throw new InputError(problems);
}

function discard({ next, previous }: Staging["paths"]): { message: string; hint: string }[] {
  try {
    // Once removal has begun it is no tree to go back to, so it must not keep the name of one.
    rename(previous, next);
    removeTree(next);
    return [];
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    const where = (error as { path?: string }).path ?? previous;
    const hint = "the new output is complete; remove the hidden folder by hand if the next run cannot";
    return [{ message: `${where}: what was there before cannot be removed: ${reason}`, hint }];
  }
}
