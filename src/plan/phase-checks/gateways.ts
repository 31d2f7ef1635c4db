import { canaryName, managedGateways, type ProxyDeployment, restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import { gatewayId, gatewayRevision, type PinnedGateway, pinnedGateways } from "../../mesh/pinned-gateways";
import type { Check } from "../checks";
import { controlPlaneVersion, type MeshState, sidecarVersions } from "../state";
import { bare, proxiesOf } from "./parts";
import { rolloutTimeout } from "./rollouts";

/** Waypoints and gateways that istiod rolls by itself, some time after it has moved. */
export function managedProxyGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const pinned = pinnedGateways(mesh).filter(({ kind }) => kind === "gateway-api");
  const others = managedGateways(mesh).filter((one) => !pinned.some((pin) => gatewayId(pin) === gatewayId(one)));
  return [
    ...others.flatMap(({ namespace, name, deployment }): Check[] => [
      { check: "gateway-programmed", namespace, name },
      ...proxyGates(mesh, namespace, deployment, controlPlaneVersion(state)),
    ]),
    ...pinned.flatMap((one) => pinnedGates(mesh, state, one)),
  ];
}

/** A gateway that asks for its revision by itself is served by that one's istiod, at its version. */
export function pinnedGates(mesh: Mesh, state: MeshState, gateway: PinnedGateway): readonly Check[] {
  const { kind, namespace, name, deployment } = gateway;
  const revision = state.gatewayRevisions?.[gatewayId(gateway)] ?? gatewayRevision(mesh, gateway);
  const version = state.controlPlanes.find((one) => one.revision === revision)?.version;
  if (version === undefined) return [];
  return [
    ...(kind === "gateway-api"
      ? ([
          { check: "gateway-revision", namespace, name, revision },
          { check: "gateway-programmed", namespace, name },
        ] as const)
      : []),
    ...proxyGates(mesh, namespace, deployment, version),
  ];
}

/** The pods of one gateway, all of them, at a version. */
function proxyGates(mesh: Mesh, namespace: string, deployment: string, version: string): readonly Check[] {
  return [
    {
      check: "rollout",
      workload: { kind: "Deployment", namespace, name: deployment },
      timeoutSeconds: rolloutTimeout.gateway,
    },
    { check: "proxy-version", proxies: proxiesOf(mesh, namespace, deployment), version: bare(version) },
  ];
}

/** The second Deployment of a gateway serves, at the version that its namespace asks for. */
export function canaryGates(mesh: Mesh, state: MeshState, gateway: ProxyDeployment): readonly Check[] {
  const { namespace, deployment, canary } = gateway;
  const version = state.controlPlanes.find(({ revision }) => revision === state.revisions?.[namespace])?.version;
  if (!canary || version === undefined) return [];
  const name = canaryName(deployment);
  return [
    ...proxyGates(mesh, namespace, name, version),
    {
      check: "replicas-ready",
      workload: { kind: "Deployment", namespace, name },
      replicas: canary.replicas,
    },
    { check: "proxies-synced", proxies: proxiesOf(mesh, namespace, name) },
  ];
}

/** Injected gateways of namespaces whose pods have restarted. */
export function injectedGatewayGates(mesh: Mesh, state: MeshState, namespaces: readonly string[]): readonly Check[] {
  return restartedGateways(mesh)
    .filter(({ kind, namespace }) => kind === "injected" && namespaces.includes(namespace))
    .flatMap(({ namespace, deployment }) =>
      proxyGates(mesh, namespace, deployment, sidecarVersions(state, namespace)[0] ?? ""),
    );
}

/** Gateways that people restart or update; until they have, they run two versions. */
export function restartedGatewayGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const version = state.gateways;
  if (version === undefined || state.inTransit?.gateways) return [];
  return restartedGateways(mesh).flatMap(({ namespace, deployment }) =>
    proxyGates(mesh, namespace, deployment, version),
  );
}
