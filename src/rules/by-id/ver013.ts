import { compareVersions, minorDistance, withV } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { pairs } from "../changed";
import { chartsGoingDown } from "../charts/steps";
import { isPlanned } from "../going-back";
import { type SailKind, sailObjects, versionOf } from "../objects";
import { isRevisionBased } from "../revisions";
import { about, type ManifestSet, type Rule, type Step } from "../rule";
import { controlPlaneKinds, exactVersion } from "../versions/versions";

/** The way back is the way forward read backwards: ZTunnel first, then the CNI, and the control plane last. */
export const ver013: Rule = {
  id: "VER013",
  step: (step) => {
    // The planner walks back on purpose, one part after the other, and proves each state.
    if (isPlanned(step)) return [];
    const first = controlPlaneFirst(step);
    return [...(first.length > 0 || controlPlaneMoves(step) ? first : cniFirst(step)), ...chartsGoingDown(step)];
  },
};

/** A CNI that goes down below a ZTunnel, which should have gone before it. */
function cniFirst(step: Step): readonly Finding[] {
  const [ztunnel] = versionsOf(step.after, ["ZTunnel"]);
  if (ztunnel === undefined) return [];
  return goingDown(step, ["IstioCNI"]).flatMap(({ after, from, to }) => {
    if (compareVersions(ztunnel, to) <= 0) return [];
    const message = `IstioCNI goes down from ${from} to ${to}, before ZTunnel, which stays at ${ztunnel}`;
    return [about("VER013", after, { at: ["spec", "version"], message })];
  });
}

/**
 * The control plane goes down, and what follows it has not gone before. In place by a minor that is a matter of skew where there are such parts; a revision
 * leaves the old one beside it, with which they are compared as long as it runs.
 */
function controlPlaneFirst(step: Step): readonly Finding[] {
  const parts = versionsOf(step.before, ["IstioCNI", "ZTunnel"]);
  return goingDown(step, controlPlaneKinds).flatMap(({ after, from, to }) => {
    const distance = minorDistance(from, to);
    const isSkew = distance !== 0 && !isRevisionBased(after) && (parts.length > 0 || distance < -1);
    if (isSkew) return [];
    if (parts.length > 0 && parts.every((part) => compareVersions(part, to) <= 0)) return [];
    const message = `${after.object.kind} goes down from ${from} to ${to}: what the versions between have mended is broken again`;
    return [about("VER013", after, { at: ["spec", "version"], message })];
  });
}

function goingDown(step: Step, kinds: readonly SailKind[]) {
  return pairs(step, (set) => sailObjects(set, kinds)).flatMap(({ before, after }) => {
    const [from, to] = [exactVersion(step.before, before), exactVersion(step.after, after)];
    return from === undefined || to === undefined || compareVersions(to, from) >= 0 ? [] : [{ after, from, to }];
  });
}

function versionsOf(set: ManifestSet, kinds: readonly SailKind[]): readonly string[] {
  return sailObjects(set, kinds).flatMap((one) => exactVersion(set, one) ?? []);
}

function controlPlaneMoves(step: Step): boolean {
  return pairs(step, (set) => sailObjects(set, controlPlaneKinds)).some(
    ({ before, after }) => withV(versionOf(before) ?? "") !== withV(versionOf(after) ?? ""),
  );
}
