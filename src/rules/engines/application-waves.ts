import { posix } from "node:path";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { syncWave } from "../../order/argocd/annotations";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { readersOf } from "./readers";
import { waveOf, writtenWave } from "./waves";

/** An object, and what should come before it. */
interface Need {
  readonly one: CheckedObject;
  readonly needed: CheckedObject;
  readonly why: string;
}

/**
 * Applications of one root that come before the one which brings what theirs needs (WAV001). Argo CD waits between their waves only where
 * it was taught the health of Applications; the order is wrong either way.
 */
export function applicationsTooEarly(set: ManifestSet, needs: readonly Need[]): readonly Finding[] {
  const said = new Set<CheckedObject>();
  return needs.flatMap(({ one, needed, why }) => {
    const [early, late] = [one, needed].map((it) => applicationOf(set, it));
    if (!early || !late || early === late || said.has(early) || !isOneRoot(set, early, late)) return [];
    if (waveOf(early.object) >= waveOf(late.object)) return [];
    said.add(early);
    const message = `it is in wave ${waveOf(early.object)} and applies ${objectId(one.object)}, before wave ${waveOf(late.object)} of ${objectId(late.object)}, which applies ${objectId(needed.object)}, which ${why}`;
    return [about("WAV001", early, { at: ["metadata", "annotations", syncWave], severity: "warning", message })];
  });
}

/** The one Application that applies an object. */
function applicationOf(set: ManifestSet, one: CheckedObject): CheckedObject | undefined {
  // Waypoints are the tenants': they come when these do.
  if (one.object.kind === "Gateway") return undefined;
  const [reader, second] = readersOf(set, one);
  return reader && !second && kindOf(reader.by.object) === "argoproj.io/Application" ? reader.by : undefined;
}

/** Whether somebody applies both, or would, if the root is made by hand: they lie side by side, each with its wave. */
export function isOneRoot(set: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  const [ones, others] = [readersOf(set, a), readersOf(set, b)];
  if (ones.length > 0 || others.length > 0) return ones.some((one) => others.includes(one));
  const [home, other] = [a, b].map(({ file }) => file && posix.dirname(file));
  return home !== undefined && home === other && [a, b].every(({ object }) => writtenWave(object) !== undefined);
}
