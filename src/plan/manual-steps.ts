import type { PlatformKind } from "../platform/types";

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
  /** Helm installs the operator: its chart goes to another release, and its CRDs before it. */
  | {
      readonly step: "raise-chart";
      readonly from: string;
      readonly release: string;
      /** Namespace of the Helm release. */
      readonly namespace: string;
      /** Name of the Helm release. */
      readonly name: string;
      readonly repository: string;
      /** The object in Git that names the chart's version. @default people run helm */
      readonly installedBy?: {
        readonly kind: "Application" | "HelmRelease";
        readonly namespace: string;
        readonly name: string;
      };
    }
  /** OnDelete: node by node, drain, delete the old ztunnel, uncordon. */
  | { readonly step: "drain-nodes"; readonly ztunnelNamespace: string; readonly version: string }
  | {
      readonly step: "restart-workloads";
      readonly namespace: string;
      /** Of the sidecars that are injected. @default none are any more */
      readonly version?: string;
      /** Deployments that are left alone: gateways, which move at another time. @default none */
      readonly except?: readonly string[];
    }
  | {
      readonly step: "restart-gateway";
      readonly namespace: string;
      readonly deployment: string;
      readonly version: string;
    }
  /** A gateway whose image people set. */
  | {
      readonly step: "update-gateway";
      readonly namespace: string;
      readonly deployment: string;
      readonly version: string;
      /** The istiod that it is to ask from then on, as `host:port`. @default the one that it asks already */
      readonly istiod?: string;
    }
  /** A second Deployment of a gateway, like the first but for its name, its pods and one more label: behind the same Service. */
  | {
      readonly step: "add-canary";
      readonly namespace: string;
      readonly deployment: string;
      readonly replicas: number;
      readonly version: string;
    }
  /** The second Deployment goes, when the gateway itself has moved or on the way back. */
  | { readonly step: "remove-canary"; readonly namespace: string; readonly deployment: string }
  /** A Gateway of another delivery: its owner names the revision. */
  | {
      readonly step: "label-gateway";
      readonly namespace: string;
      readonly name: string;
      readonly revision: string;
    }
  /** istio-csr is not in the mesh's manifests, and its list of revisions makes the names of istiod's certificate. */
  | {
      readonly step: "list-revisions";
      readonly revisions: readonly string[];
      /** The one that is taken out. @default none: one is added, or stays for a while */
      readonly leaves?: string;
    }
  /** The cluster itself goes to another minor. */
  | { readonly step: "upgrade-cluster"; readonly platform: PlatformKind; readonly from: string; readonly to: string }
  /** The Namespace is somebody else's: they set the labels. */
  | {
      readonly step: "ask-owner";
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      /** Whether a phase is walked back by it. @default false */
      readonly back?: boolean;
    }
  /** No engine deletes it: its annotations keep it, or nobody prunes. */
  | {
      readonly step: "delete-object";
      readonly kind: string;
      /** Plural name, with its group. */
      readonly resource: string;
      readonly namespace?: string;
      readonly name: string;
    }
  /** The Namespace is not in Git, so no engine takes its labels away. */
  | {
      readonly step: "take-labels";
      readonly namespace: string;
      /** Their keys. */
      readonly labels: readonly string[];
      readonly isExternal: boolean;
    };
