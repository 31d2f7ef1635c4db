import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryOf } from "../../../rules/engines/repositories";
import { statsAt } from "../../../source/read-text";
import { gitFolders, gitText } from "./git-folders";
import { remotesOf } from "./remotes";

/** What a clone knows of branches and tags. */
export interface GitRefs {
  /** The branch that is checked out; undefined where that is a tag or a commit. */
  readonly branch?: string;
  readonly commit?: string;
  /** What its remote begins with: HEAD, for whoever reads that. */
  readonly defaultBranch?: string;
  readonly branches: ReadonlySet<string>;
  /** Each with its commit, as far as that can be read without Git. */
  readonly tags: ReadonlyMap<string, string>;
}

/** What is known of the repository of an address. */
export type RefsOf = (url: string | undefined) => GitRefs;

/** Those of a clone, for each address that is of it: of any, where it names none. */
export function refsOf(top: string): RefsOf {
  const refs = gitRefs(top);
  const here = new Set(remotesOf(top).flatMap((one) => repositoryOf(one) ?? []));
  return (url) => (here.size === 0 || here.has(repositoryOf(url) ?? "") ? refs : noRefs);
}

const noRefs: GitRefs = { branches: new Set(), tags: new Map() };

/** As the files of .git say it: nothing in a copy that is no clone. */
function gitRefs(top: string): GitRefs {
  const folders = gitFolders(top);
  if (!folders) return noRefs;
  const refs = refsIn(folders.common);
  const head = gitText(folders.own, "HEAD").trim();
  const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  const commit = branch === undefined ? head : refs.get(`refs/heads/${branch}`);
  const remote = [...refs].flatMap(
    ([name, to]) => /^ref: refs\/remotes\/[^/]+\/(.+)$/.exec(headOf(name, to))?.[1] ?? [],
  );
  const [defaultBranch, second] = new Set(remote);
  const names = (start: RegExp) =>
    [...refs.keys()].flatMap((name) => (start.test(name) ? [name.replace(start, "")] : []));
  return {
    ...(branch !== undefined && { branch }),
    ...(commit && { commit }),
    ...(defaultBranch !== undefined && second === undefined && { defaultBranch }),
    branches: new Set(
      [...names(/^refs\/heads\//), ...names(/^refs\/remotes\/[^/]+\//)].filter((one) => one !== "HEAD"),
    ),
    tags: new Map(names(/^refs\/tags\//).map((name) => [name, refs.get(`refs/tags/${name}`) ?? ""])),
  };
}

/** What the HEAD of a remote says; empty for other refs. */
function headOf(name: string, to: string): string {
  return /^refs\/remotes\/[^/]+\/HEAD$/.test(name) ? to : "";
}

/** By full name: a commit, or the other one that it stands for. What has a file of its own has moved since the others were packed. */
function refsIn(common: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let last = "";
  for (const line of gitText(common, "packed-refs").split("\n")) {
    const [, commit, name] = /^([0-9a-f]{40,64}) (refs\/\S+)$/.exec(line) ?? [];
    // An annotated tag is no commit; the line after it says which one it is of.
    const peeled = /^\^([0-9a-f]{40,64})$/.exec(line)?.[1];
    if (commit !== undefined && name !== undefined) found.set(name, commit);
    else if (peeled !== undefined) found.set(last, peeled);
    last = name ?? last;
  }
  for (const kind of ["heads", "remotes", "tags"]) {
    const folder = join(common, "refs", kind);
    if (!statsAt(folder)?.isDirectory()) continue;
    for (const inside of readdirSync(folder, { recursive: true }).map(String))
      if (statsAt(join(folder, inside))?.isFile()) found.set(`refs/${kind}/${inside}`, gitText(folder, inside).trim());
  }
  return found;
}
