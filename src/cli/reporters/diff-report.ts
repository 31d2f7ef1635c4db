import { InputError } from "../../findings/input-error";
import type { Comparison } from "../../workflow/diff/comparison";
import { partSeparator } from "./comment-parts";
import { type DiffData, diffData, diffJson } from "./diff-json";
import { diffComments } from "./diff-markdown";
import { summaryText, unifiedText } from "./diff-text";

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
      return joined(unifiedText);
    case "summary":
      return joined(summaryText);
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

function joined(textOf: (comparison: Comparison) => string): DiffReport {
  const texts: string[] = [];
  return { add: (one) => void texts.push(textOf(one)), text: () => texts.join("") };
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
