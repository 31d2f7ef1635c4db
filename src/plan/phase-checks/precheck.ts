import { managedGateways, restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import { enrolledNamespaces } from "../enrolled";
import { type MeshState, runningVersions, sidecarVersions } from "../state";
import { isOnDelete } from "./mesh-parts";
import { bare, gatewaysBeside, type Part, partsOf, proxiesOf } from "./parts";
import { certificateGates } from "./revisions";
import { onlyVersions } from "./rollouts";

/** A phase among its neighbours. */
export interface Neighbourhood {
  readonly mesh: Mesh;
  /** Folder names of the phase and its neighbours; the baseline of a row may follow any other row. */
  readonly dirs: readonly string[];
  readonly isFirst: boolean;
  readonly state: MeshState;
  /** States that the cluster may come from: the phase before, the phase after, and the phase itself. */
  readonly neighbours: readonly MeshState[];
  /** Whether it is of a row of changes, in which no version moves. @default false */
  readonly movesNothing?: boolean;
  /** What is asked of the operator. @default nothing */
  readonly operator?: readonly Check[];
}

/**
 * What must hold before a snapshot touches anything, whichever neighbour the cluster comes from: the row stands here or one step away, no part is
 * in the middle of a rollout, and no pod runs a version that none of the three states allows. Each holds on an empty cluster too, which is
 * built by the same snapshot.
 */
export function precheckGates({
  mesh,
  dirs,
  isFirst,
  state,
  neighbours,
  movesNothing,
  operator = [],
}: Neighbourhood): readonly Check[] {
  const { namespace } = mesh.controlPlane;
  const states = [...neighbours, state];
  return [
    ...(isFirst ? [] : [{ check: "neighbour-applied" as const, namespace, mesh: mesh.name, phases: dirs }]),
    // No istiod begins, on the way back either, before its certificate has its name: people see to that in a phase before.
    ...(isFirst || !state.revisions
      ? []
      : certificateGates(
          mesh,
          state.controlPlanes.map(({ revision }) => revision),
        )),
    ...(isFirst ? [] : [...sidecarsStay(mesh, states), ...(movesNothing ? [] : sidecarsMoved(mesh, states))]),
    ...operator,
    ...partsOf(mesh, states).flatMap((part): Check[] => {
      // Its owner may move it while it is awaited here: whether that is over is asked last. It may not stand where this phase would leave it behind.
      if (part.external) return [onlyVersions(part, part.versions(state)), settled(part)];
      const rests = part.name === "ztunnel" && states.some(isOnDelete) ? [] : [settled(part)];
      return [...rests, onlyVersions(part, states.flatMap(part.versions))];
    }),
    ...managedGateways(mesh).map(
      ({ namespace, name, kind }): Check => ({
        check: "settled",
        kind: "Deployment",
        namespace,
        labels: { "gateway.networking.k8s.io/gateway-name": name },
        part: `${kind === "waypoint" ? "waypoint" : "gateway"} ${namespace}/${name}`,
      }),
    ),
  ];
}

/**
 * Who has restarted, or has yet to, on either side alike: a phase that people finish has no closing Job, and this is what holds the next one. A pod that
 * is not ready does not: it may be why somebody goes back.
 */
function sidecarsStay(mesh: Mesh, states: readonly MeshState[]): readonly Check[] {
  const [first] = states;
  if (!first?.revisions) return [];
  return enrolledNamespaces(mesh, first).flatMap((namespace): Check[] => {
    const revision = first.revisions?.[namespace];
    const alike = states.every(
      (state) => state.revisions?.[namespace] === revision && sidecarVersions(state, namespace).length === 1,
    );
    if (revision === undefined || !alike) return [];
    const { except } = proxiesOf(mesh, namespace);
    return [{ check: "sidecars-carry", namespace, revision, starting: true, ...(except && { except }) }];
  });
}

/**
 * Under InPlace nobody but people, or a Job of theirs, moves sidecars and gateways that are injected: a phase that people finish has no closing Job, and the
 * next one does not begin while pods run what none of its neighbours allows. Nor does the way back, before what went ahead has come down.
 */
function sidecarsMoved(mesh: Mesh, states: readonly MeshState[]): readonly Check[] {
  const [first] = states;
  if (!first || first.revisions) return [];
  const gateways = restartedGateways(mesh);
  const run = (place: { readonly namespace: string; readonly deployment?: string }, versions: readonly string[]) => {
    const except = place.deployment === undefined ? gatewaysBeside(mesh, place.namespace) : [];
    const asked = [...new Set(versions.map(bare))].sort();
    return asked.length > 0
      ? [{ check: "sidecars-run" as const, ...place, ...(except.length > 0 && { except }), versions: asked }]
      : [];
  };
  const namespaces = mesh.dataPlane === "sidecar" ? enrolledNamespaces(mesh, first) : [];
  return [
    ...gateways.flatMap(({ namespace, deployment }) =>
      run(
        { namespace, deployment },
        states.flatMap((state) => runningVersions(state, "gateways")),
      ),
    ),
    ...namespaces.flatMap((namespace) =>
      run(
        { namespace },
        states.flatMap((state) => sidecarVersions(state, namespace)),
      ),
    ),
  ];
}

function settled({ name, workload: { kind, namespace }, marks }: Part): Check {
  return { check: "settled", kind, namespace, labels: marks, part: name };
}
