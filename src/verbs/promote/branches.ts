import { InputError } from "../../findings/input-error";
import type { Refusal } from "../../findings/refusal";
import { word } from "../../gates/quote";
import { repositoryIfAny, repositoryOf } from "../../git/git";
import { type GitState, gitStateOf, ignored } from "../../git/state";
import type { LiveFolder } from "../../live/folder";
import type { CommitStep } from "./commit";
import type { Existing } from "./own-branches";

/**
 * The repository around a live folder.
 * @param needed whether something is to be committed; otherwise a folder outside Git is as good
 * @throws InputError when there is none but one is needed, and when the folder is the whole repository
 */
export function repositoryAround(live: LiveFolder, needed: boolean): GitState | undefined {
  const repository = (needed ? repositoryOf : repositoryIfAny)(live.path, live.shown);
  if (repository?.prefix === "") {
    throw InputError.of(`${live.shown}: the root of a Git repository`, {
      hint: "A live folder is a folder of its own inside the repository: promote replaces all that is in it.",
    });
  }
  return repository && gitStateOf(repository);
}

/** Why Git's state does not allow the steps; nothing is changed yet. */
export function refusedByGit(
  live: LiveFolder,
  state: GitState,
  steps: readonly CommitStep[],
  record: "folder" | "commit" | "branch",
  existing: Existing,
): Refusal | undefined {
  return (
    (record === "folder" ? undefined : (refusedByHead(state, record) ?? refusedByIgnore(live, state, steps))) ??
    refusedByEdits(live, state) ??
    refusedByBranches(existing)
  );
}

function refusedByHead({ underWay, branch, head }: GitState, record: "commit" | "branch"): Refusal | undefined {
  if (underWay) {
    return {
      message: `git ${underWay.what} is under way in this repository; a commit now would become part of it`,
      hint: `Finish it, or end it with ${underWay.end}.`,
    };
  }
  if (record === "commit" && branch === undefined) {
    return {
      message: "HEAD is detached: a commit would belong to no branch",
      hint: "Check out a branch first, or make one with --branch.",
    };
  }
  if (record === "branch" && head === undefined) {
    return {
      message: "the repository has no commit yet, so a branch has nothing to be compared with",
      hint: "Make the first commit with --commit alone.",
    };
  }
  return undefined;
}

function refusedByEdits(live: LiveFolder, { uncommitted: files }: GitState): Refusal | undefined {
  if (files.length === 0) return undefined;
  const count = files.length === 1 ? "1 file" : `${files.length} files`;
  return {
    message: `${live.shown} holds what is not committed yet: ${count}`,
    files,
    hint: `Commit it, or take it back with git restore --staged --worktree -- ${word(live.shown)} (new files: git clean).`,
  };
}

function refusedByIgnore(
  live: LiveFolder,
  { root, prefix }: GitState,
  steps: readonly CommitStep[],
): Refusal | undefined {
  const paths = new Set(steps.flatMap(({ after }) => [...after.keys()].map((path) => `${prefix}/${path}`)));
  const files = ignored(root, [...paths]);
  if (files.length === 0) return undefined;
  return {
    message: `Git is told to ignore ${files.length === 1 ? "a file" : `${files.length} files`} of ${live.shown}`,
    files,
    hint: `git check-ignore -v ${files[0]} says where; take ${live.shown} out of it.`,
  };
}

function refusedByBranches({ others }: Existing): Refusal | undefined {
  if (others.length === 0) return undefined;
  return {
    message: `${others.length === 1 ? "a branch is" : "branches are"} there already, and not only promote's`,
    files: others.map(({ branch, because }) => `${branch}: ${because}`),
    hint: "Delete what is done with, or give another name with --branch NAME.",
  };
}
