import type { Outcome } from "../../verbs/verify/verify";
import { commentLimit } from "./comment-parts";
import { summary, toldOf, type VerifyReport } from "./verify-report";

/** A verification as one comment of a pull request: what does not hold is seen at once, what holds is folded away. */
export function verifyMarkdown(report: VerifyReport): string {
  const rows = report.checks.map(({ says }, index) => rowOf(says, report.state.outcomes[index] as Outcome));
  const [bad, good] = [false, true].map((isFine) =>
    rows.filter((row) => row.isFine === isFine).map(({ line }) => line),
  );
  // The first line is how the comment is found again.
  const head = `<!-- meshstep:verify mesh=${report.mesh} part=1 -->\n**${plain(summary(report))}**\n`;
  const tables = `${tableOf(bad ?? [], commentLimit / 2)}${folded(good ?? [])}`;
  return `${head}${tables}`;
}

const words = { holds: "yes", missing: "**no**", unasked: "**?**", skipped: "left out" } as const;

function rowOf(says: string, outcome: Outcome) {
  const isFine = outcome.is === "holds" || outcome.is === "skipped";
  return { isFine, line: `| ${words[outcome.is]} | ${plain(says)} | ${plain(toldOf(outcome))} |` };
}

function folded(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `\n<details><summary>What holds</summary>\n${tableOf(lines, commentLimit / 3)}\n</details>\n`;
}

/** As many rows as there is room for. */
function tableOf(lines: readonly string[], room: number): string {
  if (lines.length === 0) return "";
  const shown: string[] = [];
  for (let left = room; shown.length < lines.length; ) {
    const line = lines[shown.length] ?? "";
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const more = lines.length - shown.length;
  const rest = more > 0 ? `\n… and ${more} more: the log has them.\n` : "";
  return `\n| holds | check | what is missing, or was seen |\n|---|---|---|\n${shown.map((line) => `${line}\n`).join("")}${rest}`;
}

/** What a cluster says is text, on one line: nothing in it is markup. */
function plain(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[@*_`|[\]]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replaceAll(/\s*\n\s*/g, " ");
}
