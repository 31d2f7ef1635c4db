import type { FieldChange } from "../../fields/field-changes";
import { oneLine } from "../../findings/one-line";
import type { KubernetesObject } from "../../objects/kubernetes-object";
import type { FileDiff } from "./manifest-diff";
import { type ObjectDiff, objectDiffs } from "./object-diff";

/** One line of a summary: a field of an object, or a whole object that came or went. */
export interface ObjectChange extends FieldChange {
  readonly object: string;
}

/** How much of one value a line shows. */
const valueLimit = 160;

/** What differs between two states, object by object and field by field, sorted by object. */
export function objectChanges(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): readonly ObjectChange[] {
  return summaryOf(objectDiffs(before, after));
}

/** The lines of a summary, in the order of the objects. */
export function summaryOf(diffs: readonly ObjectDiff[]): readonly ObjectChange[] {
  return diffs.flatMap(({ object, change, fields }): ObjectChange[] =>
    change === "changed" ? fields.map((field) => ({ object, ...field })) : [{ object, field: "", change }],
  );
}

/** `Istio/default spec.version: v1.26.3 -> v1.26.4`. */
export function formatChange(change: ObjectChange): string {
  const subject = change.field === "" ? change.object : `${change.object} ${change.field}`;
  return `${oneLine(subject)}: ${words(change)}`;
}

/** `file README.md: added`, for what is no object and for text that means the same. */
export function formatFile({ path, change }: FileDiff): string {
  return `file ${oneLine(path)}: ${change === "changed" ? "text only" : change}`;
}

/** The two sides of a change as text; `(unset)` where there was nothing, empty for an object as a whole. */
export function shownSides({ field, change, before, after }: ObjectChange): readonly [string, string] {
  if (field === "") return ["", ""];
  if (change === "added") return ["", clip(textOf(after))];
  if (change === "removed") return [clip(textOf(before)), ""];
  const [from, to] = [textOf(before), textOf(after)];
  // Text and number of the same look: the quotes are the difference.
  if (from === to) return [clip(jsonText(before)), clip(jsonText(after))];
  return fromDifference(from, to);
}

/** Long texts that begin alike are shown from shortly before they differ. */
function fromDifference(from: string, to: string): readonly [string, string] {
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  if (same < valueLimit / 2 || Math.max(from.length, to.length) <= valueLimit) return [clip(from), clip(to)];
  const start = same - valueLimit / 4;
  const rest = (text: string) => `…${clip(text.slice(start).replace(/^[\uDC00-\uDFFF]/, ""))}`;
  return [rest(from), rest(to)];
}

function words(change: ObjectChange): string {
  const [before, after] = shownSides(change);
  switch (change.change) {
    case "added":
    case "removed":
      return `${change.change} ${before}${after}`.trimEnd();
    case "reordered":
      return `order ${before} -> ${after}`;
    case "changed":
      return `${before} -> ${after}`;
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return "(unset)";
  return typeof value === "string" && /^\S(.*\S)?$/.test(value) ? oneLine(value) : jsonText(value);
}

function jsonText(value: unknown): string {
  return oneLine(JSON.stringify(value) ?? "");
}

/** At most so much, with what was left out; no character is cut in two. */
export function clip(text: string, limit = valueLimit): string {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}
