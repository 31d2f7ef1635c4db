import { managedGateways } from "../mesh/gateways";
import { isEnrolled, labelledNamespaces, meshLabels } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import type { Check, SailResource, Workload } from "./checks";
import { controlPlaneVersion, type MeshState, type ZtunnelSettings } from "./state";

/** How long a rollout may take, in seconds. */
const rolloutTimeout = { istiod: 600, cni: 1800, waypoint: 600 };

/** ztunnel goes node by node, each within its grace period and about a minute; the number of nodes is not known here. */
function ztunnelTimeout({ ztunnelSettings }: MeshState): number {
  const nodes = 40;
  const chartDefault = 30;
  return nodes * ((ztunnelSettings?.terminationGracePeriodSeconds ?? chartDefault) + 60);
}

/** The istiod Deployment: the chart leaves the suffix out for the revision named `default`. */
export function istiod(mesh: Mesh, revision: string): Workload {
  const name = revision === "default" ? "istiod" : `istiod-${revision}`;
  return { kind: "Deployment", namespace: mesh.controlPlane.namespace, name };
}

export function controlPlaneGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const { name } = mesh.controlPlane;
  const version = controlPlaneVersion(state);
  return [
    { check: "sail-version", resource: "istiorevisions", name, version },
    ...settled("istiorevisions", name),
    ...settled("istios", name),
    ...rolledOut(istiod(mesh, name), version, rolloutTimeout.istiod),
    ...managedGateways(mesh).flatMap(({ namespace, name, deployment }): Check[] => [
      { check: "waypoint-programmed", namespace, name },
      {
        check: "rollout",
        workload: { kind: "Deployment", namespace, name: deployment },
        timeoutSeconds: rolloutTimeout.waypoint,
      },
      {
        check: "waypoint-proxy",
        namespace,
        name: deployment,
        version: bare(version),
        istioNamespace: mesh.controlPlane.namespace,
      },
    ]),
  ];
}

export function cniGates(mesh: Mesh, state: MeshState): readonly Check[] {
  if (!mesh.cni || !state.cni) return [];
  const workload: Workload = { kind: "DaemonSet", namespace: mesh.cni.namespace, name: "istio-cni-node" };
  return [...settled("istiocnis", "default"), ...rolledOut(workload, state.cni, rolloutTimeout.cni)];
}

/**
 * Under OnDelete the DaemonSet never finishes a rollout by itself, so all that can be waited for is the new template;
 * {@link nodesReplaced} is asked where people have replaced the pods.
 */
export function ztunnelGates(mesh: Mesh, state: MeshState): readonly Check[] {
  if (!mesh.ztunnel || !state.ztunnel) return [];
  const workload = ztunnelWorkload(mesh.ztunnel.namespace);
  const onDelete = state.ztunnelSettings?.updateStrategy === "OnDelete";
  return [
    ...settled("ztunnels", "default"),
    ...(onDelete ? [chartVersion(workload, state.ztunnel)] : rolledOut(workload, state.ztunnel, ztunnelTimeout(state))),
  ];
}

/** Settings of ztunnel, on the DaemonSet itself: everything else about it may already be true before they are applied. */
export function settingGates(mesh: Mesh, settings: ZtunnelSettings): readonly Check[] {
  if (!mesh.ztunnel) return [];
  const workload = ztunnelWorkload(mesh.ztunnel.namespace);
  const { terminationGracePeriodSeconds: grace, updateStrategy } = settings;
  return [
    ...(grace === undefined
      ? []
      : [field(workload, "spec.template.spec.terminationGracePeriodSeconds", String(grace))]),
    ...(updateStrategy ? [field(workload, "spec.updateStrategy.type", updateStrategy)] : []),
  ];
}

function field(workload: Workload, path: string, value: string): Check {
  return { check: "daemonset-field", workload, field: path, value };
}

/** Every node runs a pod of the present template. */
export function nodesReplaced(ztunnelNamespace: string): Check {
  return { check: "nodes-replaced", workload: ztunnelWorkload(ztunnelNamespace) };
}

function ztunnelWorkload(namespace: string): Workload {
  return { kind: "DaemonSet", namespace, name: "ztunnel" };
}

/** The workloads of sidecar namespaces, after their restart. */
export function workloadGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const version = state.workloads;
  if (version === undefined) return [];
  return enrolledNamespaces(mesh).map((namespace) => ({
    check: "sidecar-proxies",
    namespace,
    version: bare(version),
    istioNamespace: mesh.controlPlane.namespace,
  }));
}

/** The labels that the mesh depends on; a wrong waypoint label silently takes a namespace out of L7 policy. */
export function labelGates(mesh: Mesh): readonly Check[] {
  return labelledNamespaces(mesh).flatMap((namespace) =>
    Object.entries(meshLabels(mesh, namespace)).map(
      ([label, value]): Check => ({ check: "namespace-label", namespace: namespace.name, label, value }),
    ),
  );
}

/** Everything at once: what a settled mesh looks like. */
export function settledGates(mesh: Mesh, state: MeshState): readonly Check[] {
  return [...controlPlaneGates(mesh, state), ...cniGates(mesh, state), ...ztunnelGates(mesh, state)];
}

/** The end of a hop: the whole mesh is healthy, and traffic does what the user said it should. */
export function verifyGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const { ztunnel } = mesh;
  return [
    { check: "mesh-healthy", name: mesh.controlPlane.name },
    ...settledGates(mesh, state),
    ...workloadGates(mesh, state),
    ...(ztunnel
      ? enrolledNamespaces(mesh).map(
          (namespace): Check => ({ check: "ztunnel-workloads", namespace, ztunnelNamespace: ztunnel.namespace }),
        )
      : []),
    ...mesh.verify.requests.map((request): Check => ({ check: "request", request })),
  ];
}

export function enrolledNamespaces(mesh: Mesh): readonly string[] {
  return mesh.namespaces.filter((namespace) => isEnrolled(mesh, namespace)).map((namespace) => namespace.name);
}

function settled(resource: SailResource, name: string): readonly Check[] {
  return [
    { check: "sail-condition", resource, name, condition: "Reconciled" },
    { check: "sail-condition", resource, name, condition: "Ready" },
  ];
}

/** The version first: `rollout status` of a Deployment that the operator has not touched yet says yes at once. */
function rolledOut(workload: Workload, version: string, timeoutSeconds: number): readonly Check[] {
  return [chartVersion(workload, version), { check: "rollout", workload, timeoutSeconds }];
}

function chartVersion(workload: Workload, version: string): Check {
  return { check: "version-label", workload, version: bare(version) };
}

function bare(version: string): string {
  return version.replace(/^v/, "");
}
