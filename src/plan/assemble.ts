import type { Distribution } from "../catalog/types";
import { markerName } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { backSteps } from "./back-steps";
import { changeGates } from "./change/gates";
import { changedBack } from "./change/handwork";
import { waitsForPeople } from "./change/part-steps";
import { changesBetween } from "./changes";
import type { Check } from "./checks";
import type { PhaseDraft } from "./in-place/draft";
import { type BackSteps, meshIn, type Phase } from "./phase";
import {
  connectedGates,
  moveGates,
  nodesReplaced,
  precheckGates,
  replicaGates,
  revisionGates,
  sloGates,
} from "./phase-checks";
import { operatorPrecheck } from "./phase-checks/operator-precheck";
import { restartsOf, withoutJobs } from "./restarts";
import { revisionHandwork } from "./revisions/handwork";
import { apartIn } from "./skew-words";
import type { MeshState } from "./state";
import { closedWay, walkBack } from "./walk-back";
import { describePhase } from "./words";

/** Turns drafts into phases: numbers, words, changes against the phase before, gates in both directions, and whether each can be walked back. */
export function assemble(
  mesh: Mesh,
  distribution: Distribution,
  drafts: readonly PhaseDraft[],
  acceptedJumps: readonly string[],
): readonly Phase[] {
  const digits = Math.max(2, String(drafts.length - 1).length);
  const dirs = drafts.map((draft, index) => `${String(index).padStart(digits, "0")}-${draft.name}`);
  const apart = apartIn(drafts, dirs, acceptedJumps);
  return drafts.map((draft, index) => {
    const before = drafts[index - 1]?.state ?? draft.state;
    const { disruption, ...described } = describePhase(draft, before, mesh);
    const { reversible, because } = walkBack(mesh, drafts, index, acceptedJumps);
    const closed = closedWay(distribution, drafts, dirs, index);
    return {
      dir: dirs[index] as string,
      kind: draft.kind,
      ...described,
      disruption: [disruption, ...(apart[index] ?? [])].join(" "),
      state: draft.state,
      ...(draft.described && { described: draft.described }),
      changes: draft.words?.changes ?? changesBetween(mesh, distribution, before, draft.state),
      precheck: precheck(mesh, distribution, drafts, dirs, index),
      gates: forwardGates(mesh, distribution, drafts, dirs, index),
      back: backGates(mesh, drafts, dirs, index),
      manual: draft.described ? draft.manual : withoutJobs(mesh, before, draft.state, draft.manual),
      restarts: draft.described
        ? []
        : restartsOf(mesh, drafts[index - 1]?.state, draft.state, drafts[index + 1]?.state),
      backManual: backManual(mesh, drafts, index),
      reversible,
      reversibleBecause: because,
      ...(closed && { closedBecause: closed }),
    };
  });
}

function backManual(mesh: Mesh, drafts: readonly PhaseDraft[], index: number): BackSteps {
  const draft = drafts[index] as PhaseDraft;
  const previous = drafts[index - 1];
  const start = drafts[0]?.described?.mesh;
  const changed = start && previous && changedBack(draft, previous, start);
  if (changed) return changed;
  const to = previous?.state ?? draft.state;
  const { before, after } =
    previous && draft.state.revisions
      ? { before: [], after: revisionHandwork(mesh, draft.state, to, true) }
      : backSteps(mesh, draft.state, to);
  return { before, after: [...(draft.walkedBack?.manual ?? []), ...withoutJobs(mesh, draft.state, to, after)] };
}

/** First that the engine has come to the end of the phase; then what moved, and what the next phase relies on; last what is measured of all that. */
function forwardGates(
  planned: Mesh,
  distribution: Distribution,
  drafts: readonly PhaseDraft[],
  dirs: readonly string[],
  index: number,
): readonly Check[] {
  const draft = drafts[index] as PhaseDraft;
  const mesh = meshIn({ mesh: planned }, draft);
  const before = drafts[index - 1]?.state ?? draft.state;
  const after = drafts[index + 1];
  const next =
    after?.kind === "control-plane" ? [...replicaGates(mesh), ...connectedGates(mesh, draft.state, after.state)] : [];
  const moved = draft.kind === "operator" ? [] : gatesBetween(mesh, before, draft.state);
  const looksAtAll = ["baseline", "operator", "verify", "change"].includes(draft.kind);
  const measured = looksAtAll || moved.length > 0 ? sloGates(mesh) : [];
  const changed = changeGates(drafts[0]?.described?.mesh, drafts[index - 1], draft);
  // Who asks by hand, asks here what the Job before the phase has asked.
  const handedOver =
    drafts[index - 1]?.kind === "operator"
      ? operatorPrecheck(mesh, distribution, drafts.slice(0, index), [draft.state])
      : [];
  return distinct([
    applied(mesh, dirs[index] as string),
    ...handedOver,
    ...(draft.gates ?? []),
    ...moved,
    ...changed,
    ...next,
    ...measured,
  ]);
}

/** An operator stays what it is when its phase is walked back, so nothing moves with it. */
function backGates(
  planned: Mesh,
  drafts: readonly PhaseDraft[],
  dirs: readonly string[],
  index: number,
): readonly Check[] {
  const draft = drafts[index] as PhaseDraft;
  const previous = drafts[index - 1];
  if (!previous) return [];
  const mesh = meshIn({ mesh: planned }, previous);
  const moved = draft.kind === "operator" ? [] : gatesBetween(mesh, draft.state, previous.state);
  const changed = [...changeGates(drafts[0]?.described?.mesh, draft, previous), ...drainedGates(draft, previous)];
  const measured = moved.length + changed.length > 0 ? sloGates(mesh) : [];
  const asked = draft.walkedBack?.gates ?? [];
  return distinct([applied(mesh, dirs[index - 1] as string), ...asked, ...moved, ...changed, ...measured]);
}

/** Under OnDelete people bring the settings of ztunnel back. */
function drainedGates({ described }: PhaseDraft, { described: was, state }: PhaseDraft): readonly Check[] {
  return described && was && waitsForPeople(described.mesh, was.mesh) ? nodesReplaced(was.mesh, state) : [];
}

/** What moved, by the strategy of the row; namespaces join under either in the same way. */
function gatesBetween(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  return to.revisions && from.notYetJoined === to.notYetJoined
    ? revisionGates(mesh, from, to)
    : moveGates(mesh, from, to);
}

function applied(mesh: Mesh, phase: string): Check {
  const byHand = mesh.delivery.engine === "none" && { byHand: true as const };
  return { check: "phase-applied", namespace: mesh.controlPlane.namespace, name: markerName(mesh), phase, ...byHand };
}

function precheck(
  planned: Mesh,
  distribution: Distribution,
  drafts: readonly PhaseDraft[],
  dirs: readonly string[],
  index: number,
): readonly Check[] {
  const mesh = meshIn({ mesh: planned }, drafts[index] as PhaseDraft);
  const around = [index - 1, index, index + 1].filter((one) => one >= 0 && one < drafts.length);
  const states = around.map((one) => (drafts[one] as PhaseDraft).state);
  return precheckGates({
    mesh,
    dirs: around.map((one) => dirs[one] as string),
    isFirst: index === 0,
    state: (drafts[index] as PhaseDraft).state,
    neighbours: states,
    movesNothing: drafts[index]?.described !== undefined,
    operator: operatorPrecheck(mesh, distribution, drafts.slice(0, index), states),
  });
}

/** Each thing is asked once. */
function distinct(checks: readonly Check[]): readonly Check[] {
  const seen = new Set<string>();
  return checks.filter((check) => {
    const key = JSON.stringify(check);
    return !seen.has(key) && seen.add(key);
  });
}
