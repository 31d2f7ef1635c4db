import { compareVersions, minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import type { RuleId } from "../../findings/pages";
import { objectId } from "../../mesh/mesh";
import { reachableStates } from "../../plan/proof";
import { type SkewVerdict, skewVerdict } from "../../plan/skew";
import type { MeshState } from "../../plan/state";
import { type Pair, pairs } from "../changed";
import { isPlanned } from "../going-back";
import { type SailKind, sailObjects } from "../objects";
import { isIdle, isRevisionBased } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { keptVersions } from "./kept-revisions";
import { comparableVersion, controlPlaneKinds, exactVersion } from "./versions";

/** Parts of the data plane that have a version of their own; waypoints and sidecars take theirs from istiod. */
const parts = { cni: "IstioCNI", ztunnel: "ZTunnel" } as const satisfies Record<string, SailKind>;
type Part = keyof typeof parts;

const relation: Readonly<Partial<Record<SkewVerdict, string>>> = {
  ahead: "ahead of",
  behind: "more than one minor behind",
};

/** A data-plane part and a control plane that may run side by side. */
interface Neighbours {
  readonly part: CheckedObject;
  readonly version: string;
  readonly controlPlane: CheckedObject;
  readonly controlVersion: string;
  /** A revision of it that is kept for those who use it. @default the one that it makes */
  readonly kept?: string;
}

/** SKEW001 and SKEW002 differ only in the verdict that they report. Accepted vendor jumps are no verdict of theirs. */
export function skewRule(id: RuleId, verdict: "ahead" | "behind", hint: string): Rule {
  const report = (found: readonly Neighbours[], set: ManifestSet, when: string) =>
    found.filter((one) => verdictOf(one, set) === verdict).map((one) => describe(id, verdict, one, when, hint));
  return {
    id,
    state: (set) => report(neighboursIn(set), set, ""),
    step: (step) => report(neighboursDuring(step), step.after, "while this step is applied, "),
  };
}

/**
 * Where there are several control planes, by revisions or by Istio objects, there is one CNI plugin for all of them, and it may stand one minor on either
 * side of each that has proxies; one that nothing asks for, while something asks for another, has none.
 */
function verdictOf({ part, version, controlPlane, controlVersion, kept }: Neighbours, set: ManifestSet): SkewVerdict {
  const skew = skewVerdict(controlVersion, version, set.acceptedJumps);
  const isShared =
    isRevisionBased(controlPlane) ||
    (["Istio", "IstioRevision"] as const).some((kind) => sailObjects(set, [kind]).length > 1);
  if (part.object.kind !== parts.cni || !isShared) return skew;
  const isFree =
    Math.abs(minorDistance(version, controlVersion)) <= 1 || (kept === undefined && isIdle(set, controlPlane));
  return isFree ? "ok" : skew;
}

function describe(id: RuleId, verdict: SkewVerdict, one: Neighbours, when: string, hint: string): Finding {
  const { part, controlPlane } = one;
  const may = when ? "can be" : "is";
  return about(id, part, {
    at: ["spec", "version"],
    message: `${when}${part.object.kind} ${one.version} ${may} ${relation[verdict]} ${one.kept === undefined ? objectId(controlPlane.object) : `IstioRevision/${one.kept}, which is in use, at`} ${one.controlVersion}`,
    hint,
  });
}

/** What one state declares: every part beside every control plane, and the CNI plugin beside revisions that still have proxies. */
function neighboursIn(set: ManifestSet): readonly Neighbours[] {
  const kept = sailObjects(set, [parts.cni]).flatMap((part) => {
    const version = comparableVersion(set, part);
    if (version === undefined) return [];
    return keptVersions(set).map((one) => ({
      part,
      version,
      controlPlane: one.istio,
      controlVersion: one.version,
      kept: one.revision,
    }));
  });
  return [...kept, ...besideControlPlanes(set)];
}

function besideControlPlanes(set: ManifestSet): readonly Neighbours[] {
  return sailObjects(set, controlPlaneKinds).flatMap((controlPlane) => {
    const controlVersion = comparableVersion(set, controlPlane);
    if (controlVersion === undefined) return [];
    return sailObjects(set, Object.values(parts)).flatMap((part) => {
      const version = comparableVersion(set, part);
      return version === undefined ? [] : [{ part, version, controlPlane, controlVersion }];
    });
  });
}

/** What can be reached between two states and is declared by neither: engines promise no order among the objects of one sync. */
function neighboursDuring(step: Step): readonly Neighbours[] {
  const declared = new Set([...neighboursIn(step.before), ...neighboursIn(step.after)].map(versionsOf));
  const reached = new Map<string, Neighbours>();
  for (const pair of pairs(step, (set) => sailObjects(set, controlPlaneKinds))) {
    for (const one of reachable(step, pair)) {
      if (!declared.has(versionsOf(one))) reached.set(versionsOf(one), one);
    }
  }
  return [...reached.values()];
}

function reachable(step: Step, { before, after }: Pair): readonly Neighbours[] {
  const from = comparableVersion(step.before, before);
  const to = comparableVersion(step.after, after);
  if (from === undefined || to === undefined) return [];
  const transition = { phase: "", before: meshState(step.before, from), after: meshState(step.after, to) };
  return reachableStates(transition, step.after.acceptedJumps).flatMap((state) =>
    (Object.keys(parts) as Part[]).flatMap((name) => {
      const version = state[name];
      const part = partOf(step.after, name) ?? partOf(step.before, name);
      if (version === undefined || !part) return [];
      return [{ part, version, controlPlane: after, controlVersion: state.controlPlane }];
    }),
  );
}

/** Within its minor a ZTunnel may be ahead; who moves it first has the order of an upgrade the wrong way round all the same. */
export function patchAhead(step: Step, hint: string): readonly Finding[] {
  if (isPlanned(step)) return [];
  const controls = sailObjects(step.after, controlPlaneKinds).flatMap((one) => {
    const version = exactVersion(step.after, one);
    return version === undefined ? [] : [{ one, version }];
  });
  return pairs(step, (set) => sailObjects(set, [parts.ztunnel])).flatMap(({ before, after }) => {
    const [from, to] = [exactVersion(step.before, before), exactVersion(step.after, after)];
    if (from === undefined || to === undefined || compareVersions(from, to) >= 0) return [];
    const [newest] = [...controls].sort((a, b) => compareVersions(b.version, a.version));
    if (!newest || compareVersions(newest.version, to) >= 0 || minorDistance(newest.version, to) !== 0) return [];
    const message = `ZTunnel goes to ${to} before ${objectId(newest.one.object)}, which stays at ${newest.version}`;
    return [about("SKEW001", after, { at: ["spec", "version"], severity: "warning", message, hint })];
  });
}

/** The versions that the objects declare, as the planner's proof reads them. */
function meshState(set: ManifestSet, controlVersion: string): MeshState {
  const version = (name: Part) => {
    const part = partOf(set, name);
    const found = part && comparableVersion(set, part);
    return found === undefined ? {} : { [name]: found };
  };
  return {
    operatorRelease: "",
    controlPlanes: [{ istio: "", revision: "", version: controlVersion }],
    ...version("cni"),
    ...version("ztunnel"),
    tags: [],
  };
}

/** The API allows one of each. */
function partOf(set: ManifestSet, name: Part): CheckedObject | undefined {
  return sailObjects(set, [parts[name]])[0];
}

function versionsOf({ part, version, controlPlane, controlVersion, kept }: Neighbours): string {
  return [objectId(part.object), version, objectId(controlPlane.object), controlVersion, kept].join(" ");
}
