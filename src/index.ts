/*
 * The library: what `import … from "meshstep"` gives. docs/api.md is written from it, and from the comments of what it exports.
 */

export { type HelmValues, Istio, type IstioProps } from "./constructs/istio";
export { IstioCni, type IstioCniProps } from "./constructs/istio-cni";
export { IstioRevisionTag, type IstioRevisionTagProps } from "./constructs/istio-revision-tag";
export { inLayer } from "./constructs/layer-choice";
export type { LayerId } from "./constructs/layers";
export { MeshNamespace, type MeshNamespaceProps } from "./constructs/mesh-namespace";
export { MeshUpgrade, type MeshUpgradeProps } from "./constructs/mesh-upgrade";
export { OperatorGroup, type OperatorGroupProps } from "./constructs/operator-group";
export type { PhaseChart, PhaseObject } from "./constructs/phase-chart";
export { Subscription, type SubscriptionProps } from "./constructs/subscription";
export { Waypoint, type WaypointProps } from "./constructs/waypoint";
export { Ztunnel, type ZtunnelProps } from "./constructs/ztunnel";
export type { Finding } from "./findings/finding";
export { InputError, type Problem } from "./findings/input-error";
export { type LoadedMesh, loadMeshes } from "./mesh/load";
export type * from "./mesh/spec-types";
export type { Phase, Plan } from "./plan/phase";
export { planUpgrade } from "./plan/plan";
export { MeshApp, type MeshAppProps } from "./verbs/synth/mesh-app";
