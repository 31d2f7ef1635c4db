import { compareVersions } from "../../catalog/version";
import { restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import { carriedGatewayOf, gatewayId, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import { enrolledNamespaces } from "../enrolled";
import type { MeshState } from "../state";
import { asking, hasArrived, type Move, type Step, tagOf } from "./asking";
import { gatewayNamespaces } from "./cohorts";
import { dropsRequests } from "./gateway-findings";
import { canaryWords, gatewayApiWords, gatewayWords, ownGatewayWords } from "./gateway-words";

/** Tags that gateways follow move before any workload does. */
export function gatewayTags(mesh: Mesh): readonly string[] {
  return [...new Set(gatewayNamespaces(mesh).flatMap((one) => tagOf(mesh, one) ?? []))];
}

/** Second Deployments of gateways come first, where mesh.yaml asks for them. */
export const canaries: Step = (move, state) => {
  const { mesh, from, to } = move;
  const tried = restartedGateways(mesh).filter(
    (one) =>
      one.canary &&
      !hasArrived(move, state, one.namespace) &&
      !state.gatewayCanaries?.includes(`${one.namespace}/${one.deployment}`),
  );
  if (tried.length === 0) return undefined;
  const namespaces = [...new Set(tried.map(({ namespace }) => namespace))];
  const { labelled, changes } = relabelled(move, state, namespaces);
  const asked = asking(state, namespaces, to.revision, [from.version, to.version]);
  return {
    kind: labelled.length > 0 ? "namespaces" : "restart",
    name: `gateway-canary-${to.version}`,
    state: {
      ...asked,
      inTransit: { ...asked.inTransit, gateways: [from.version, to.version].sort(compareVersions) },
      gatewayCanaries: [
        ...(state.gatewayCanaries ?? []),
        ...tried.map(({ namespace, deployment }) => `${namespace}/${deployment}`),
      ],
    },
    words: canaryWords(tried, to.version, changes),
  };
};

/** Namespaces whose own label is still to move, and how. */
function relabelled({ mesh, to }: Move, state: MeshState, namespaces: readonly string[]) {
  const labelled = namespaces.filter(
    (name) => tagOf(mesh, name) === undefined && state.revisions?.[name] !== to.revision,
  );
  const changes = labelled.map(
    (name) => `Namespace/${name} metadata.labels["istio.io/rev"] ${state.revisions?.[name]} -> ${to.revision}`,
  );
  return { labelled, changes };
}

const injected: Step = (move, { gatewayCanaries: _, ...state }) => {
  const { mesh, to } = move;
  const namespaces = gatewayNamespaces(mesh).filter(
    (name) => name in (state.revisions ?? {}) && !hasArrived(move, state, name),
  );
  if (namespaces.length === 0) return undefined;
  const { labelled, changes } = relabelled(move, state, namespaces);
  const others = enrolledNamespaces(mesh, state).filter((name) => !gatewayNamespaces(mesh).includes(name));
  const isLast = others.length > 0 && others.every((name) => hasArrived(move, state, name));
  return {
    kind: labelled.length > 0 ? "namespaces" : "restart",
    name: `gateways-${to.version}`,
    state: withGateways(move, asking(state, namespaces, to.revision, [to.version])),
    words: gatewayWords(namespaces, to.version, changes, isLast),
  };
};

/** Gateways that ask for their revision by themselves: those of the Gateway API, and those that people run. */
function pinnedOf(kind: PinnedGateway["kind"]): Step {
  return (move, state) => {
    const { mesh, from, to } = move;
    const pinned = pinnedGateways(mesh).filter(
      (one) => one.kind === kind && state.gatewayRevisions?.[gatewayId(one)] !== to.revision,
    );
    if (pinned.length === 0) return undefined;
    const revisions = Object.fromEntries(pinned.map((one) => [gatewayId(one), to.revision]));
    const changes = pinned
      .filter((one) => carriedGatewayOf(mesh, one))
      .map((one) => `Gateway/${gatewayId(one)} metadata.labels["istio.io/rev"] ${from.revision} -> ${to.revision}`);
    const ids = pinned.map(gatewayId);
    const drops = [dropsRequests(from.version), dropsRequests(to.version)] as const;
    return {
      kind: kind === "gateway-api" ? "waypoints" : "restart",
      name: `${kind === "gateway-api" ? "gateway-api" : "own-gateways"}-${to.version}`,
      state: withGateways(move, { ...state, gatewayRevisions: { ...state.gatewayRevisions, ...revisions } }),
      words:
        kind === "gateway-api" ? gatewayApiWords(ids, [from, to], drops, changes) : ownGatewayWords(ids, [from, to]),
    };
  };
}

/** Some gateways have moved; the others follow in the phases after it. */
function withGateways({ mesh, from, to }: Move, state: MeshState): MeshState {
  const labelled = gatewayNamespaces(mesh).map((name) => state.revisions?.[name]);
  const asked = [...labelled, ...Object.values(state.gatewayRevisions ?? {})];
  const isLast = asked.every((revision) => revision === to.revision);
  const { gateways: _, ...transit } = state.inTransit ?? {};
  const gateways = [from.version, to.version].sort(compareVersions);
  const inTransit = isLast ? transit : { ...transit, gateways };
  const { inTransit: _old, ...rest } = state;
  return {
    ...rest,
    ...(isLast && { gateways: to.version }),
    ...(Object.keys(inTransit).length > 0 && { inTransit }),
  };
}

/** Each kind of gateway in a phase of its own, before any workload moves. */
export const gatewaySteps: readonly Step[] = [injected, pinnedOf("gateway-api"), pinnedOf("self-managed")];
