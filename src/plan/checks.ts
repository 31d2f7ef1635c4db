import type { VerifyRequest } from "../mesh/schema";
import type { OperatorReconciledCheck } from "./operator-parts";

/** A cluster-scoped kind of `sailoperator.io`, by its plural name. */
export type SailResource = "istios" | "istiorevisions" | "istiocnis" | "ztunnels";

/** A workload whose rollout can be waited for. */
export interface Workload {
  readonly kind: "Deployment" | "DaemonSet";
  readonly namespace: string;
  readonly name: string;
}

/**
 * One assertion that must hold before what follows may start. Data, not text: `gates/` renders it as a command for people,
 * and later as a Job, as Flux health checks and as Lua.
 *
 * The conditions of a Sail object can describe the rollout before, so every wait for one is followed by a check on its child:
 * the version label that the chart puts on the Deployment or DaemonSet, then its rollout.
 */
export type Check =
  /** The operator's ClusterServiceVersion reached `Succeeded`. */
  | { readonly check: "csv-succeeded"; readonly csv: string; readonly namespace: string }
  | OperatorReconciledCheck
  /** `spec.version` of a Sail object. */
  | { readonly check: "sail-version"; readonly resource: SailResource; readonly name: string; readonly version: string }
  /** A condition of a Sail object is True. */
  | {
      readonly check: "sail-condition";
      readonly resource: SailResource;
      readonly name: string;
      readonly condition: "Reconciled" | "Ready";
    }
  /** `status.state` is Healthy: only sound once every part of the mesh is there. */
  | { readonly check: "mesh-healthy"; readonly name: string }
  /** `app.kubernetes.io/version` of a workload, which the chart sets without `v`. */
  | { readonly check: "version-label"; readonly workload: Workload; readonly version: string }
  | { readonly check: "rollout"; readonly workload: Workload; readonly timeoutSeconds: number }
  /** Under OnDelete a rollout is never "complete": every node must run a pod of the new template. */
  | { readonly check: "nodes-replaced"; readonly workload: Workload }
  /** The marker ConfigMap names the phase: the engine has come to its last wave. */
  | { readonly check: "phase-applied"; readonly namespace: string; readonly name: string; readonly phase: string }
  /** A field of a DaemonSet, by its path: a setting that its operator object cannot show. */
  | { readonly check: "daemonset-field"; readonly workload: Workload; readonly field: string; readonly value: string }
  | { readonly check: "waypoint-programmed"; readonly namespace: string; readonly name: string }
  /** The Envoy of each waypoint is synced and at this version. */
  | {
      readonly check: "waypoint-proxy";
      readonly namespace: string;
      readonly name: string;
      readonly version: string;
      /** Where istioctl finds istiod. */
      readonly istioNamespace: string;
    }
  /** No sidecar in the namespace runs another version. */
  | {
      readonly check: "sidecar-proxies";
      readonly namespace: string;
      readonly version: string;
      readonly istioNamespace: string;
    }
  /** ztunnel knows the workloads of a namespace and speaks HBONE to them. */
  | { readonly check: "ztunnel-workloads"; readonly namespace: string; readonly ztunnelNamespace: string }
  /** A label that is ours is on the namespace. */
  | { readonly check: "namespace-label"; readonly namespace: string; readonly label: string; readonly value: string }
  | { readonly check: "request"; readonly request: VerifyRequest };

/** What a person who raises an operator has to know. */
interface OperatorTarget {
  /** The ClusterServiceVersion to end at. */
  readonly csv: string;
  readonly namespace: string;
  readonly subscription: string;
  /** The channel that the Subscription follows by then. */
  readonly channel: string;
  /** The ClusterServiceVersion that is installed, and what OLM may install before the last one, in order. */
  readonly way: readonly string[];
  /** Whether the catalogue is a mirror of the user's own. */
  readonly catalog: "head" | "pinned";
}

/** Something that only a person can do, with the data that its commands need. */
export type ManualStep =
  /** OLM installs nothing under Manual approval until the InstallPlan is approved. */
  | ({ readonly step: "approve-install-plan" } & OperatorTarget)
  /** The Subscription is not in Git. */
  | ({ readonly step: "raise-operator"; readonly release: string } & OperatorTarget)
  /** OnDelete: node by node, drain, delete the old ztunnel, uncordon. */
  | { readonly step: "drain-nodes"; readonly ztunnelNamespace: string; readonly version: string }
  | { readonly step: "restart-workloads"; readonly namespace: string; readonly version: string };
