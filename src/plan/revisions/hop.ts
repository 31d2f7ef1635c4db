import { revisionName } from "../../catalog/revisions";
import type { OperatorRelease } from "../../catalog/types";
import { minorDistance } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import type { Hop } from "../hop";
import type { PhaseDraft } from "../in-place/draft";
import { meshIn } from "../phase";
import { unusedGates, verifyGates } from "../phase-checks";
import { type MeshState, ownCni, sidecarVersions } from "../state";
import type { Move, Step } from "./asking";
import { listed, stillListed, unlisted, withoutListed } from "./certificate-steps";
import { cohortSteps, tagTo } from "./cohort-steps";
import { revisionCohorts } from "./cohorts";
import { canaries, gatewaySteps, gatewayTags } from "./gateway-steps";
import { revisionHandwork } from "./handwork";
import { middleVersion } from "./middle-version";
import { hasProxies, holdName, isUsed, planeOf } from "./state";
import { besideWords, cleanUpWords, cniWords, holdWords, unheldWords } from "./words";

/** The steps of a move, one after the other; each that finds its work done already is left out. */
export function laidOut(move: Move, start: MeshState, steps: readonly Step[]): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [];
  let state = start;
  for (const step of steps) {
    const draft = step(move, state);
    if (!draft) continue;
    drafts.push({ ...draft, manual: [...(draft.manual ?? []), ...revisionHandwork(move.mesh, state, draft.state)] });
    state = draft.state;
  }
  return drafts;
}

/** What a move brings everybody from, and to. */
export function moveOf(mesh: Mesh, from: string, to: string): Move {
  const { name } = mesh.controlPlane;
  return {
    mesh,
    from: { version: from, revision: revisionName(name, from) },
    to: { version: to, revision: revisionName(name, to) },
  };
}

/**
 * The phases of one Istio hop under RevisionBased: hold the old revision, the new one beside it, the CNI plugin, gateways, cohorts, verify, and only then
 * clean up. Until there every step can be walked back. In the middle of it, what is done is left out.
 */
export function revisionPhases(
  mesh: Mesh,
  start: MeshState,
  hop: Pick<Extract<Hop, { kind: "istio" }>, "from" | "to">,
  release: OperatorRelease,
): readonly PhaseDraft[] {
  const between = middleVersion(hop, release);
  const cohorts = revisionCohorts(mesh, start);
  return laidOut(moveOf(mesh, hop.from, hop.to), start, [
    holdUsed,
    listed,
    beside,
    between === undefined ? cniTo(hop.to) : cniBetween(between),
    ...gatewayTags(mesh).map(tagTo),
    canaries,
    ...gatewaySteps,
    ...cohortSteps(mesh, cohorts, cohorts),
    cniTo(hop.to),
    verify,
    cleanUp,
    unlisted,
  ]);
}

/** The revision that is come from, before anything could delete it. */
export const hold: Step = ({ mesh, from }, state) =>
  state.holds?.includes(from.revision)
    ? undefined
    : {
        kind: "tags",
        name: `hold-${from.version}`,
        state: { ...state, holds: [from.revision] },
        words: holdWords(holdName(mesh), from.revision),
      };

/** In the middle of a move a revision that nobody needs any more may be gone by now, and needs no hold. */
const holdUsed: Step = (move, state) => {
  const plane = planeOf(state, move.from.revision);
  const isLeft = planeOf(state, move.to.revision) && plane && !isUsed(state, plane);
  return isLeft ? undefined : hold(move, state);
};

const beside: Step = ({ mesh, from, to }, state) =>
  planeOf(state, to.revision)
    ? undefined
    : {
        kind: "control-plane",
        name: `control-plane-${to.version}`,
        state: {
          ...withoutListed(state),
          controlPlanes: [{ istio: mesh.controlPlane.name, ...to }, ...state.controlPlanes],
          workloadsByNamespace: byNamespace(state),
        },
        words: besideWords(mesh.controlPlane.name, [from.version, to.version], [from.revision, to.revision]),
      };

/** Who runs what, namespace by namespace, from where on they differ. */
function byNamespace(state: MeshState): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.keys(state.revisions ?? {}).map((name) => [name, sidecarVersions(state, name)]));
}

export function cniTo(version: string): Step {
  return ({ from, to }, state) => {
    const was = ownCni(state);
    return was === undefined || was === version
      ? undefined
      : {
          kind: "cni",
          name: `cni-${version}`,
          state: { ...state, cni: version },
          words: cniWords([was, version], [from.version, to.version], farFrom(state, version)),
        };
  };
}

/** Control planes with proxies that a plugin of a version is further away from than one minor: only an accepted jump allows that. */
function farFrom(state: MeshState, cni: string): readonly string[] {
  const far = state.controlPlanes.filter(
    (plane) => hasProxies(state, plane) && Math.abs(minorDistance(plane.version, cni)) > 1,
  );
  return far.map(({ version }) => version);
}

/** Over two minors, as long as anybody has not come from the one to the other. */
export function cniBetween(version: string): Step {
  return (move, state) => {
    const plane = planeOf(state, move.from.revision);
    const isBegun = planeOf(state, move.to.revision) !== undefined;
    return isBegun && !(plane && hasProxies(state, plane)) ? undefined : cniTo(version)(move, state);
  };
}

/** Nothing moves, everything is looked at; and nobody may be left with the old revision. */
export const verify: Step = ({ mesh, from, to }, { workloadsByNamespace: _, ...rest }) => {
  const state: MeshState = { ...rest, workloads: to.version };
  return {
    kind: "verify",
    name: `verify-${to.version}`,
    state,
    gates: [...verifyGates(meshIn({ mesh }, { state }), state), ...unusedGates(mesh, from.revision)],
  };
};

const cleanUp: Step = ({ mesh, from, to }, { holds, ...state }) => ({
  kind: "clean-up",
  name: `clean-up-${from.version}`,
  state: stillListed(mesh, withOnly(state, to.revision), from.version),
  words: holds ? cleanUpWords(holdName(mesh), from.revision) : unheldWords(from.revision),
});

/** One control plane is left. */
export function withOnly(state: MeshState, revision: string): MeshState {
  return { ...state, controlPlanes: state.controlPlanes.filter((one) => one.revision === revision) };
}
