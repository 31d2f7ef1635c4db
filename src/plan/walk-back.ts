import { findRelease, isInstallable } from "../catalog/lookup";
import type { Distribution, OperatorRelease } from "../catalog/types";
import { isJoiningLabel } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { proxiesAhead } from "./ahead-back";
import { goneObjects } from "./change/carried";
import { labelChanges } from "./change/label-changes";
import { waitsForPeople } from "./change/part-steps";
import type { PhaseDraft } from "./in-place/draft";
import { staysInPods } from "./keep/words";
import type { Grade, ReachableState } from "./phase";
import { reachableStates, reasonsOf } from "./proof";
import { restartsByJob, restartsOf } from "./restarts";
import { revisionBack } from "./revisions/walk-back";
import { controlPlaneVersion, type MeshState, runningVersions } from "./state";

/**
 * Proves the step backwards with the same rule, and says what it asks of people and of traffic.
 */
export function walkBack(
  mesh: Mesh,
  drafts: readonly PhaseDraft[],
  index: number,
  acceptedJumps: readonly string[],
): Grade {
  const draft = drafts[index] as PhaseDraft;
  const before = drafts[index - 1];
  if (!before) return { reversible: "reversible", because: "Nothing comes before it." };
  if (draft.kind === "operator") {
    return {
      reversible: "one way",
      because: `${mesh.operator.helm ? "An older chart leaves the CRDs of the newer one" : "OLM has no operator downgrade, and CRDs are not downgraded either"}. The mesh itself can still be walked back to this point.`,
    };
  }
  if (draft.kind === "platform") {
    return {
      reversible: "one way",
      because: "A cluster is not downgraded. The mesh itself can still be walked back to this point.",
    };
  }
  // The Jobs of the phase before, which bring back what this one restarts.
  const jobs = restartsOf(mesh, drafts[index - 2]?.state, before.state, draft.state)
    .filter(({ from }) => from !== undefined)
    .map(({ namespace }) => namespace);
  if (draft.state.revisions && !draft.described) {
    const grade = revisionBack(draft, before.state, jobs);
    if (grade.reversible === "one way") return grade;
  }
  const states = reachableStates({ phase: draft.name, before: draft.state, after: before.state }, acceptedJumps);
  const broken = states.find((state) => state.verdict === "broken");
  if (broken) return { reversible: "one way", because: `On the way back ${broken.because}.` };
  const ahead = states.filter((state) => state.verdict === "proxies ahead");
  if (ahead.length > 0) return proxiesAhead(mesh, draft, before, ahead);
  return draft.state.revisions && !draft.described
    ? revisionBack(draft, before.state, jobs)
    : undisturbed(draft, before, restartsByJob(mesh), proved(states));
}

/** What the proof says of a way back on which nothing is ahead and nothing is broken: a jump that was accepted may be. */
function proved(states: readonly ReachableState[]): string {
  const jumps = reasonsOf(states);
  return jumps.length === 0
    ? "every state on the way back obeys the skew rule too."
    : `on the way back ${jumps.join("; ")}.`;
}

function undisturbed(
  { kind, state, described, manual, change, cohort }: PhaseDraft,
  before: PhaseDraft,
  byJob: boolean,
  proof: string,
): Grade {
  if (change) {
    return staysInPods(change)
      ? {
          reversible: "reversible with restart",
          because:
            "Promote the phase before: the value comes back. Pods that have taken the new behaviour on keep it until they restart.",
        }
      : { reversible: "reversible", because: "Promote the phase before: the value comes back, and no version moves." };
  }
  const onDelete = state.ztunnelSettings?.updateStrategy === "OnDelete";
  const replaced = runningVersions(state, "ztunnel").join() !== runningVersions(before.state, "ztunnel").join();
  if (onDelete && replaced) {
    return {
      reversible: "reversible with restart",
      because:
        kind === "restart"
          ? "Nodes keep the ztunnel that they were given: promote back to before ZTunnel's phase, then drain every node and delete its ztunnel once more, before going back any further."
          : "A node that was given the new ztunnel keeps it until people replace it again, before going back any further.",
    };
  }
  if (described && before.described) return describedBack(described.mesh, before.described.mesh, proof);
  if (kind === "namespaces") {
    return {
      reversible: "reversible",
      because:
        "Promote the phase before, and take the labels from the Namespaces that are not in Git: the commands are under Going back.",
    };
  }
  const workloads = manual.some(({ step }) => step === "restart-workloads");
  if (kind === "restart" && byJob && workloads) {
    return {
      reversible: "reversible with restart",
      because:
        "Promote the phases before it back first: with the one before the control plane's, Jobs restart all workloads once more, as soon as istiod is at the older version.",
    };
  }
  if (kind === "restart") {
    return {
      reversible: "reversible with restart",
      because: manual.some(({ step }) => step === "update-gateway")
        ? "The pods are brought back with the control plane's phase, which says how: a gateway whose image is yours before istiod goes down, injected ones after it."
        : cohort
          ? "Promote the phases before it back first: with the control plane's phase the cohorts restart once more, the last one first, so that they take the older version."
          : "Promote the phases before it back first; then restart the same pods once more, so that they take the older version.",
    };
  }
  return {
    reversible: "reversible",
    because: `Promote the phase before: ${proof}`,
  };
}

/** A change has no version, so it is what people do that grades the way back. */
function describedBack(is: Mesh, was: Mesh, proof: string): Grade {
  const labels = labelChanges(is, was);
  const byHand = labels.some(
    ({ before, after, gone }) => (after ?? before)?.ownership !== "owned" && gone.some(isJoiningLabel),
  );
  const restarts =
    is.dataPlane === "sidecar" && labels.some(({ set, gone }) => [...Object.keys(set), ...gone].some(isJoiningLabel));
  const asked = [
    ...(byHand ? ["take the labels from the Namespaces that are not in Git"] : []),
    ...(restarts ? ["restart what runs in them"] : []),
    ...(waitsForPeople(is, was) ? ["drain every node and delete its ztunnel once more"] : []),
    ...(goneObjects(is, was).length > 0
      ? ["delete what this one has added, as its annotations keep it in the cluster"]
      : []),
  ];
  return {
    reversible: restarts || waitsForPeople(is, was) ? "reversible with restart" : "reversible",
    because:
      asked.length > 0
        ? `Promote the phase before; then ${asked.join("; ")}. The commands are under Going back.`
        : `Promote the phase before: ${proof}`,
  };
}

/**
 * Why an operator phase cannot be walked back, however much one would accept: the operator stays, and somewhere below it the row holds versions that
 * it does not install. Nothing tells later that a newer operator is in force than the phase says, so not even the first step is offered.
 */
export function closedWay(
  distribution: Distribution,
  drafts: readonly PhaseDraft[],
  dirs: readonly string[],
  index: number,
): string | undefined {
  const draft = drafts[index] as PhaseDraft;
  const release = draft.kind === "operator" ? findRelease(distribution, draft.state.operatorRelease) : undefined;
  if (!release) return undefined;
  for (let below = index - 1; below >= 0; below--) {
    const lost = notInstallable(release, (drafts[below] as PhaseDraft).state);
    if (lost !== undefined) {
      return `operator ${release.version} stays, and it does not install ${lost}, which ${dirs[below]} has`;
    }
    // Further down than that nobody gets.
    if (closedWay(distribution, drafts, dirs, below)) return undefined;
  }
  return undefined;
}

function notInstallable(release: OperatorRelease, state: MeshState): string | undefined {
  const versions = [controlPlaneVersion(state), ...runningVersions(state, "cni"), ...runningVersions(state, "ztunnel")];
  return versions.find((version) => !isInstallable(release, version));
}
