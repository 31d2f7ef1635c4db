import { istiodName } from "../catalog/revisions";
import type { Distribution } from "../catalog/types";
import type { Mesh } from "../mesh/mesh";
import { type MeshState, ownCni } from "./state";
import type { Workload } from "./workload";

/** What the operator renders for one part of the mesh: a Helm release, and the workload that comes of it. */
export interface OperatorPart {
  /** Name of the Helm release: `default-istiod`, `istio-cni`, `ztunnel`. */
  readonly release: string;
  readonly workload: Workload;
  /** The part's name among the images that the operator brings: `images.v1_28_5.ztunnel`. */
  readonly image: "istiod" | "cni" | "ztunnel";
  /** Exact Istio version with its `v`. */
  readonly version: string;
}

/** The new operator rules, and has rendered every part of the mesh once: only then has all that it rolls begun to roll. */
export interface OperatorReconciledCheck {
  readonly check: "operator-reconciled";
  readonly csv: string;
  /** Namespace of the operator, its lease and its CSV. */
  readonly namespace: string;
  readonly parts: readonly OperatorPart[];
}

/** One of these releases leads the operator: with two replicas, or an old pod that still runs, the one before may yet reconcile what a phase has moved. */
export interface OperatorLeadsCheck {
  readonly check: "operator-leads";
  /** Namespace of the operator, its lease and its CSV, where that is said. */
  readonly namespace: string;
  /** OLM package, the stem of the names of its CSVs. */
  readonly package: string;
  readonly releases: readonly string[];
}

/**
 * Asked only where mesh.yaml says where the operator is: what Jobs may read is written into that namespace, and where there is none, nothing
 * of the snapshot could be applied.
 */
export function operatorLeads(
  { operator: { subscription, namespace } }: Mesh,
  distribution: Pick<Distribution, "package">,
  releases: readonly string[],
): readonly OperatorLeadsCheck[] {
  const said = subscription?.namespace ?? namespace;
  if (said === undefined) return [];
  return [
    { check: "operator-leads", namespace: said, package: distribution.package, releases: [...new Set(releases)] },
  ];
}

/**
 * The parts that an operator has to render again after it was replaced. Somebody else's CNI plugin is not among them: its Helm releases are in a namespace
 * that others may not look into, and by its image it could be of another version by then.
 */
export function operatorParts(mesh: Mesh, state: MeshState): readonly OperatorPart[] {
  const cni = ownCni(state);
  return [
    ...state.controlPlanes.map(({ revision, version }): OperatorPart => {
      const name = istiodName(revision);
      const workload = { kind: "Deployment", namespace: mesh.controlPlane.namespace, name } as const;
      return { release: `${revision}-istiod`, workload, image: "istiod", version };
    }),
    ...(mesh.cni && cni ? [daemonset("istio-cni", mesh.cni.namespace, "istio-cni-node", "cni", cni)] : []),
    ...(mesh.ztunnel && state.ztunnel
      ? [daemonset("ztunnel", mesh.ztunnel.namespace, "ztunnel", "ztunnel", state.ztunnel)]
      : []),
  ];
}

function daemonset(
  release: string,
  namespace: string,
  name: string,
  image: "cni" | "ztunnel",
  version: string,
): OperatorPart {
  return { release, workload: { kind: "DaemonSet", namespace, name }, image, version };
}
