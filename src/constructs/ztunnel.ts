import type { Construct } from "constructs";
import type { ZtunnelApiVersion } from "../catalog/types";
import type { HelmValues } from "./istio";
import { defined, LiteralObject, type MoreMetadata, metadataOf } from "./literal-object";

/**
 * What a ZTunnel object says.
 * @example const props: ZtunnelProps = { version: "v1.28.5", values: { ztunnel: { terminationGracePeriodSeconds: 300 } } };
 */
export interface ZtunnelProps extends MoreMetadata {
  /** Exact Istio version with its `v`. @example "v1.28.5" */
  readonly version: string;
  /** Namespace of the ztunnel DaemonSet. @default ztunnel */
  readonly namespace?: string;
  /**
   * API version that the operator release in force serves: `v1` since Sail 1.28.0, OpenShift Service Mesh 3.2.1 and
   * Alauda Service Mesh 2.1.0, `v1alpha1` before. @default v1
   */
  readonly apiVersion?: ZtunnelApiVersion | undefined;
  /** Passed through untouched. @default none */
  readonly values?: HelmValues | undefined;
}

/**
 * The node proxy: `ZTunnel` of `sailoperator.io`. The API allows one per cluster, named `default`.
 * @example new Ztunnel(chart, "ztunnel", { version: "v1.28.5" });
 */
export class Ztunnel extends LiteralObject {
  constructor(scope: Construct, id: string, props: ZtunnelProps) {
    const apiVersion = props.apiVersion ?? "v1";
    super(scope, id, {
      apiVersion: `sailoperator.io/${apiVersion}`,
      kind: "ZTunnel",
      clusterScoped: true,
      metadata: { name: "default", ...metadataOf(props) },
      body: {
        spec: defined({
          version: props.version,
          namespace: props.namespace ?? "ztunnel",
          // No profile: in v1alpha1 its default is ambient, v1 has no such field, and the way from v1 back to v1alpha1 is closed to
          // server-side apply once the field was written.
          values: props.values,
        }),
      },
    });
  }
}
