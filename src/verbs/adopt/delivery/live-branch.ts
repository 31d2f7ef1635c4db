import { gitBranch } from "../../../mesh/scalars";
import type { GitRefs } from "../input/git-refs";

/** What a revision of Git is that an engine reads. */
export type Revision =
  /** It moves with every commit: what is promoted to it arrives. */
  | { readonly is: "branch"; readonly name: string }
  /** What the repository begins with, by name where that is known. */
  | { readonly is: "default"; readonly name?: string }
  /** It stands still, or goes to the next release: no commit arrives by itself. */
  | { readonly is: "still"; readonly what: string };

/** A branch may be called like a tag or like a commit, where the clone knows it. */
export function revisionOf(text: string | undefined, refs: GitRefs): Revision {
  const { defaultBranch: name } = refs;
  if (text === undefined || text === "" || text === "HEAD")
    return { is: "default", ...(name !== undefined && { name }) };
  const [, kind, rest] = /^refs\/([^/]+)\/(.+)$/.exec(text) ?? [];
  if (kind === "heads" && rest !== undefined) return { is: "branch", name: rest };
  if (kind === "tags") return { is: "still", what: `the tag ${rest}` };
  if (refs.branches.has(text)) return { is: "branch", name: text };
  if (refs.tags.has(text) || /^v?\d+(\.\d+)*([-+].*)?$/.test(text)) return { is: "still", what: `the tag ${text}` };
  if (/^[0-9a-f]{7,64}$/.test(text)) return { is: "still", what: `the commit ${text}` };
  return gitBranch.safeParse(text).success
    ? { is: "branch", name: text }
    : { is: "still", what: `${text}, which is not the name of a branch` };
}

/** What a mesh.yaml says of the branch that the live folder is to come by, and what a reader has to know of it. */
export interface LiveBranch {
  /** @default the one that mesh.yaml takes without a word */
  readonly revision?: string;
  readonly told?: string;
}

const usual = "main";

/**
 * The branch for the live folder of whoever reads a revision today: that one, or where it stands still, the one that the repository begins with.
 * @param by who reads it
 */
export function liveBranch(by: string, text: string | undefined, refs: GitRefs): LiveBranch {
  const revision = revisionOf(text, refs);
  const begins = revision.is === "branch" ? revision.name : (refs.defaultBranch ?? onlyUsual(refs));
  const fits = gitBranch.safeParse(begins).success;
  const branch = fits && begins !== undefined ? begins : usual;
  const taken = `spec.delivery.repository.revision is ${branch}${branch === usual ? ", which mesh.yaml takes without a word" : ""}`;
  const told =
    revision.is === "still"
      ? `${by} reads ${revision.what}, and nothing that is promoted arrives by that: ${taken}; write the branch there that the live folder is to be committed to`
      : fits
        ? undefined
        : `${by} reads ${revision.is === "branch" ? `${revision.name}, which mesh.yaml cannot name` : "HEAD, and nothing here says which branch that is"}: ${taken}; write that branch there where it is another one`;
  return { ...(branch !== usual && { revision: branch }), ...(told !== undefined && { told }) };
}

/** A clone of which nobody has noted what its remote begins with, and that has one branch of those names alone. */
function onlyUsual({ branches }: GitRefs): string | undefined {
  const [first, second] = ["main", "master"].filter((name) => branches.has(name));
  return second === undefined ? first : undefined;
}

/** Whether what is read is what is checked out, as far as the clone can tell. */
export function isCheckedOut(text: string, refs: GitRefs): boolean {
  const revision = revisionOf(text, refs);
  if (revision.is === "branch") return revision.name === refs.branch;
  const { commit } = refs;
  if (commit === undefined || revision.is === "default") return false;
  return refs.tags.get(text.replace(/^refs\/tags\//, "")) === commit || (text.length > 6 && commit.startsWith(text));
}
