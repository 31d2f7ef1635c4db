/*
 * The library: what `import … from "meshstep"` gives.
 */

export { type HelmValues, Istio, type IstioProps } from "./constructs/istio";
export { IstioCni, type IstioCniProps } from "./constructs/istio-cni";
export { MeshNamespace, type MeshNamespaceProps } from "./constructs/mesh-namespace";
export { MeshUpgrade, type MeshUpgradeProps } from "./constructs/mesh-upgrade";
export { OperatorGroup, type OperatorGroupProps } from "./constructs/operator-group";
export { PhaseChart, type PhaseObject } from "./constructs/phase-chart";
export { Subscription, type SubscriptionProps } from "./constructs/subscription";
export { Waypoint, type WaypointProps } from "./constructs/waypoint";
export { Ztunnel, type ZtunnelProps } from "./constructs/ztunnel";
export type { Finding, Place, Severity } from "./findings/finding";
export { InputError, type Problem } from "./findings/input-error";
export { findRule, type RuleDoc, type RuleId, ruleDocs } from "./findings/rules";
export { type LoadedMesh, loadMeshes } from "./mesh/load";
export type { CarriedObject, KubernetesObject, Mesh } from "./mesh/mesh";
export type { MeshSpec, MeshSpecInput } from "./mesh/schema";
export type { Check, ManualStep } from "./plan/checks";
export type { Phase, PhaseKind, Plan, ReachableState, Reversibility } from "./plan/phase";
export { planUpgrade } from "./plan/plan";
export type { MeshState } from "./plan/state";
export type { PlanFile } from "./snapshot/plan-schema";
export type { OutputTree, TreeChange } from "./snapshot/write/tree";
export { MeshApp } from "./workflow/synth/mesh-app";
export { type RenderedMesh, renderMesh, treeOf } from "./workflow/synth/render";
