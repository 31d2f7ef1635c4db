import { resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { inspect } from "./compare";
import { removeFolder } from "./files";
import { inWords, quietly } from "./io-error";
import { isHeld, type Lock, mayPass, releaseLock, takeLock } from "./lock";
import { type MeshPaths, meshPaths } from "./names";
import { makeFolders } from "./out-folder";
import { needsRecovery, recover } from "./recover";
import { assertUntouched, buildNext, countWritten, forgetPaths, type Staging } from "./stage";
import { discardPrevious, swapAll } from "./swap";
import { syncLimit, syncStaged } from "./sync";
import { checkTree, isUnchanged, type OutputTree, type TreeChange } from "./tree";

/** What became, or would become, of one mesh. */
export interface StagedTree {
  readonly name: string;
  readonly change: TreeChange;
}

/**
 * Writes meshes into the out folder, all of them or none: {@link TreeWriter.stage} builds each new tree in a hidden
 * folder beside the old one, {@link TreeWriter.commit} swaps them in. Whatever ends the process in between, each
 * mesh's folder is then its old tree or its new one, and the next writer clears up.
 * Where nothing changes, nothing is touched: no file, no folder, no lock.
 * One writer is for one run: after `commit`, `abort` or an error it is used up.
 */
export class TreeWriter {
  readonly #outDir: string;
  readonly #names = new Map<string, string>();
  #stagings: Staging[] = [];
  /** How many files were staged. */
  #written = 0;
  #lock: Lock | undefined;
  /** What had to be made for the out folder to exist, topmost first. */
  readonly #made: string[] = [];
  #usedUp = false;

  /**
   * @param outDir need not exist yet
   * @throws InputError when another process is writing there, or the folder cannot be read
   */
  constructor(outDir: string) {
    // An empty name would make `/<mesh>` of a mesh's path.
    this.#outDir = outDir || ".";
    if (!inWords(() => needsRecovery(this.#outDir))) return;
    try {
      inWords(() => this.#takeLock());
    } finally {
      this.#release();
    }
  }

  /**
   * Builds one mesh's new tree beside the old one, unless nothing changes.
   * @throws InputError when it cannot be written; then everything staged so far is removed as well
   */
  stage(tree: OutputTree): TreeChange {
    this.#assertFresh();
    try {
      return inWords(() => this.#stage(tree));
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  /**
   * Leaves one mesh's tree as it is.
   * @throws InputError when another mesh of the run has its name
   */
  keep(name: string): void {
    this.#assertFresh();
    this.#claim(name);
  }

  /**
   * Swaps all staged trees in.
   * @throws InputError when one of them cannot be; then the old output is in place, all of it
   */
  commit(): void {
    this.#assertFresh();
    if (this.#stagings.length === 0) {
      this.abort();
      return;
    }
    try {
      inWords(() => {
        this.#stagings.forEach(assertUntouched);
        syncStaged(this.#stagings);
        this.#assertLocked();
        swapAll(this.#outDir, this.#stagings);
      });
    } catch (error) {
      this.abort();
      throw error;
    }
    this.#usedUp = true;
    try {
      inWords(() => discardPrevious(this.#stagings));
    } finally {
      this.#release();
    }
  }

  /** Removes what was staged; the output is as it was. What cannot be removed now is left for the next writer. */
  abort(): void {
    if (this.#usedUp) return;
    this.#usedUp = true;
    const lock = this.#lock;
    // Should someone have taken the lock from us, the hidden folders are his as well.
    if (lock !== undefined) quietly(() => isHeld(lock) && recover(this.#outDir));
    this.#release();
    quietly(() => this.#made.reverse().forEach(removeFolder));
  }

  #stage(tree: OutputTree): TreeChange {
    checkTree(tree);
    this.#claim(tree.name);
    const paths = meshPaths(this.#outDir, tree.name);
    if (this.#lock === undefined) {
      const change = this.#look(paths, tree);
      if (change !== undefined && isUnchanged(change)) return change;
      this.#begin();
    }
    // Before the lock was ours another process was free to write here: only now what is seen holds.
    const comparison = inspect(paths.current, tree);
    if (isUnchanged(comparison.change)) return comparison.change;
    const staging = { name: tree.name, paths, comparison };
    buildNext(staging, tree);
    this.#remember(staging);
    return comparison.change;
  }

  #remember(staging: Staging): void {
    const before = this.#written;
    this.#written += countWritten(staging);
    if (before <= syncLimit && this.#written > syncLimit) this.#stagings = this.#stagings.map(forgetPaths);
    this.#stagings.push(this.#written > syncLimit ? forgetPaths(staging) : staging);
  }

  #look(paths: MeshPaths, tree: OutputTree): TreeChange | undefined {
    try {
      return inspect(paths.current, tree).change;
    } catch (error) {
      if (mayPass(this.#outDir, error)) return undefined;
      throw error;
    }
  }

  #claim(name: string): void {
    const other = this.#names.get(name.toLowerCase());
    if (other !== undefined) {
      throw InputError.of(`the meshes "${other}" and "${name}" would be written into one folder`, {
        hint: "give each mesh a name of its own; upper and lower case make no difference",
      });
    }
    this.#names.set(name.toLowerCase(), name);
  }

  #begin(): void {
    makeFolders(resolve(this.#outDir), this.#made);
    this.#takeLock();
  }

  #takeLock(): void {
    this.#lock = takeLock(this.#outDir);
    recover(this.#outDir);
  }

  #assertLocked(): void {
    if (this.#lock === undefined || !isHeld(this.#lock)) {
      throw InputError.of(`${this.#outDir}: another meshstep began to write here at the same time`, {
        hint: "nothing was replaced; run again when it is done",
      });
    }
  }

  /** A lock that cannot be removed is stale as soon as this process ends, and then no error of the user's. */
  #release(): void {
    const lock = this.#lock;
    this.#lock = undefined;
    if (lock !== undefined) quietly(() => releaseLock(lock));
  }

  #assertFresh(): void {
    if (this.#usedUp) throw new Error("this TreeWriter has been committed or aborted");
  }
}

/**
 * Writes all trees or none, one in memory at a time.
 * @throws InputError when one cannot be written; whatever the iterable throws passes through, and nothing is written
 */
export function writeTrees(outDir: string, trees: Iterable<OutputTree>): StagedTree[] {
  const writer = new TreeWriter(outDir);
  const staged: StagedTree[] = [];
  try {
    for (const tree of trees) staged.push({ name: tree.name, change: writer.stage(tree) });
    writer.commit();
  } finally {
    writer.abort();
  }
  return staged;
}
