import { distribution } from "../../catalog/lookup";
import { istiodName } from "../../catalog/revisions";
import { isCniExternal } from "../../mesh/external-cni";
import { restartedGateways } from "../../mesh/gateways";
import { activeRevision, revisionFor } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { gatewayRevision, pinnedGateways } from "../../mesh/pinned-gateways";
import type { Pods, Proxies } from "../checks";
import { sharedCniVersions } from "../external-cni";
import { type MeshState, runningVersions } from "../state";
import type { Workload } from "../workload";

/** One of the three parts that the operator deploys, as a gate looks at it. */
export interface Part {
  /** As people call it. */
  readonly name: string;
  readonly workload: Workload;
  readonly pods: Pods;
  /**
   * Labels of the workload itself. Not those of its pods: the DaemonSet of ztunnel carries no `app`, and a question by a label that nothing carries is
   * always answered with yes.
   */
  readonly marks: Readonly<Record<string, string>>;
  /** Versions that its pods may run in a state; empty when the mesh does not have it. */
  readonly versions: (state: MeshState) => readonly string[];
  /** Somebody else moves it: `versions` are all that it may run then, whatever it ran before. @default false */
  readonly external?: boolean;
}

/**
 * The istiod Deployment of a revision.
 * @param revision the one that Istio asks for, unless it is said
 */
export function istiodPart(mesh: Mesh, revision: string = activeRevision(mesh)): Part {
  const { namespace } = mesh.controlPlane;
  return {
    name: revision === mesh.controlPlane.name ? "istiod" : `istiod of ${revision}`,
    workload: { kind: "Deployment", namespace, name: istiodName(revision) },
    pods: { namespace, labels: { app: "istiod", "istio.io/rev": revision } },
    marks: { app: "istiod", "istio.io/rev": revision },
    versions: ({ controlPlanes }) =>
      controlPlanes.filter((one) => one.revision === revision).map(({ version }) => version),
  };
}

export function cniPart(mesh: Mesh): Part | undefined {
  if (!mesh.cni) return undefined;
  const { namespace } = mesh.cni;
  return {
    name: "the CNI plugin",
    workload: { kind: "DaemonSet", namespace, name: "istio-cni-node" },
    pods: { namespace, labels: { "k8s-app": "istio-cni-node" } },
    marks: { "k8s-app": "istio-cni-node" },
    versions: (state) =>
      state.cniOwnership === "external"
        ? sharedCniVersions(state, distribution(mesh.distribution, mesh.extraReleases), mesh.upgrade?.acceptVendorJumps)
        : runningVersions(state, "cni"),
    ...(isCniExternal(mesh) && { external: true }),
  };
}

export function ztunnelPart(mesh: Mesh): Part | undefined {
  if (!mesh.ztunnel) return undefined;
  const { namespace } = mesh.ztunnel;
  return {
    name: "ztunnel",
    workload: { kind: "DaemonSet", namespace, name: "ztunnel" },
    pods: { namespace, labels: { app: "ztunnel" } },
    marks: { "app.kubernetes.io/name": "ztunnel" },
    versions: (state) => runningVersions(state, "ztunnel"),
  };
}

/** Those that the mesh has in any of some states, in the order in which they move up. */
export function partsOf(mesh: Mesh, states: readonly MeshState[]): readonly Part[] {
  const revisions = states.flatMap(({ controlPlanes }) => controlPlanes.map(({ revision }) => revision));
  const istiods = [...new Set(revisions)].map((revision) => istiodPart(mesh, revision));
  return [...istiods, cniPart(mesh), ztunnelPart(mesh)].filter((part) => part !== undefined);
}

export function proxiesOf(mesh: Mesh, namespace: string, deployment?: string): Proxies {
  const pinned = pinnedGateways(mesh).filter((one) => one.namespace === namespace);
  const own = pinned.find((one) => one.deployment === deployment);
  return {
    namespace,
    ...(deployment !== undefined && { deployment }),
    ...(deployment === undefined && pinned.length > 0 && { except: pinned.map((one) => one.deployment).sort() }),
    istioNamespace: mesh.controlPlane.namespace,
    revision: own ? gatewayRevision(mesh, own) : revisionFor(mesh, namespace),
  };
}

/** Deployments in a namespace that people restart at another time than its workloads: gateways. */
export function gatewaysBeside(mesh: Mesh, namespace: string): readonly string[] {
  const beside = restartedGateways(mesh).filter((one) => one.namespace === namespace);
  return beside.map(({ deployment }) => deployment).sort();
}

/** As charts and images write a version. */
export function bare(version: string): string {
  return version.replace(/^v/, "");
}
