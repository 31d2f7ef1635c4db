import { posix } from "node:path";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { deliveryOf, layerOf, type OrderEntry } from "../../order/entry";
import { isMarker } from "../../order/roles";
import type { OrderProblem } from "../../order/unsafe/problem";
import { about, type CheckedObject, type ManifestSet } from "../rule";

/** A manifest under check, as the engines' orders take it. */
export interface CheckedEntry extends OrderEntry {
  readonly checked: CheckedObject;
}

/** The manifests of a set; the files of snapshots of ours by their paths below `manifests/`, all others as they are. */
export const orderEntries = oncePer(({ objects }: ManifestSet): readonly CheckedEntry[] =>
  objects.map((checked) => ({ object: checked.object, file: fileInSnapshot(checked.file ?? ""), checked })),
);

/** Whether the manifests are a snapshot of ours, which its marker tells: then waves are no wish of somebody, and parts move one by one. */
export function isSnapshot(entries: readonly OrderEntry[]): boolean {
  return phaseOf(entries) !== undefined;
}

/** The folder name of the phase that manifests are, where their marker says one. */
export function phaseOf(entries: readonly OrderEntry[]): string | undefined {
  return entries.flatMap((entry) => (isMarker(entry) ? (textAt(entry.object, "data", "phase") ?? []) : []))[0];
}

/**
 * The objects of a snapshot that lie where they were written; of what was joined into one file nobody can tell, what stands elsewhere in the tree
 * is in none of its deliveries, and a Namespace that a Job only labels or asks for is applied by nobody.
 */
export function inLayers(entries: readonly CheckedEntry[]): readonly CheckedEntry[] {
  return entries.filter(
    (entry) =>
      !entry.checked.assumed &&
      !posix.isAbsolute(entry.file) &&
      (layerOf(entry) !== undefined || ["namespaces", "operator"].includes(deliveryOf(entry))),
  );
}

/** What is said of an order, as a finding. */
export function orderFinding(
  { rule, entry, message, hint, severity }: OrderProblem<CheckedEntry>,
  as = severity,
): readonly Finding[] {
  // What is about the row as a whole is said where the row is planned.
  if (!entry) return [];
  return [about(rule, entry.checked, { severity: as, message, ...(hint !== undefined && { hint }) })];
}

function fileInSnapshot(file: string): string {
  return /(?:^|\/)((?:mesh\/\d\d-[a-z-]+|namespaces|operator)\/[^/]+)$/.exec(file)?.[1] ?? file;
}
