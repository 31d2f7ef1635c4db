import { oneLine } from "../../findings/one-line";
import { table } from "../../snapshot/markdown";
import type { Comparison } from "../../verbs/diff/comparison";
import type { FileDiff, ManifestDiff } from "../../verbs/diff/manifest-diff";
import { clip, type ObjectChange, shownSides, summaryOf } from "../../verbs/diff/summary";
import { filePatch } from "../../verbs/diff/unified";
import type { CommentBlock } from "./comment-parts";

/** How much of one line of a file is shown; `-o unified` has all of it. */
const lineLimit = 2000;

/** The objects and fields that differ; files of which only the text differs stand at the end. */
export function changeTable(diff: ManifestDiff): CommentBlock {
  const rows = [...summaryOf(diff.objects).map(changeRow), ...diff.files.filter((file) => file.textOnly).map(fileRow)];
  const [header = "", rule = "", ...pieces] = table(["object", "field", "before", "after"], rows).split("\n");
  return { open: `${header}\n${rule}\n`, pieces };
}

function changeRow(change: ObjectChange): readonly string[] {
  const [before, after] = shownSides(change);
  const sides = {
    changed: [code(before), code(after)],
    added: ["", `added ${code(after)}`],
    removed: [`removed ${code(before)}`, ""],
    reordered: [`order ${code(before)}`, `order ${code(after)}`],
  }[change.change];
  return [code(change.object), code(change.field), ...sides.map((side) => side.trim())];
}

function fileRow({ path, change }: FileDiff): readonly string[] {
  const sides = { changed: ["", "text only"], added: ["", "added"], removed: ["removed", ""] }[change];
  return [`file ${code(path)}`, "", ...sides];
}

/** Says when the folder is not what a phase has. */
export function standingNote({ rendered, from }: Comparison): readonly CommentBlock[] {
  const { phases } = rendered.plan;
  const name = code(from.label);
  switch (from.standing?.at) {
    case "no phase": {
      const open = `> [!WARNING]\n> ${name} stands at no phase: it was edited by hand. Nearest is ${code(phases[from.standing.nearest]?.dir ?? "")}, but for:\n`;
      return [{ open, pieces: from.standing.edits.map(({ file, what }) => `> - ${what}: ${code(file)}`) }];
    }
    case "earlier plan":
      return [{ pieces: [`> [!NOTE]\n> ${name} was left there by an earlier plan of this mesh.`] }];
    default:
      return [];
  }
}

/** The unified diff, folded file by file. */
export function fileDiffs({ diff, before, after }: Comparison): readonly CommentBlock[] {
  return [
    { pieces: ["### Files"] },
    ...diff.files.map(({ path, change }) => {
      const lines = filePatch(path, before.get(path), after.get(path)).trimEnd().split("\n");
      const ticks = fenceOf(lines);
      const summary = `<details><summary><code>${escapeHtml(oneLine(path))}</code> ${change}${edits(lines)}`;
      return {
        open: `${summary}</summary>\n\n${ticks}diff\n`,
        reopen: `${summary} (continued)</summary>\n\n${ticks}diff\n`,
        pieces: lines.map((line) => clip(line, lineLimit)),
        close: `\n${ticks}\n\n</details>`,
      };
    }),
  ];
}

/** `, +3 −2`, without the two lines that name the file. */
function edits(lines: readonly string[]): string {
  const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")));
  const count = (mark: string) => hunks.filter((line) => line.startsWith(mark)).length;
  return lines.some((line) => line.startsWith("@@")) ? `, +${count("+")} −${count("-")}` : "";
}

function fenceOf(lines: readonly string[]): string {
  const longest = lines.reduce(
    (most, line) => Math.max(most, ...[...line.matchAll(/`+/g)].map((run) => run[0].length)),
    2,
  );
  return "`".repeat(longest + 1);
}

/** Pieces behind a line that opens them. */
export function folded(summary: string, pieces: readonly string[], between = "\n\n"): CommentBlock {
  const start = `<details><summary>${summary}`;
  return {
    open: `${start}</summary>\n\n`,
    reopen: `${start} (continued)</summary>\n\n`,
    pieces,
    between,
    close: "\n\n</details>",
  };
}

/** A span of code, whatever is in it; nothing for nothing. */
export function code(text: string): string {
  if (text === "") return "";
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const ticks = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Words of ours that hold values of the user's: one line, and no HTML. */
export function prose(text: string): string {
  return escapeHtml(text.replace(/\s+/g, " "));
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
