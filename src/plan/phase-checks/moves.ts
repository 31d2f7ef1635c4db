import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import { enrolledNamespaces } from "../enrolled";
import { controlPlaneVersion, hasRestarted, type MeshState, runningVersions, type ZtunnelSettings } from "../state";
import { managedProxyGates, restartedGatewayGates } from "./gateways";
import { keptGates } from "./kept";
import {
  cniGates,
  controlPlaneGates,
  isOnDelete,
  nodesReplaced,
  settingGates,
  workloadGates,
  ztunnelGates,
} from "./mesh-parts";
import { labelGates, labelsGoneGates, requestGates } from "./states";

/**
 * What must hold when the cluster has gone from one state to its neighbour, in either direction: the parts that moved stand at the
 * state that was gone to. What did not move is not asked again.
 */
export function moveGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const ztunnelMoved = differs(from, to, (state) => [state.ztunnel, state.ztunnelApiVersion, state.ztunnelSettings]);
  const drained = ztunnelDrained(from, to);
  const gates = [
    ...keptGates(mesh, from, to),
    ...(differs(from, to, controlPlaneVersion) ? controlPlaneGates(mesh, to) : []),
    ...(differs(from, to, (state) => state.cni) ? cniGates(mesh, to) : []),
    ...(ztunnelMoved ? [...settingGates(mesh, changedSettings(from, to)), ...ztunnelGates(mesh, to)] : []),
    ...(drained ? [...(ztunnelMoved ? [] : ztunnelGates(mesh, to)), ...nodesReplaced(mesh, to)] : []),
    ...(gatewaysSettled(from, to) ? restartedGatewayGates(mesh, to) : []),
    ...workloadGates(mesh, to, restartedNamespaces(mesh, from, to)),
    ...(differs(from, to, (state) => state.notLetIn) ? managedProxyGates(mesh, to) : []),
    ...(differs(from, to, (state) => state.notYetJoined)
      ? [...labelGates(mesh, to), ...labelsGoneGates(mesh, from, to)]
      : []),
  ];
  return gates.length > 0 && carriesTraffic(mesh, from, to) ? [...gates, ...requestGates(mesh)] : gates;
}

/** istiod answers no request by itself; but with it go the waypoints and gateways that it rolls. */
function carriesTraffic(mesh: Mesh, from: MeshState, to: MeshState): boolean {
  const onlyIstiod = ["cni", "ztunnel", "waypoints", "gateways", "workloads"] as const;
  return (
    mesh.verify.requests.length > 0 &&
    (onlyIstiod.some((part) => !runningIs(to, from, part)) ||
      differs(from, to, (state) => [state.ztunnelSettings, state.notYetJoined, state.kept, state.workloadsByNamespace]))
  );
}

/** Under OnDelete, people have brought every node to another ztunnel. */
export function ztunnelDrained(from: MeshState, to: MeshState): boolean {
  return isOnDelete(to) && !runningIs(to, from, "ztunnel") && !to.inTransit?.ztunnel;
}

/** Gateways that people restart have come to rest at another version than they had. */
export function gatewaysSettled(from: MeshState, to: MeshState): boolean {
  return !to.inTransit?.gateways && !runningIs(to, from, "gateways");
}

/** Namespaces whose sidecars have come to rest at another version than they had. */
export function restartedNamespaces(mesh: Mesh, from: MeshState, to: MeshState): readonly string[] {
  return enrolledNamespaces(mesh, to).filter((name) => hasRestarted(from, to, name));
}

function runningIs(one: MeshState, other: MeshState, part: Parameters<typeof runningVersions>[1]): boolean {
  return runningVersions(one, part).join() === runningVersions(other, part).join();
}

/** The settings that are others now; one that is gone is the chart's again. */
function changedSettings(from: MeshState, to: MeshState): ZtunnelSettings {
  const chart = { terminationGracePeriodSeconds: 30, updateStrategy: "RollingUpdate" } as const;
  const [before, after] = [
    { ...chart, ...from.ztunnelSettings },
    { ...chart, ...to.ztunnelSettings },
  ];
  return {
    ...(before.terminationGracePeriodSeconds !== after.terminationGracePeriodSeconds && {
      terminationGracePeriodSeconds: after.terminationGracePeriodSeconds,
    }),
    ...(before.updateStrategy !== after.updateStrategy && { updateStrategy: after.updateStrategy }),
  };
}

function differs(from: MeshState, to: MeshState, pick: (state: MeshState) => unknown): boolean {
  return JSON.stringify(pick(from)) !== JSON.stringify(pick(to));
}
