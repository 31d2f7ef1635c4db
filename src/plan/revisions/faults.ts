import { type Finding, finding } from "../../findings/finding";
import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import type { Phase } from "../phase";
import { type MeshState, sidecarVersions, type Transition } from "../state";
import { gatewayFindings } from "./gateway-findings";
import { overtakingFindings } from "./overtaking-findings";
import { isUsed, planeOf, planesGone } from "./state";

/** What is wrong with a RevisionBased mesh: labels that keep its namespaces from it, and phases that leave something without the revision that it asks for. */
export function revisionFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  return isRevisionBased(mesh)
    ? [
        ...contradicted(mesh),
        ...gatewayFindings(mesh, phases),
        ...overtakingFindings(mesh, phases),
        ...unheldStart(phases),
        ...lostRevisions(phases),
        ...shortGrace(mesh, phases),
      ]
    : [];
}

/** Begun without a hold: until there is one, the old revision lives from its users alone. */
function unheldStart([start, next]: readonly Phase[]): readonly Finding[] {
  const [, other] = start?.state.controlPlanes ?? [];
  if (!start || !other || start.state.holds?.includes(other.revision) || !isUsed(start.state, other)) return [];
  const isNext = next?.state.holds?.includes(other.revision);
  return [
    finding("REV001", {
      severity: "warning",
      path: ["spec", "running", "controlPlane"],
      message: `as it runs, nothing holds ${other.revision}: it is there for as long as something counts as using it`,
      hint: isNext
        ? `${next?.dir} holds it. Until its gates hold, restart nothing and move no label and no tag.`
        : "Write spec.upgrade.to: the row begins with a hold.",
    }),
  ];
}

/** `istio-injection` wins over `istio.io/rev`, and belongs to the revision or the tag called default. Outside the data plane no such label is written. */
function contradicted({ namespaces }: Mesh): readonly Finding[] {
  return namespaces.flatMap(({ name, labels, dataPlane, revisionTag }, index) =>
    labels["istio-injection"] === undefined || dataPlane === "none" || revisionTag === "default"
      ? []
      : [
          finding("NS002", {
            path: ["spec", "namespaces", index, "labels", "istio-injection"],
            message: `namespace ${name} has istio-injection=${labels["istio-injection"]} beside istio.io/rev, and that wins`,
            hint: "Take it away: it asks for the revision or the tag called default, which this namespace does not follow.",
          }),
        ],
  );
}

/** Whoever says a grace period means to come back within it: until the gates have looked, then, at the least. */
function shortGrace({ controlPlane }: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const grace = controlPlane.inactiveRevisionDeletionGracePeriodSeconds;
  const longest = Math.max(0, ...moves(phases).map((gates) => gates.reduce((sum, one) => sum + timeoutOf(one), 0)));
  if (grace === undefined || grace >= longest) return [];
  return [
    finding("REV005", {
      severity: "error",
      path: ["spec", "controlPlane", "inactiveRevisionDeletionGracePeriodSeconds"],
      message: `a revision is deleted ${grace} seconds after its last use, and the gates of one move may take ${longest}`,
      hint: "Raise it to a day (86400) in a row of changes before, or leave it out: a tag holds the old revision until clean-up.",
    }),
  ];
}

/** The gates of each stretch with two control planes, up to where everything is looked at once more. */
function moves(phases: readonly Phase[]): readonly (readonly Check[])[] {
  const found: Check[][] = [];
  phases.forEach(({ kind, state, gates }, index) => {
    if (state.controlPlanes.length < 2 || kind === "baseline" || kind === "verify") return;
    const begins = (phases[index - 1]?.state.controlPlanes.length ?? 0) < 2 || found.length === 0;
    if (begins) found.push([]);
    found.at(-1)?.push(...gates);
  });
  return found;
}

function timeoutOf(check: Check): number {
  return check.check === "rollout" ? check.timeoutSeconds : 0;
}

/** One finding for each phase. */
function lostRevisions(phases: readonly Phase[]): readonly Finding[] {
  return phases.flatMap((phase, index) => {
    const before = phases[index - 1];
    if (!before?.state.revisions || !phase.state.revisions) return [];
    const faults = revisionFaults({ phase: phase.dir, before: before.state, after: phase.state });
    return faults.map((message) => finding("REV001", { message: `phase ${phase.dir}: ${message}` }));
  });
}

/**
 * What is wrong with a step of a RevisionBased row, in whichever order its objects are applied: something asks for a revision that is not there on both
 * sides of the step, or a revision may go that something needs. None in a row of ours; the proof looks all the same.
 */
export function revisionFaults({ before, after }: Transition): readonly string[] {
  return [...dangling(before, after), ...unheld(before, after), ...stillUsed(before, after)];
}

/** A label, a tag or a hold may be applied before the control plane, and go after it. */
function dangling(before: MeshState, after: MeshState): readonly string[] {
  const asked = [before, after].flatMap((state) => [
    ...Object.entries(state.revisions ?? {}).map(([name, revision]) => [`namespace ${name}`, revision] as const),
    ...Object.entries(state.gatewayRevisions ?? {}).map(([name, revision]) => [`gateway ${name}`, revision] as const),
    ...state.tags.map(({ name, revision }) => [`tag ${name}`, revision] as const),
  ]);
  const lost = asked.filter(([, revision]) => !planeOf(before, revision) || !planeOf(after, revision));
  // A hold that goes takes its revision along; one that comes, or stays, has to have it.
  const empty = (after.holds ?? []).filter((revision) => !planeOf(before, revision) || !planeOf(after, revision));
  const faults = [...lost, ...empty.map((revision) => ["the hold", revision] as const)];
  return [...new Set(faults.map(([who, revision]) => `${who} asks for ${revision}, which may not be there`))];
}

/** The operator deletes what Istio does not ask for any more in the moment that it is asked for another one. */
function unheld(before: MeshState, after: MeshState): readonly string[] {
  const [was, is] = [before.controlPlanes[0]?.revision, after.controlPlanes[0]?.revision];
  if (was === is || was === undefined || !planeOf(after, was)) return [];
  return before.holds?.includes(was) ? [] : [`nothing holds ${was} before Istio asks for ${is}`];
}

/** Pods are connected to the istiod whose version they have. */
function stillUsed(before: MeshState, after: MeshState): readonly string[] {
  const users = (version: string) =>
    [before, after].flatMap((state) =>
      Object.keys(state.revisions ?? {}).filter((name) => sidecarVersions(state, name).includes(version)),
    );
  return planesGone(before, after).flatMap(({ revision, version }) => {
    const left = [...new Set(users(version))];
    return left.length > 0 ? [`${revision} goes, and pods of ${left.join(", ")} may be connected to it`] : [];
  });
}
