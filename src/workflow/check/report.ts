import { type Finding, formatPlace, type Place } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import type { ObjectReading } from "./read-objects";

/** What became of a check. */
export interface CheckReport {
  /** By file, line and column; those without a place come last. Each thing is said once. */
  readonly findings: readonly Finding[];
  /** Documents that cannot be read, so that nothing is known of them. */
  readonly broken: readonly Problem[];
  /** How many objects were read. */
  readonly objects: number;
  /** What was taken from where and what was left out, for people. */
  readonly notes: readonly string[];
}

/** Findings of several states and steps as one list. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const said = new Map(findings.map((one) => [JSON.stringify([one.rule, one.object, one.message, one.place]), one]));
  return [...said.values()].sort((a, b) => comparePlaces(a.place, b.place) || compareRules(a, b));
}

/** What was left out because a tool has to build it first: a line for each file, with the first thing in it that says so. */
export function unbuiltNotes({ unbuilt }: ObjectReading): readonly string[] {
  const first = new Map(unbuilt.toReversed().map((one) => [one.place?.file, one]));
  return [...first.values()]
    .reverse()
    .map(({ message, place }) => `${place ? `${formatPlace(place)}: ` : ""}left out: ${message}`);
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function compareRules(a: Finding, b: Finding): number {
  const [one, other] = [`${a.rule} ${a.message}`, `${b.rule} ${b.message}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
