import type { OperatorRelease } from "../../catalog/types";
import { minorDistance } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import type { PhaseDraft } from "../in-place/draft";
import { meshIn } from "../phase";
import { settledGates } from "../phase-checks";
import type { MeshState } from "../state";
import type { Step } from "./asking";
import { stillListed, unlisted, unlistedLeft } from "./certificate-steps";
import { cohortSteps, tagTo } from "./cohort-steps";
import { revisionCohorts } from "./cohorts";
import { gatewaySteps, gatewayTags } from "./gateway-steps";
import { cniBetween, cniTo, hold, laidOut, moveOf, revisionPhases, verify, withOnly } from "./hop";
import { middleVersion } from "./middle-version";
import { holdName } from "./state";
import { releaseWords, withdrawWords } from "./words";

/** How a mesh comes to rest. */
export interface Settling {
  /** The version that everybody is brought to. */
  readonly at: string;
  /** Whether a hop begins from there: it needs the hold again, and moves the CNI plugin itself. */
  readonly goesOn: boolean;
}

/** The phases that bring a mesh in the middle of a RevisionBased row to rest, at either of its control planes. */
export function settlePhases(
  mesh: Mesh,
  start: MeshState,
  release: OperatorRelease,
  { at, goesOn }: Settling,
): readonly PhaseDraft[] {
  const [active, other] = start.controlPlanes;
  // What goes on from there needs the hold again, and moves the CNI plugin itself.
  if (!active || !other) return goesOn ? [] : laidOut(moveOf(mesh, at, at), start, [cniTo(at), unlistedLeft, letGo]);
  if (active.version === at) return revisionPhases(mesh, start, { from: other.version, to: active.version }, release);
  const back = takenBack(mesh, start, { from: active.version, to: other.version }, release);
  return goesOn ? back.slice(0, -1) : back;
}

/**
 * The way back from the middle: the steps of the way there in reverse. The old revision is held until Istio asks for it again, and the new one needs no hold,
 * as Istio asks for it until nobody uses it.
 */
function takenBack(
  mesh: Mesh,
  start: MeshState,
  way: { readonly from: string; readonly to: string },
  release: OperatorRelease,
): readonly PhaseDraft[] {
  const between = middleVersion(way, release);
  const cohorts = revisionCohorts(mesh, start);
  return laidOut(moveOf(mesh, way.from, way.to), start, [
    holdOld,
    between === undefined ? cniNear : cniBetween(between),
    ...cohortSteps(mesh, [...cohorts].reverse(), cohorts),
    ...gatewayTags(mesh).map(tagTo),
    ...gatewaySteps,
    cniTo(way.to),
    verify,
    withdraw,
    unlisted,
    letGo,
  ]);
}

/** A plugin that is too far from either as it runs comes near them before anything restarts. */
const cniNear: Step = (move, state) => {
  const { from, to } = move;
  const isFar = [from, to].some(({ version }) => state.cni && Math.abs(minorDistance(state.cni, version)) > 1);
  return isFar ? cniTo(to.version)(move, state) : undefined;
};

/** It is what everybody goes to, and Istio does not ask for it yet. */
const holdOld: Step = (move, state) => hold({ ...move, from: move.to, to: move.from }, state);

/** Istio asks for the old revision again; the new one goes, which nobody uses. */
const withdraw: Step = ({ mesh, from, to }, state) => ({
  kind: "control-plane",
  name: `control-plane-${to.version}`,
  state: stillListed(mesh, withOnly(state, to.revision), from.version),
  words: withdrawWords(mesh.controlPlane.name, [from.version, to.version], [from.revision, to.revision]),
});

/** What Istio asks for needs no hold. */
const letGo: Step = ({ mesh, to }, { holds, ...state }) =>
  holds && {
    kind: "clean-up",
    name: "clean-up-hold",
    state,
    gates: settledGates(meshIn({ mesh }, { state }), state),
    words: releaseWords(holdName(mesh), to.revision),
  };
