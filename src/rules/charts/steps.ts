import { compareVersions, minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { identity } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { about, type ManifestSet, type Step } from "../rule";
import { besideChart, called, chartsOf, minorIn } from "./chart";
import { exactChartVersion } from "./chart-versions";
import type { ChartName, MeshChart } from "./mesh-chart";
import { nearestPairs } from "./nearest-pairs";
import { comesAfter } from "./order";
import { chartRevision } from "./twins";

/** Charts that are there before and after a step: by what names them, and of several of one name by their folders. */
export function chartPairs({ before, after }: Step, ...names: readonly ChartName[]) {
  return nearestPairs(chartsOf(before, ...names), chartsOf(after, ...names), keyOf);
}

function keyOf({ one, chart, release = "" }: MeshChart): string {
  return `${identity(one.object)} ${chart} ${release}`;
}

/** An istiod of a chart that crosses more than one minor in place (SKEW003); one of another revision stands beside the old one. */
export function chartJumps(step: Step): readonly Finding[] {
  return movedIstiods(step).flatMap(({ after, from, to, distance }) => {
    if (Math.abs(distance) <= 1) return [];
    const way = distance > 0 ? "goes" : "goes down";
    return [
      about("SKEW003", after.versionIn, {
        at: after.at,
        message: `Istio's chart istiod ${way} from ${from} to ${to} in place: Istio takes one minor at a time`,
        hint: "Go through the minors in between, base first, and let the data plane follow each time; or bring the new one as a revision of its own.",
      }),
    ];
  });
}

/** An istiod of a chart that goes down, by a minor at most (VER013); by more is a jump. */
export function chartsGoingDown(step: Step): readonly Finding[] {
  return movedIstiods(step).flatMap(({ before, after, from, to, distance }) => {
    const [was, is] = [before, after].map(({ version = "" }) => exactChartVersion(version));
    const isDown = distance === -1 || (was !== undefined && is !== undefined && compareVersions(is, was) < 0);
    if (Math.abs(distance) > 1 || !isDown) return [];
    const message = `Istio's chart istiod goes down from ${from} to ${to}: what the versions between have mended is broken again`;
    return [about("VER013", after.versionIn, { at: after.at, message })];
  });
}

function movedIstiods(step: Step) {
  return chartPairs(step, "istiod").flatMap(({ before, after }) => {
    const [was, is] = [minorIn(step.before, before), minorIn(step.after, after)];
    if (was === undefined || is === undefined || before.from !== after.from) return [];
    if (before.version === after.version || chartRevision(before) !== chartRevision(after)) return [];
    const [from, to] = [before.version ?? "", after.version ?? ""];
    return [{ before, after, from, to, distance: minorDistance(was, is) }];
  });
}

/** A part of the data plane that moves up a minor in the step of its istiod, and that nothing tells to wait for it (SKEW001). */
export function chartsTogether(step: Step): readonly Finding[] {
  const set = step.after;
  const moved = movedIstiods(step).filter(({ distance }) => distance === 1);
  return chartPairs(step, "ztunnel").flatMap(({ before, after }) => {
    const [was, is] = [minorIn(step.before, before), minorIn(set, after)];
    if (was === undefined || is === undefined || minorDistance(was, is) < 1) return [];
    const plane = moved.find((one) => besideChart(set, after, "istiod").includes(one.after))?.after;
    if (!plane || minorIn(set, plane) !== is || isOrdered(set, after, plane)) return [];
    return [
      about("SKEW001", after.versionIn, {
        at: after.at,
        severity: "warning",
        message: `${called(after)} comes in the step of ${called(plane)}, and nothing makes it wait: meanwhile it can be ahead of istiod`,
        hint: "Let it wait for istiod (dependsOn, a later wave, a later step of a set's RollingSync), or move it in a step of its own.",
      }),
    ];
  });
}

/** What one hand applies comes at once, as do the Applications of a set, unless it takes them in steps. */
function isOrdered(set: ManifestSet, after: MeshChart, plane: MeshChart): boolean {
  if (after.by !== plane.by) return comesAfter(set, after, plane);
  return textAt(plane.by.object, "spec", "strategy", "type") === "RollingSync";
}
