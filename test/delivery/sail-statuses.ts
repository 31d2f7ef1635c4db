import type { KubernetesObject } from "../../src/mesh/mesh";

type Condition = readonly [type: string, status: string, message?: string];

/** An object of the Sail Operator with a status, or without one. */
export function sailObject(
  kind: string,
  status?: { observed?: number; conditions?: readonly Condition[]; state?: string },
): KubernetesObject {
  return {
    apiVersion: "sailoperator.io/v1",
    kind,
    metadata: { name: "default", generation: 3 },
    ...(status && {
      status: {
        ...(status.observed !== undefined && { observedGeneration: status.observed }),
        ...(status.conditions && {
          conditions: status.conditions.map(([type, value, message]) => ({
            type,
            status: value,
            ...(message && { message }),
          })),
        }),
        ...(status.state && { state: status.state }),
      },
    }),
  };
}

const reconciled: Condition = ["Reconciled", "True"];
const ready: Condition = ["Ready", "True"];

/** What the operator was seen to write, and whether the object may count as done. */
export const sailStatuses: readonly {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly done: boolean;
  readonly says: RegExp;
}[] = [
  { name: "no status yet", object: sailObject("Istio"), done: false, says: /first status/ },
  {
    name: "a status without conditions",
    object: sailObject("ZTunnel", { observed: 3 }),
    done: false,
    says: /first status/,
  },
  {
    name: "no condition",
    object: sailObject("ZTunnel", { observed: 3, conditions: [] }),
    done: false,
    says: /Reconciled/,
  },
  {
    name: "the generation before",
    object: sailObject("Istio", { observed: 2, conditions: [reconciled, ready] }),
    done: false,
    says: /generation 3/,
  },
  {
    name: "no observedGeneration",
    object: sailObject("IstioCNI", { conditions: [reconciled, ready] }),
    done: false,
    says: /generation 3/,
  },
  {
    name: "an error of the operator is no end",
    object: sailObject("IstioRevision", {
      observed: 3,
      conditions: [["Reconciled", "False", "conflict"], ready],
      state: "ReconcileError",
    }),
    done: false,
    says: /Reconciled is False: conflict/,
  },
  {
    name: "pods that are not there yet",
    object: sailObject("IstioCNI", { observed: 3, conditions: [reconciled, ["Ready", "False", "0/3 ready"]] }),
    done: false,
    says: /Ready is False: 0\/3 ready/,
  },
  {
    name: "Ready is Unknown",
    object: sailObject("Istio", { observed: 3, conditions: [reconciled, ["Ready", "Unknown"]] }),
    done: false,
    says: /Ready is Unknown/,
  },
  {
    name: "no Ready",
    object: sailObject("Istio", { observed: 3, conditions: [reconciled] }),
    done: false,
    says: /Ready/,
  },
  {
    name: "Istio does not wait for a ZTunnel of a later layer",
    object: sailObject("Istio", {
      observed: 3,
      conditions: [reconciled, ready, ["DependenciesHealthy", "False", "ZTunnel not found"]],
      state: "ZTunnelNotFound",
    }),
    done: true,
    says: /done/,
  },
  {
    name: "a tag that nobody uses",
    object: sailObject("IstioRevisionTag", {
      observed: 3,
      conditions: [reconciled, ["InUse", "False"]],
      state: "NotReferenced",
    }),
    done: true,
    says: /done/,
  },
  {
    name: "a tag whose revision is missing",
    object: sailObject("IstioRevisionTag", {
      observed: 3,
      conditions: [["Reconciled", "False", "not found"]],
      state: "RefNotFound",
    }),
    done: false,
    says: /Reconciled is False: not found/,
  },
  ...["Istio", "IstioCNI", "IstioRevision", "ZTunnel"].map((kind) => ({
    name: `${kind} is done`,
    object: sailObject(kind, { observed: 3, conditions: [reconciled, ready], state: "Healthy" }),
    done: true,
    says: /done/,
  })),
];
