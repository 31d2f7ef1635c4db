import { git } from "../../git/git";
import type { GitState } from "../../git/state";

/** Branches that are there already, by what may be done with them. */
export interface Existing {
  /** Made by promote, with nobody else's commits on top: the tip of each. They may be made anew. */
  readonly own: ReadonlyMap<string, string>;
  /** Left alone, each with the reason. */
  readonly others: readonly { readonly branch: string; readonly because: string }[];
}

/** Looks at the branches of these names. */
export function existingBranches(state: GitState, mesh: string, names: readonly string[]): Existing {
  const own = new Map<string, string>();
  const others: { branch: string; because: string }[] = [];
  for (const { branch, tip, worktree } of localBranches(state.root)) {
    if (!names.includes(branch)) continue;
    const because = worktree ? `checked out in ${worktree}` : strangers(state, mesh, branch);
    if (because === undefined) own.set(branch, tip);
    else others.push({ branch, because });
  }
  return { own, others };
}

/** Branches that promote made for phases that are in no row any more, or are done: their pull requests are to be closed. */
export function leftOver(state: GitState, mesh: string, stack: readonly string[]): readonly string[] {
  return localBranches(state.root)
    .filter(({ branch, worktree }) => branch.startsWith(`meshstep/${mesh}/`) && !worktree && !stack.includes(branch))
    .filter(({ branch }) => strangers(state, mesh, branch) === undefined)
    .map(({ branch }) => branch);
}

/** The branches whose tip is another one by now, with the one that they had. */
export function movedBranches({ root }: GitState, { own }: Existing): ReadonlyMap<string, string> {
  if (own.size === 0) return own;
  const now = new Map(localBranches(root).map(({ branch, tip }) => [branch, tip]));
  return new Map([...own].filter(([branch, tip]) => now.get(branch) !== tip));
}

interface Local {
  readonly branch: string;
  readonly tip: string;
  /** Where it is checked out; empty where it is not. */
  readonly worktree: string;
}

function localBranches(root: string): readonly Local[] {
  const format = "%(refname:lstrip=2)%00%(objectname)%00%(worktreepath)";
  return git(root, ["for-each-ref", `--format=${format}`, "refs/heads"])
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [branch = "", tip = "", worktree = ""] = line.split("\0");
      return { branch, tip, worktree };
    });
}

/** What on a branch is not promote's: its last commit, or another one that is not merged, without its trailer, or with more than the live folder. */
function strangers({ root, head, prefix }: GitState, mesh: string, branch: string): string | undefined {
  const range = head === undefined ? [branch] : [`${head}..${branch}`];
  const said = (...which: readonly string[]) =>
    git(root, ["log", "--format=%h %(trailers:key=Meshstep-Mesh,valueonly,separator=%x2C)", ...which, "--"])
      .split("\n")
      .filter(Boolean);
  const foreign = [...said("-1", branch), ...said(...range)].find(
    (line) => line.slice(line.indexOf(" ") + 1).trim() !== mesh,
  );
  if (foreign) return `commit ${foreign.split(" ")[0]} on it is not promote's`;
  const outside = `:(exclude,literal)${prefix}`;
  const wide = git(root, ["log", "--format=%h", ...range, "--", ".", outside])
    .trim()
    .split("\n")[0];
  return wide ? `commit ${wide} on it changes more than the live folder` : undefined;
}
