import { formatPatch, type StructuredPatchHunk, structuredPatch } from "diff";
import { changedPaths, type ManifestFiles } from "../../snapshot/write/manifest-files";

/**
 * A unified diff that `git apply` takes; empty when nothing differs.
 * @param folder what stands before every path; git takes paths from the root of the repository, wherever it is called
 */
export function unifiedDiff(before: ManifestFiles, after: ManifestFiles, folder = ""): string {
  const prefix = folder && `${folder}/`;
  return changedPaths(before, after)
    .map((path) => filePatch(prefix + path, before.get(path), after.get(path)))
    .join("");
}

/** Whether a text stands for bytes that no patch of text can carry; see `exactText`. */
export function isBinary(text: string | undefined): boolean {
  return text?.includes("\0") ?? false;
}

/** The part of a unified diff that is about one file; `undefined` stands for a file that is not there. */
export function filePatch(path: string, before: string | undefined, after: string | undefined): string {
  const names = {
    from: before === undefined ? "/dev/null" : `a/${path}`,
    to: after === undefined ? "/dev/null" : `b/${path}`,
  };
  const patch = {
    oldFileName: names.from,
    newFileName: names.to,
    oldHeader: undefined,
    newHeader: undefined,
    isGit: true,
    isCreate: before === undefined,
    isDelete: after === undefined,
  };
  if (isBinary(before) || isBinary(after)) {
    // As git says it; without the line of ids git passes over it in silence, with it git refuses the whole patch.
    const ids = "index 0000000..0000000\n";
    return `${formatPatch({ ...patch, hunks: [] })}${ids}Binary files ${names.from} and ${names.to} differ\n`;
  }
  return formatPatch({ ...patch, hunks: hunksOf(before ?? "", after ?? "") });
}

/** Beyond this many edits the shortest diff takes longer than anybody waits, and nobody reads it. */
const editsLimit = 2000;

function hunksOf(before: string, after: string): StructuredPatchHunk[] {
  const patch = structuredPatch("", "", before, after, undefined, undefined, { context: 3, maxEditLength: editsLimit });
  return patch?.hunks ?? [replacement(before, after)];
}

/** Everything out, everything in. */
function replacement(before: string, after: string): StructuredPatchHunk {
  const old = markedLines(before, "-");
  const now = markedLines(after, "+");
  return {
    oldStart: 1,
    oldLines: old.count,
    newStart: 1,
    newLines: now.count,
    lines: [...old.lines, ...now.lines],
  };
}

function markedLines(text: string, mark: string): { lines: string[]; count: number } {
  const lines = text.split("\n");
  const unfinished = lines.pop() ?? "";
  const marked = lines.map((line) => mark + line);
  if (unfinished === "") return { lines: marked, count: marked.length };
  return { lines: [...marked, mark + unfinished, "\\ No newline at end of file"], count: marked.length + 1 };
}
