import { activeRevision } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { hasChartBudget, wantedReplicas } from "../../mesh/replicas";
import type { Check } from "../checks";
import { enrolledNamespaces } from "../enrolled";
import type { SailResource } from "../sail-resource";
import {
  type ControlPlaneState,
  controlPlaneVersion,
  type MeshState,
  sidecarVersions,
  type ZtunnelSettings,
} from "../state";
import { managedProxyGates } from "./gateways";
import { bare, cniPart, gatewaysBeside, istiodPart, proxiesOf, ztunnelPart } from "./parts";
import { chartVersion, onlyVersions, rolledOut, rolloutTimeout } from "./rollouts";

/** ztunnel goes node by node, each within its grace period and about a minute; the number of nodes is not known here. */
function ztunnelTimeout({ ztunnelSettings }: MeshState): number {
  const nodes = 40;
  const chartDefault = 30;
  return nodes * ((ztunnelSettings?.terminationGracePeriodSeconds ?? chartDefault) + 60);
}

/**
 * The child after its parent's word, whose conditions can describe the rollout before: once Istio has been seen its revision is another generation, and that
 * is observed only when the chart is rendered.
 */
export function controlPlaneGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const revision = activeRevision(mesh);
  const version = controlPlaneVersion(state);
  return [
    { check: "sail-version", resource: "istiorevisions", name: revision, version },
    ...operatorSays("istios", mesh.controlPlane.name),
    ...operatorSays("istiorevisions", revision),
    ...rolledOut(istiodPart(mesh), version, rolloutTimeout.istiod),
    ...managedProxyGates(mesh, state),
  ];
}

/** An istiod that is not to move while another one comes beside it. */
export function istiodStays(mesh: Mesh, { revision, version }: ControlPlaneState): readonly Check[] {
  return [
    { check: "sail-condition", resource: "istiorevisions", name: revision, condition: "Ready" },
    ...rolledOut(istiodPart(mesh, revision), version, rolloutTimeout.istiod),
  ];
}

/** Replicas of istiod that are ready: what keeps configuration and certificates coming while another one restarts. */
export function replicaGates(mesh: Mesh): readonly Check[] {
  const replicas = wantedReplicas(mesh);
  if (replicas < 2) return [];
  const { workload } = istiodPart(mesh);
  return [{ check: "replicas-ready", workload, replicas, ...(hasChartBudget(mesh) && { budget: workload.name }) }];
}

/** Of one that somebody else owns no version is awaited: its owner may raise it meanwhile, as far as the control planes allow. */
export function cniGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const part = cniPart(mesh);
  if (!part || !state.cni) return [];
  if (state.cniOwnership === "external") {
    return [
      ...operatorSays("istiocnis", "default"),
      // Its owner may move it meanwhile: whether that is over is asked last.
      onlyVersions(part, part.versions(state)),
      { check: "rollout", workload: part.workload, timeoutSeconds: rolloutTimeout.cni },
    ];
  }
  return [...operatorSays("istiocnis", "default"), ...rolledOut(part, state.cni, rolloutTimeout.cni)];
}

/**
 * Under OnDelete the DaemonSet never finishes a rollout by itself, so all that can be waited for is the new template;
 * {@link nodesReplaced} is asked where people have replaced the pods.
 */
export function ztunnelGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const part = ztunnelPart(mesh);
  if (!part || !state.ztunnel) return [];
  return [
    ...operatorSays("ztunnels", "default"),
    ...(isOnDelete(state)
      ? [chartVersion(part, state.ztunnel)]
      : rolledOut(part, state.ztunnel, ztunnelTimeout(state))),
  ];
}

/** Settings of ztunnel, on the DaemonSet itself: everything else about it may already be true before they are applied. */
export function settingGates(mesh: Mesh, settings: ZtunnelSettings): readonly Check[] {
  const workload = ztunnelPart(mesh)?.workload;
  if (!workload) return [];
  const { terminationGracePeriodSeconds: grace, updateStrategy } = settings;
  const field = (path: string, value: string): Check => ({ check: "workload-field", workload, field: path, value });
  return [
    ...(grace === undefined ? [] : [field("spec.template.spec.terminationGracePeriodSeconds", String(grace))]),
    ...(updateStrategy ? [field("spec.updateStrategy.type", updateStrategy)] : []),
  ];
}

/** Every node runs a pod of the present template, and none of another version. */
export function nodesReplaced(mesh: Mesh, state: MeshState): readonly Check[] {
  const part = ztunnelPart(mesh);
  if (!part || !state.ztunnel) return [];
  return [{ check: "nodes-replaced", workload: part.workload }, onlyVersions(part, [state.ztunnel])];
}

/** The workloads of sidecar namespaces, after their restart; before it they run two versions. */
export function workloadGates(
  mesh: Mesh,
  state: MeshState,
  namespaces: readonly string[] = enrolledNamespaces(mesh, state),
): readonly Check[] {
  return namespaces.flatMap((namespace): Check[] => {
    const [version, another] = sidecarVersions(state, namespace);
    if (version === undefined || another !== undefined) return [];
    const revision = state.revisions?.[namespace];
    const all = proxiesOf(mesh, namespace);
    // With revisions, gateways that are injected go with their namespace.
    const beside = revision === undefined ? gatewaysBeside(mesh, namespace) : [];
    const proxies = beside.length > 0 ? { ...all, except: beside } : all;
    const { except } = proxies;
    return [
      ...(revision === undefined
        ? []
        : [{ check: "sidecars-carry" as const, namespace, revision, ...(except && { except }) }]),
      { check: "proxy-version", proxies, version: bare(version) },
    ];
  });
}

export function isOnDelete({ ztunnelSettings }: MeshState): boolean {
  return ztunnelSettings?.updateStrategy === "OnDelete";
}

function operatorSays(resource: SailResource, name: string): readonly Check[] {
  return [
    { check: "sail-condition", resource, name, condition: "Reconciled" },
    { check: "sail-condition", resource, name, condition: "Ready" },
  ];
}
