import { firstFew } from "../basics/first-few";
import { compareVersions } from "../catalog/version";
import { managedGateways, type ProxyDeployment, restartedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import { wantedReplicas } from "../mesh/replicas";
import type { PhaseWords } from "./in-place/draft";
import { controlPlaneVersion, type MeshState, ownCni } from "./state";

/** What a reviewer reads of istiod's move under InPlace: what comes before it, and which proxies go with it, by what the mesh has. */
export function controlPlaneWords(state: MeshState, before: MeshState, mesh: Mesh): PhaseWords {
  const goesUp = compareVersions(controlPlaneVersion(state), controlPlaneVersion(before)) >= 0;
  return {
    title: `Control plane ${controlPlaneVersion(state)}`,
    why: goesUp
      ? "The control plane moves first: it may be ahead of the data plane, never behind it."
      : [goneBefore(state), following(state)].filter((one) => one !== undefined).join(" "),
    disruption: [
      wantedReplicas(mesh) > 1
        ? "istiod rolls, and some of its replicas serve all the while; proxies keep their configuration and reconnect."
        : "istiod restarts; proxies keep their configuration and reconnect. Configuration and certificates are not delivered in between: run more than one replica.",
      ...rolledByIstiod(mesh),
      ...(state.inTransit?.gateways ? leftToPeople(mesh) : []),
      ...(state.workloads ? ["Sidecars stay at their version until their pods restart."] : []),
    ].join(" "),
  };
}

function goneBefore(state: MeshState): string {
  const parts = [...(state.ztunnel ? ["ztunnel"] : []), ...(ownCni(state) ? ["the CNI plugin"] : [])];
  if (parts.length === 0) return "On the way down nothing has to move before the control plane.";
  const them = parts.length > 1 ? "they are" : "it is";
  return `On the way down ${parts.join(" and ")} move${parts.length > 1 ? "" : "s"} before the control plane: ${them} never ahead of it.`;
}

/** Proxies that cannot go down before istiod does. */
function following(state: MeshState): string | undefined {
  const proxies = [
    ...(state.waypoints ? ["waypoints"] : []),
    ...(state.gateways ? ["gateways"] : []),
    ...(state.workloads ? ["sidecars"] : []),
  ].join(" and ");
  return proxies === ""
    ? undefined
    : `The proxies of ${proxies} take their version from istiod and come down after it; until then they are newer.`;
}

/** Named: whoever serves traffic through one of them has to know. */
export function rolledByIstiod(mesh: Mesh): readonly string[] {
  const managed = managedGateways(mesh);
  return managed.length === 0
    ? []
    : [`istiod then rolls the proxies that it deploys by itself, which may happen twice: ${named(managed)}.`];
}

function leftToPeople(mesh: Mesh): readonly string[] {
  const left = restartedGateways(mesh);
  return left.length === 0
    ? []
    : [`Gateways that istiod does not roll stay at their version until people restart them: ${named(left)}.`];
}

function named(gateways: readonly ProxyDeployment[]): string {
  return firstFew([...new Set(gateways.map(({ namespace, name }) => `${namespace}/${name}`))].sort());
}
