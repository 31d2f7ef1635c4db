import type { OperatorRelease } from "../../catalog/types";
import { compareVersions } from "../../catalog/version";
import { restartedGateways } from "../../mesh/gateways";
import { revisionName } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { carriedGatewayOf, gatewayId, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import { unusedGates, verifyGates } from "../gates";
import type { Hop } from "../hops";
import type { PhaseDraft } from "../in-place/draft";
import { meshIn } from "../phase";
import { type MeshState, sidecarVersions } from "../state";
import { gatewayNamespaces, type RevisionCohort, revisionCohorts } from "./cohorts";
import { revisionHandwork } from "./handwork";
import { middleVersion } from "./middle-version";
import { holdName } from "./state";
import {
  besideWords,
  canaryWords,
  cleanUpWords,
  cniWords,
  cohortWords,
  gatewayApiWords,
  gatewayWords,
  holdWords,
  ownGatewayWords,
  restartWords,
  tagWords,
} from "./words";

/** From one revision to the next. */
interface Move {
  readonly mesh: Mesh;
  readonly from: { readonly version: string; readonly revision: string };
  readonly to: { readonly version: string; readonly revision: string };
}

/** One step of it; nothing where the mesh has nothing for it to do. */
type Step = (move: Move, state: MeshState) => Omit<PhaseDraft, "manual"> | undefined;

/**
 * The phases of one Istio hop under RevisionBased: hold the old revision, the new one beside it, the CNI plugin, gateways, cohorts, verify, and only then
 * clean up. Until there every step can be walked back.
 */
export function revisionPhases(
  mesh: Mesh,
  start: MeshState,
  hop: Extract<Hop, { kind: "istio" }>,
  release: OperatorRelease,
): readonly PhaseDraft[] {
  const { name } = mesh.controlPlane;
  const from = { version: hop.from, revision: revisionName(name, hop.from) };
  const to = { version: hop.to, revision: revisionName(name, hop.to) };
  const between = middleVersion(hop, release);
  const cohorts = revisionCohorts(mesh, start);
  const restarting = cohorts.filter(({ labelled, tagged }) => labelled.length + tagged.length > 0);
  const gatewayTags = [...new Set(gatewayNamespaces(mesh).flatMap((one) => tagOf(mesh, one) ?? []))];
  const steps: Step[] = [
    hold,
    beside,
    cniTo(between ?? hop.to),
    ...gatewayTags.map(tagTo),
    canaries,
    gateways,
    pinnedOf("gateway-api"),
    pinnedOf("self-managed"),
    ...cohorts.flatMap((cohort) => [
      ...cohort.tags.filter((tag) => !gatewayTags.includes(tag)).map(tagTo),
      restartCohort(cohort, restarting.indexOf(cohort) + 1, restarting.length),
      labelCohort(cohort, restarting.indexOf(cohort) + 1, restarting.length),
    ]),
    cniTo(hop.to),
    verify,
    cleanUp,
  ];
  const drafts: PhaseDraft[] = [];
  let state = start;
  for (const step of steps) {
    const draft = step({ mesh, from, to }, state);
    if (!draft) continue;
    drafts.push({ ...draft, manual: revisionHandwork(mesh, state, draft.state) });
    state = draft.state;
  }
  return drafts;
}

const hold: Step = ({ mesh, from }, state) => ({
  kind: "tags",
  name: `hold-${from.version}`,
  state: { ...state, holds: [from.revision] },
  words: holdWords(holdName(mesh), from.revision),
});

const beside: Step = ({ mesh, from, to }, state) => ({
  kind: "control-plane",
  name: `control-plane-${to.version}`,
  state: {
    ...state,
    controlPlanes: [{ istio: mesh.controlPlane.name, ...to }, ...state.controlPlanes],
    workloadsByNamespace: byNamespace(state),
  },
  words: besideWords(mesh.controlPlane.name, [from.version, to.version], [from.revision, to.revision]),
});

/** Who runs what, namespace by namespace, from where on they differ. */
function byNamespace(state: MeshState): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.keys(state.revisions ?? {}).map((name) => [name, sidecarVersions(state, name)]));
}

function cniTo(version: string): Step {
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

/** Pods of the namespaces that follow it may be of either version from here on: whichever restarts gets the new one. */
function tagTo(tag: string): Step {
  return ({ mesh, from, to }, state) => {
    const followers = mesh.namespaces.filter((one) => one.revisionTag === tag).map(({ name }) => name);
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

/** Second Deployments of gateways come first, where mesh.yaml asks for them. */
const canaries: Step = ({ mesh, from, to }, state) => {
  const tried = restartedGateways(mesh).filter(({ canary }) => canary);
  if (tried.length === 0) return undefined;
  const namespaces = [...new Set(tried.map(({ namespace }) => namespace))];
  const { labelled, changes } = relabelled(mesh, state, namespaces, [from.revision, to.revision]);
  const asked = asking(state, namespaces, to.revision, [from.version, to.version]);
  const transit = { ...asked.inTransit, gateways: [from.version, to.version].sort(compareVersions) };
  return {
    kind: labelled.length > 0 ? "namespaces" : "restart",
    name: `gateway-canary-${to.version}`,
    state: {
      ...asked,
      inTransit: transit,
      gatewayCanaries: tried.map(({ namespace, deployment }) => `${namespace}/${deployment}`),
    },
    words: canaryWords(tried, to.version, changes),
  };
};

/** Namespaces whose own label is still to move, and how. */
function relabelled(
  mesh: Mesh,
  state: MeshState,
  namespaces: readonly string[],
  [from, to]: readonly [string, string],
): { readonly labelled: readonly string[]; readonly changes: readonly string[] } {
  const labelled = namespaces.filter((name) => tagOf(mesh, name) === undefined && state.revisions?.[name] !== to);
  return {
    labelled,
    changes: labelled.map((name) => `Namespace/${name} metadata.labels["istio.io/rev"] ${from} -> ${to}`),
  };
}

const gateways: Step = ({ mesh, from, to }, { gatewayCanaries: _, ...state }) => {
  const namespaces = gatewayNamespaces(mesh).filter((name) => name in (state.revisions ?? {}));
  if (namespaces.length === 0) return undefined;
  const { labelled, changes } = relabelled(mesh, state, namespaces, [from.revision, to.revision]);
  return {
    kind: labelled.length > 0 ? "namespaces" : "restart",
    name: `gateways-${to.version}`,
    state: withGateways(mesh, asking(state, namespaces, to.revision, [to.version]), [from.version, to.version]),
    words: gatewayWords(namespaces, to.version, changes),
  };
};

/** Gateways that ask for their revision by themselves: those of the Gateway API, and those that people run. */
function pinnedOf(kind: PinnedGateway["kind"]): Step {
  return ({ mesh, from, to }, state) => {
    const pinned = pinnedGateways(mesh).filter((one) => one.kind === kind);
    if (pinned.length === 0) return undefined;
    const revisions = Object.fromEntries(pinned.map((one) => [gatewayId(one), to.revision]));
    const moved = { ...state, gatewayRevisions: { ...state.gatewayRevisions, ...revisions } };
    const changes = pinned
      .filter((one) => carriedGatewayOf(mesh, one))
      .map((one) => `Gateway/${gatewayId(one)} metadata.labels["istio.io/rev"] ${from.revision} -> ${to.revision}`);
    const ids = pinned.map(gatewayId);
    return {
      kind: kind === "gateway-api" ? "waypoints" : "restart",
      name: `${kind === "gateway-api" ? "gateway-api" : "own-gateways"}-${to.version}`,
      state: withGateways(mesh, moved, [from.version, to.version]),
      words: kind === "gateway-api" ? gatewayApiWords(ids, [from, to], changes) : ownGatewayWords(ids, [from, to]),
    };
  };
}

/** Some gateways have moved; the others follow in the phases after it. */
function withGateways(mesh: Mesh, state: MeshState, [from, to]: readonly [string, string]): MeshState {
  const labelled = gatewayNamespaces(mesh).map((name) => state.revisions?.[name]);
  const asked = [...labelled, ...Object.values(state.gatewayRevisions ?? {})];
  const isLast = asked.every((revision) => revision === state.controlPlanes[0]?.revision);
  const { gateways: _, ...transit } = state.inTransit ?? {};
  const inTransit = isLast ? transit : { ...transit, gateways: [from, to].sort(compareVersions) };
  const { inTransit: _old, ...rest } = state;
  return {
    ...rest,
    ...(isLast && { gateways: to }),
    ...(Object.keys(inTransit).length > 0 && { inTransit }),
  };
}

function restartCohort({ tagged }: RevisionCohort, number: number, of: number): Step {
  return ({ to }, state) =>
    tagged.length === 0
      ? undefined
      : {
          kind: "restart",
          name: `restart-cohort-${number}-${to.version}`,
          state: asking(state, tagged, to.revision, [to.version]),
          words: restartWords(`Restart cohort ${number} of ${of}: ${tagged.join(", ")}`, tagged, to.version),
        };
}

function labelCohort({ labelled }: RevisionCohort, number: number, of: number): Step {
  return ({ from, to }, state) =>
    labelled.length === 0
      ? undefined
      : {
          kind: "namespaces",
          name: `cohort-${number}-${to.version}`,
          state: asking(state, labelled, to.revision, [to.version]),
          words: cohortWords(
            `Cohort ${number} of ${of}: ${labelled.join(", ")}`,
            labelled,
            [from.revision, to.revision],
            to.version,
          ),
        };
}

/** Namespaces that ask for a revision, and the versions that their sidecars may be of by then. */
function asking(
  state: MeshState,
  namespaces: readonly string[],
  revision: string,
  versions: readonly string[],
): MeshState {
  const entries = (value: unknown) => Object.fromEntries(namespaces.map((name) => [name, value]));
  const workloadsByNamespace = { ...state.workloadsByNamespace, ...entries(versions) } as Record<
    string,
    readonly string[]
  >;
  const running = [...new Set(Object.values(workloadsByNamespace).flat())].sort(compareVersions);
  const { inTransit: { gateways } = {}, ...rest } = state;
  const inTransit = { ...(gateways && { gateways }), ...(running.length > 1 && { workloads: running }) };
  return {
    ...rest,
    revisions: { ...state.revisions, ...entries(revision) } as Record<string, string>,
    workloadsByNamespace,
    ...(running.length === 1 && { workloads: running[0] ?? "" }),
    ...(Object.keys(inTransit).length > 0 && { inTransit }),
  };
}

/** Nothing moves, everything is looked at; and nobody may be left with the old revision. */
const verify: Step = ({ mesh, from, to }, { workloadsByNamespace: _, ...rest }) => {
  const state: MeshState = { ...rest, workloads: to.version };
  return {
    kind: "verify",
    name: `verify-${to.version}`,
    state,
    gates: [...verifyGates(meshIn({ mesh }, { state }), state), ...unusedGates(mesh, from.revision)],
  };
};

const cleanUp: Step = ({ mesh, from, to }, { holds: _, ...state }) => ({
  kind: "clean-up",
  name: `clean-up-${from.version}`,
  state: { ...state, controlPlanes: state.controlPlanes.filter(({ revision }) => revision === to.revision) },
  words: cleanUpWords(holdName(mesh), from.revision),
});

function tagOf({ namespaces }: Mesh, name: string): string | undefined {
  return namespaces.find((one) => one.name === name)?.revisionTag;
}
