import type { Prometheus, VerifyRequest, VerifySlo } from "../mesh/schema";
import type { ChartLeadsCheck, ChartReconciledCheck, CrdsAcceptCheck } from "./chart-operator";
import type { OperatorLeadsCheck, OperatorReconciledCheck } from "./operator-parts";
import type { SailResource } from "./sail-resource";
import type { Workload } from "./workload";

/** The pods of one part of the mesh: all that carry these labels in a namespace. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Which proxies a check speaks of: of one Deployment, or all of a namespace. */
export interface Proxies {
  readonly namespace: string;
  /** @default every proxy of the namespace */
  readonly deployment?: string;
  /** Deployments of the namespace that are looked at by themselves: gateways that move at another time. @default none */
  readonly except?: readonly string[];
  /** Where istiod runs that they are connected to. */
  readonly istioNamespace: string;
  /** Revision of that istiod. */
  readonly revision: string;
}

/**
 * One assertion that must hold before what follows may start. Data, not text: `gates/kinds` has, for each kind, the objects that it looks at,
 * a pure predicate over them, the command for people, and the container of a Job.
 *
 * No status of an operator's object is trusted by itself: its conditions can describe the rollout before. Each is followed by a check on its
 * child: the version label that the chart puts on the Deployment or DaemonSet, its rollout, and that no pod of another version is left.
 */
export type Check =
  /** The operator's ClusterServiceVersion reached `Succeeded`. */
  | { readonly check: "csv-succeeded"; readonly csv: string; readonly namespace: string }
  /** The new operator has the lease and has rendered every chart of the mesh: until then it may still roll all of them at once. */
  | OperatorReconciledCheck
  | OperatorLeadsCheck
  /** The same of an operator that Helm installs, and the CRDs that it leaves to people. */
  | ChartLeadsCheck
  | ChartReconciledCheck
  | CrdsAcceptCheck
  /** `spec.version` of a Sail object. */
  | { readonly check: "sail-version"; readonly resource: SailResource; readonly name: string; readonly version: string }
  /** A condition of a Sail object is True, and it describes the present generation. */
  | {
      readonly check: "sail-condition";
      readonly resource: SailResource;
      readonly name: string;
      readonly condition: "Reconciled" | "Ready" | "InUse";
    }
  /** A revision tag points at a revision, and the operator has seen to it. */
  | { readonly check: "revision-tag"; readonly tag: string; readonly revision: string }
  /** No pod is connected to a revision, not even one that has failed, no namespace asks for it and no tag points at it: nothing keeps it but the hold. */
  | { readonly check: "revision-unused"; readonly revision: string; readonly hold: string }
  /** The certificate that istiod serves with is issued for these names, and not for those. */
  | {
      readonly check: "istiod-certificate";
      readonly namespace: string;
      readonly has: readonly string[];
      readonly lacks: readonly string[];
    }
  /** `status.state` is Healthy: only sound once every part of the mesh is there. */
  | { readonly check: "mesh-healthy"; readonly name: string }
  /** `app.kubernetes.io/version` of a workload, which the chart sets without `v`. */
  | { readonly check: "version-label"; readonly workload: Workload; readonly version: string }
  | { readonly check: "rollout"; readonly workload: Workload; readonly timeoutSeconds: number }
  /** No pod of the part carries another version than these; holds where there are no pods at all. */
  | {
      readonly check: "only-versions";
      readonly part: string;
      readonly pods: Pods;
      /** Without `v`, sorted. */
      readonly versions: readonly string[];
    }
  /** The kubelet of every node is of this Kubernetes minor. */
  | { readonly check: "nodes-at"; readonly minor: string }
  /** No workload with these labels of its own (not of its pods) is in the middle of a rollout; holds where there is none. */
  | {
      readonly check: "settled";
      readonly kind: Workload["kind"];
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly part: string;
    }
  /** At least so many replicas are ready: one is there while another restarts. */
  | {
      readonly check: "replicas-ready";
      readonly workload: Workload;
      readonly replicas: number;
      /** Its PodDisruptionBudget, which allows a disruption when there is one more than has to be. @default it has none that is known */
      readonly budget?: string;
    }
  /** Under OnDelete a rollout is never "complete": every node must run a pod of the new template. */
  | { readonly check: "nodes-replaced"; readonly workload: Workload }
  /** The marker ConfigMap names the phase: the engine has come to its last wave. */
  | {
      readonly check: "phase-applied";
      readonly namespace: string;
      readonly name: string;
      readonly phase: string;
      /** Whether mesh.yaml names no engine. @default an engine applies it */
      readonly byHand?: true;
    }
  /** The last phase whose end was asserted is one of these; holds where no phase was applied yet. */
  | {
      readonly check: "neighbour-applied";
      readonly namespace: string;
      readonly mesh: string;
      readonly phases: readonly string[];
    }
  /** A field of a workload, by its path: a setting that its operator object cannot show. */
  | { readonly check: "workload-field"; readonly workload: Workload; readonly field: string; readonly value: string }
  | { readonly check: "gateway-programmed"; readonly namespace: string; readonly name: string }
  /** A Gateway names the revision whose istiod is to deploy it. */
  | {
      readonly check: "gateway-revision";
      readonly namespace: string;
      readonly name: string;
      readonly revision: string;
    }
  /** The proxies run this version. */
  | { readonly check: "proxy-version"; readonly proxies: Proxies; readonly version: string }
  /** Every pod of a namespace that has a sidecar carries the annotation of this revision, and is ready unless `starting`; Deployments of gateways may be left out. */
  | {
      readonly check: "sidecars-carry";
      readonly namespace: string;
      readonly revision: string;
      readonly except?: readonly string[];
      /** Pods that are not ready are no matter. @default false */
      readonly starting?: true;
    }
  /** No injected sidecar of a namespace, or no pod of one Deployment, runs another version than these, by the tag of its image; holds where there is none. */
  | {
      readonly check: "sidecars-run";
      readonly namespace: string;
      /** @default every pod that has been injected */
      readonly deployment?: string;
      readonly except?: readonly string[];
      /** Without `v`, sorted. */
      readonly versions: readonly string[];
    }
  /** istiod has sent the proxies all that it knows, and they have taken it. */
  | { readonly check: "proxies-synced"; readonly proxies: Proxies }
  /** No proxy of whatever namespace that is connected to an istiod is older than this minor: also those that mesh.yaml does not speak of. */
  | {
      readonly check: "connected-proxies";
      readonly istioNamespace: string;
      readonly revision: string;
      /** Without `v`. */
      readonly minor: string;
    }
  /** ztunnel knows the workloads of a namespace and speaks HBONE to them. */
  | { readonly check: "ztunnel-workloads"; readonly namespace: string; readonly ztunnelNamespace: string }
  /** A label of the mesh is on the namespace. */
  | { readonly check: "namespace-label"; readonly namespace: string; readonly label: string; readonly value: string }
  /** A label of the mesh is not on the namespace any more. */
  | { readonly check: "namespace-without-label"; readonly namespace: string; readonly label: string }
  /** An object is not there any more. */
  | {
      readonly check: "object-gone";
      readonly kind: string;
      /** Plural name, with its group. */
      readonly resource: string;
      /** @default cluster-scoped */
      readonly namespace?: string;
      readonly name: string;
    }
  /** A route is taken by every parent, and all that it names exists. */
  | {
      readonly check: "route-accepted";
      readonly resource: RouteResource;
      readonly namespace: string;
      readonly name: string;
    }
  /** The proxies that a policy speaks of have taken it. */
  | { readonly check: "policy-accepted"; readonly namespace: string; readonly name: string }
  /** The Services of a namespace go through their waypoint. */
  | { readonly check: "waypoint-bound"; readonly namespace: string }
  | { readonly check: "request"; readonly request: VerifyRequest }
  /** What Prometheus measures has kept within its bound. */
  | { readonly check: "slo"; readonly slo: VerifySlo; readonly prometheus: Prometheus };

/** Routes of the Gateway API, by their plural names. */
export const routeResources = ["httproutes", "grpcroutes", "tlsroutes", "tcproutes"] as const;
export type RouteResource = (typeof routeResources)[number];

export type CheckKindName = Check["check"];
export type CheckOf<K extends CheckKindName> = Extract<Check, { check: K }>;
