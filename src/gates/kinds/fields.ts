import type { KubernetesObject } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import type { SailResource } from "../../plan/sail-resource";
import type { Workload } from "../../plan/workload";
import type { Answer, GetQuery } from "../query";

/** The number at a path: the API leaves out what is 0. */
export function count(object: unknown, ...path: readonly string[]): number {
  const value = valueAt(object, ...path);
  return typeof value === "number" ? value : 0;
}

/** One condition of an object's status. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

export function conditions(object: unknown, ...path: readonly string[]): readonly Condition[] {
  const found = valueAt(object, ...(path.length ? path : ["status", "conditions"]));
  return Array.isArray(found) ? (found as Condition[]) : [];
}

/** `IstiodNotReady: waiting for ...`, or the bare status. */
export function whyNot({ reason, message, status }: Condition): string {
  return [reason ?? status, message].filter(Boolean).join(": ");
}

/** The only object of an answer to a query by name. */
export function only(answer: Answer | undefined): KubernetesObject | undefined {
  return answer?.objects[0];
}

export const sailKinds: Readonly<Record<SailResource, string>> = {
  istios: "Istio",
  istiorevisions: "IstioRevision",
  istiorevisiontags: "IstioRevisionTag",
  istiocnis: "IstioCNI",
  ztunnels: "ZTunnel",
};

export function sailQuery(resource: SailResource, name: string): GetQuery {
  return { ask: "get", resource: `${resource}.sailoperator.io`, name };
}

export function workloadQuery({ kind, namespace, name }: Workload): GetQuery {
  return { ask: "get", resource: `${kind.toLowerCase()}s.apps`, namespace, name };
}

/** `DaemonSet ztunnel/ztunnel`. */
export function workloadName({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}

/** `daemonset/ztunnel -n ztunnel`, for kubectl. */
export function workloadTarget({ kind, namespace, name }: Workload): readonly string[] {
  return [`${kind.toLowerCase()}/${name}`, "-n", namespace];
}

/** `app=ztunnel,istio.io/rev=default`. */
export function selectorOf(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
