import type { OperatorRelease } from "../../catalog/types";
import { signedByIstioCsr } from "../../mesh/certificates";
import { revisionName } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../enrolled";
import { certificateGates, unusedGates, verifyGates } from "../gates";
import type { Hop } from "../hops";
import type { PhaseDraft } from "../in-place/draft";
import { meshIn } from "../phase";
import { type MeshState, sidecarVersions } from "../state";
import { asking, hasArrived, type Move, type Step, tagOf } from "./asking";
import { type RevisionCohort, revisionCohorts } from "./cohorts";
import { canaries, gatewaySteps, gatewayTags } from "./gateway-steps";
import { revisionHandwork } from "./handwork";
import { middleVersion } from "./middle-version";
import { hasProxies, holdName, isUsed, planeOf } from "./state";
import {
  besideWords,
  cleanUpWords,
  cniWords,
  cohortWords,
  holdWords,
  listedWords,
  restartWords,
  tagWords,
  unheldWords,
  unlistedWords,
} from "./words";

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

/**
 * The cohorts one after the other, each with the tags that it follows.
 * @param all in the order of mesh.yaml, which numbers them
 */
export function cohortSteps(
  mesh: Mesh,
  cohorts: readonly RevisionCohort[],
  all: readonly RevisionCohort[],
): readonly Step[] {
  const restarting = all.filter(({ labelled, tagged }) => labelled.length + tagged.length > 0);
  return cohorts.flatMap((cohort) => {
    const [number, of] = [restarting.indexOf(cohort) + 1, restarting.length];
    const tags = [...new Set([...cohort.tags, ...cohort.tagged.flatMap((name) => tagOf(mesh, name) ?? [])])];
    return [...tags.map(tagTo), restartCohort(cohort, number, of), labelCohort(cohort, number, of)];
  });
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

/** The certificate that the new istiod is to serve with knows its name before there is one. */
const listed: Step = ({ mesh, from, to }, state) =>
  signedByIstioCsr(mesh) && !planeOf(state, to.revision)
    ? {
        kind: "certificates",
        name: `certificates-${to.version}`,
        state,
        words: listedWords(to.revision),
        gates: certificateGates(mesh, [from.revision, to.revision]),
        manual: [{ step: "list-revisions", revisions: [from.revision, to.revision] }],
        walkedBack: {
          manual: [{ step: "list-revisions", revisions: [from.revision], leaves: to.revision }],
          gates: certificateGates(mesh, [from.revision], [to.revision]),
        },
      }
    : undefined;

/** When nothing is left of the revision that is come from, it leaves the list. */
export const unlisted: Step = ({ mesh, from, to }, state) =>
  signedByIstioCsr(mesh)
    ? {
        kind: "certificates",
        name: `certificates-without-${from.version}`,
        state,
        words: unlistedWords(from.revision),
        gates: certificateGates(mesh, [to.revision], [from.revision]),
        manual: [{ step: "list-revisions", revisions: [to.revision], leaves: from.revision }],
      }
    : undefined;

const beside: Step = ({ mesh, from, to }, state) =>
  planeOf(state, to.revision)
    ? undefined
    : {
        kind: "control-plane",
        name: `control-plane-${to.version}`,
        state: {
          ...state,
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
  return ({ from, to }, state) =>
    !state.cni || state.cni === version
      ? undefined
      : {
          kind: "cni",
          name: `cni-${version}`,
          state: { ...state, cni: version },
          words: cniWords([state.cni, version], [from.version, to.version]),
        };
}

/** Over two minors, as long as anybody has not come from the one to the other. */
export function cniBetween(version: string): Step {
  return (move, state) => {
    const plane = planeOf(state, move.from.revision);
    const isBegun = planeOf(state, move.to.revision) !== undefined;
    return isBegun && !(plane && hasProxies(state, plane)) ? undefined : cniTo(version)(move, state);
  };
}

/** Pods of the namespaces that follow it may be of either version from here on: whichever restarts gets the new one. */
export function tagTo(tag: string): Step {
  return ({ mesh, from, to }, state) => {
    if (state.tags.some((one) => one.name === tag && one.revision === to.revision)) return undefined;
    const followers = enrolledNamespaces(mesh, state).filter((name) => tagOf(mesh, name) === tag);
    return {
      kind: "tags",
      name: `tag-${tag}-${to.version}`,
      state: {
        ...asking(state, followers, to.revision, [from.version, to.version]),
        tags: state.tags.map((one) => (one.name === tag ? { ...one, revision: to.revision } : one)),
      },
      words: tagWords(tag, [from.revision, to.revision], followers),
    };
  };
}

/** Who asks for the new revision already, by a tag that has moved or by a label, and has not restarted for all that is known. */
function restartCohort({ tagged, labelled }: RevisionCohort, number: number, of: number): Step {
  return (move, state) => {
    const { to } = move;
    const waiting = [...tagged, ...labelled].filter(
      (name) => state.revisions?.[name] === to.revision && !hasArrived(move, state, name),
    );
    if (waiting.length === 0) return undefined;
    return {
      kind: "restart",
      name: `restart-cohort-${number}-${to.version}`,
      state: asking(state, waiting, to.revision, [to.version]),
      words: restartWords(`Restart cohort ${number} of ${of}: ${waiting.join(", ")}`, waiting, to.version),
    };
  };
}

function labelCohort({ labelled }: RevisionCohort, number: number, of: number): Step {
  return ({ from, to }, state) => {
    const moving = labelled.filter((name) => state.revisions?.[name] !== to.revision);
    return moving.length === 0
      ? undefined
      : {
          kind: "namespaces",
          name: `cohort-${number}-${to.version}`,
          state: asking(state, moving, to.revision, [to.version]),
          words: cohortWords(
            `Cohort ${number} of ${of}: ${moving.join(", ")}`,
            moving,
            [from.revision, to.revision],
            to.version,
          ),
        };
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
  state: { ...state, controlPlanes: state.controlPlanes.filter(({ revision }) => revision === to.revision) },
  words: holds ? cleanUpWords(holdName(mesh), from.revision) : unheldWords(from.revision),
});
