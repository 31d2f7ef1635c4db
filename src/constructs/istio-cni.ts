import type { Construct } from "constructs";
import type { HelmValues } from "./istio";
import { defined, LiteralObject, type MoreMetadata, metadataOf } from "./literal-object";

/**
 * What an IstioCNI object says.
 * @example const props: IstioCniProps = { version: "v1.28.5", profile: "ambient" };
 */
export interface IstioCniProps extends MoreMetadata {
  /** Exact Istio version with its `v`. @example "v1.28.5" */
  readonly version: string;
  /** Namespace of the istio-cni-node DaemonSet; cannot be changed later. @default istio-cni */
  readonly namespace?: string;
  /** Helm profile; `ambient` turns on redirection to ztunnel. @default none */
  readonly profile?: string | undefined;
  /** Passed through untouched. @default none */
  readonly values?: HelmValues | undefined;
}

/**
 * The CNI plugin: `IstioCNI` of `sailoperator.io/v1`. The API allows one per cluster, named `default`.
 * @example new IstioCni(chart, "cni", { version: "v1.28.5", profile: "ambient" });
 */
export class IstioCni extends LiteralObject {
  constructor(scope: Construct, id: string, props: IstioCniProps) {
    super(scope, id, {
      apiVersion: "sailoperator.io/v1",
      kind: "IstioCNI",
      clusterScoped: true,
      metadata: { name: "default", ...metadataOf(props) },
      body: {
        spec: defined({
          version: props.version,
          namespace: props.namespace ?? "istio-cni",
          profile: props.profile,
          values: props.values,
        }),
      },
    });
  }
}
