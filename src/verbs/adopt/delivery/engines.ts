import type { KubernetesObject } from "../../../mesh/mesh";
import type { MeshSpecInput } from "../../../mesh/schema";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import type { EngineName } from "../../../order/result";
import { foreignEngine } from "../../../repository/readers/foreign-engines";

/** The engine that applies the mesh, and what says so: marks of an object, or what reads the file of the control plane. */
export interface MeshEngine {
  readonly name: EngineName;
  readonly from: string;
  /** What a reader has to know of it. */
  readonly told?: readonly string[];
  /** What else `spec.delivery` says. */
  readonly delivery?: Omit<NonNullable<MeshSpecInput["delivery"]>, "engine">;
}

const argo: ReadonlySet<string> = new Set(
  ["Application", "ApplicationSet", "AppProject"].map((kind) => `argoproj.io/${kind}`),
);

/**
 * Whether an object says what Argo CD, Flux or another engine apply, and from where. It is no part of a mesh: a snapshot with it would apply, beside the live folder, the
 * files that were read and the operator release that they name.
 */
export function isOfDelivery(object: KubernetesObject): boolean {
  return (
    argo.has(kindOf(object)) || apiGroup(object).endsWith(".toolkit.fluxcd.io") || foreignEngine(object) !== undefined
  );
}

/** The engine of an object that says what is applied, and from where. */
export function engineByKind(object: KubernetesObject): EngineName | undefined {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
    case "argoproj.io/ApplicationSet":
      return "argocd";
    case "kustomize.toolkit.fluxcd.io/Kustomization":
      return "flux";
    default:
      return undefined;
  }
}
