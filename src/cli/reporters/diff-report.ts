import { InputError } from "../../findings/input-error";
import type { Comparison } from "../../verbs/diff/comparison";
import { partSeparator } from "./comment-parts";
import { type DiffData, diffData, diffJson } from "./diff-json";
import { diffComments } from "./diff-markdown";
import { comparisonTitle, summaryText, unifiedText } from "./diff-text";

export type DiffOutput = "unified" | "summary" | "markdown" | "json";

/** Takes comparisons one by one, so that a fleet does not stand in memory at once, and prints them together. */
export interface DiffReport {
  readonly add: (comparison: Comparison) => void;
  /** @throws InputError for a part that there is none of */
  readonly text: () => string;
}

/**
 * @param asked whether one comparison per mesh was asked for, not all that a plan has
 * @param part of the comments, counted from 1; all of them when left out
 */
export function diffReport(output: DiffOutput, asked: boolean, part: number | undefined): DiffReport {
  switch (output) {
    case "unified":
      return joined(unifiedText, asked);
    case "summary":
      return joined(summaryText, asked);
    case "json": {
      const diffs: DiffData[] = [];
      return { add: (one) => void diffs.push(diffData(one)), text: () => diffJson(diffs, asked) };
    }
    case "markdown": {
      const comments: (readonly string[])[] = [];
      return {
        add: (one) => void comments.push(diffComments(one, !asked)),
        text: () => (part === undefined ? comments.flat().join(`${partSeparator}\n`) : onePart(comments, part)),
      };
    }
  }
}

/** Several comparisons carry their titles; git takes such a line before a patch for words that are none of its business. */
function joined(textOf: (comparison: Comparison) => string, asked: boolean): DiffReport {
  const found: { readonly title: string; readonly text: string }[] = [];
  return {
    add: (one) => void found.push({ title: `# ${comparisonTitle(one)}`, text: textOf(one) }),
    text: () => found.map(({ title, text }) => (asked && found.length === 1 ? text : title + text)).join(""),
  };
}

function onePart(comments: readonly (readonly string[])[], part: number): string {
  const [parts = [], ...others] = comments;
  if (others.length) {
    throw InputError.of(`--part is a part of one comparison, and there are ${comments.length}`, {
      hint: "Name the phases and one mesh, or --live.",
    });
  }
  const found = parts[part - 1];
  if (found !== undefined) return found;
  throw InputError.of(`there is no part ${part}; the last one is ${parts.length}`);
}
