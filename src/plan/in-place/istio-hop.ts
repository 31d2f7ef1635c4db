import { compareVersions } from "../../catalog/version";
import { restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import type { Hop } from "../hop";
import { verifyGates } from "../phase-checks";
import { controlPlaneVersion, type DataPlanePart, type MeshState, ownCni, runningVersions, settle } from "../state";
import type { PhaseDraft } from "./draft";
import { restartWorkloads } from "./restart-workloads";

/** A hop of the Istio version, for those who lay it out. */
type IstioHop = Extract<Hop, { kind: "istio" }>;

/** One step of a hop; undefined, or no phases, when the mesh has nothing for it to do. */
type Move = (mesh: Mesh, state: MeshState, version: string) => PhaseDraft | readonly PhaseDraft[] | undefined;

/** The phases of one Istio hop. Nodes are drained right after ZTunnel: until then they may run either version. */
export function istioPhases(mesh: Mesh, start: MeshState, hop: IstioHop): readonly PhaseDraft[] {
  const goingUp = compareVersions(hop.to, hop.from) > 0;
  const moves = goingUp ? [moveControlPlane, moveCni, moveZtunnel] : [moveZtunnel, moveCni, moveControlPlane];
  const end = [restartGateways, restartWorkloads, verifyPhase];
  if (mesh.upgrade?.phases === "combined") {
    const together = combine(inTurn(moves, mesh, start, hop.to), hop.to);
    const moved = together[together.length - 1]?.state ?? start;
    return [...together, ...inTurn([drainPhase, ...end], mesh, moved, hop.to)];
  }
  const separate = moves.flatMap((move) => (move === moveZtunnel ? [move, drainPhase] : [move]));
  return inTurn([...separate, ...end], mesh, start, hop.to);
}

/**
 * What is left of a hop that has begun: every part comes to where the control plane is. Waypoints that istiod was still rolling are there since the
 * baseline, whose gates ask for them.
 */
export function finishPhases(mesh: Mesh, start: MeshState): readonly PhaseDraft[] {
  const version = controlPlaneVersion(start);
  const goingDown = [ownCni(start), start.ztunnel].some((one) => one && compareVersions(one, version) > 0);
  const moves = goingDown ? [moveZtunnel, drainPhase, moveCni] : [moveCni, moveZtunnel, drainPhase];
  return inTurn([...moves, restartGateways, restartWorkloads, verifyPhase], mesh, settle(start, "waypoints"), version);
}

/** Each move starts where the one before has ended. */
function inTurn(moves: readonly Move[], mesh: Mesh, start: MeshState, version: string): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [];
  let state = start;
  for (const move of moves) {
    drafts.push(...[move(mesh, state, version) ?? []].flat());
    state = drafts[drafts.length - 1]?.state ?? start;
  }
  return drafts;
}

/** One phase that sets everything at once: its state is the last one's. */
function combine(drafts: readonly PhaseDraft[], version: string): readonly PhaseDraft[] {
  const last = drafts[drafts.length - 1];
  if (!last || drafts.length === 1) return drafts;
  return [
    {
      kind: "control-plane",
      name: `${drafts.map((draft) => draft.kind).join("-")}-${version}`,
      combined: true,
      state: last.state,
      manual: [],
    },
  ];
}

function moveControlPlane(mesh: Mesh, before: MeshState, version: string): PhaseDraft {
  const waits = restartedGateways(mesh).length > 0;
  const state = settle(before, "waypoints");
  const inTransit = {
    ...state.inTransit,
    ...(state.gateways && waits && { gateways: alsoAt(state, "gateways", version) }),
    ...(state.workloads && { workloads: alsoAt(state, "workloads", version) }),
  };
  const moved: MeshState = {
    ...state,
    controlPlanes: state.controlPlanes.map((controlPlane) => ({ ...controlPlane, version })),
    ...(state.waypoints && { waypoints: version }),
    ...(state.gateways && !waits && { gateways: version }),
    ...(state.workloadsByNamespace && { workloadsByNamespace: eachAlsoAt(state.workloadsByNamespace, version) }),
    ...(Object.keys(inTransit).length > 0 && { inTransit }),
  };
  return { kind: "control-plane", name: `control-plane-${version}`, state: moved, manual: [] };
}

function moveCni(_: Mesh, state: MeshState, version: string): PhaseDraft | undefined {
  if (!ownCni(state) || state.cni === version) return undefined;
  return { kind: "cni", name: `cni-${version}`, state: { ...state, cni: version }, manual: [] };
}

function moveZtunnel(_: Mesh, state: MeshState, version: string): PhaseDraft | undefined {
  if (!state.ztunnel || state.ztunnel === version) return undefined;
  const onDelete = state.ztunnelSettings?.updateStrategy === "OnDelete";
  const moved: MeshState = {
    ...state,
    ztunnel: version,
    ...(onDelete && { inTransit: { ...state.inTransit, ztunnel: alsoAt(state, "ztunnel", version) } }),
  };
  return { kind: "ztunnel", name: `ztunnel-${version}`, state: moved, manual: [] };
}

/** Under OnDelete the new ztunnel is only on nodes that people emptied. */
function drainPhase(mesh: Mesh, state: MeshState, version: string): PhaseDraft | undefined {
  if (!state.inTransit?.ztunnel || !mesh.ztunnel) return undefined;
  return {
    kind: "restart",
    name: `restart-ztunnel-${version}`,
    state: settle(state, "ztunnel"),
    manual: [{ step: "drain-nodes", ztunnelNamespace: mesh.ztunnel.namespace, version }],
  };
}

/** Gateways that istiod does not roll: injected when their pods start, or run by people. */
function restartGateways(mesh: Mesh, state: MeshState, version: string): PhaseDraft | undefined {
  if (!state.inTransit?.gateways) return undefined;
  return {
    kind: "restart",
    name: `restart-gateways-${version}`,
    state: settle({ ...state, gateways: version }, "gateways"),
    manual: restartedGateways(mesh).map(({ kind, namespace, deployment }) => ({
      step: kind === "injected" ? "restart-gateway" : "update-gateway",
      namespace,
      deployment,
      version,
    })),
  };
}

/** What its pods run now, and this version. */
function alsoAt(state: MeshState, part: DataPlanePart, version: string): readonly string[] {
  return [...new Set([...runningVersions(state, part), version])];
}

/** Whatever pods of a namespace run, those that start from here on get this version. */
function eachAlsoAt(
  running: NonNullable<MeshState["workloadsByNamespace"]>,
  version: string,
): NonNullable<MeshState["workloadsByNamespace"]> {
  const also = (versions: readonly string[]) => [...new Set([...versions, version])].sort(compareVersions);
  return Object.fromEntries(Object.entries(running).map(([name, versions]) => [name, also(versions)]));
}

/** The end of a hop: nothing moves, everything is looked at. */
export function verifyPhase(mesh: Mesh, state: MeshState): PhaseDraft {
  const version = state.controlPlanes[0]?.version ?? "";
  return { kind: "verify", name: `verify-${version}`, state, gates: verifyGates(mesh, state), manual: [] };
}
