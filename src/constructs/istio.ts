import type { Construct } from "constructs";
import { defined, LiteralObject, type MoreMetadata, metadataOf } from "./literal-object";

/**
 * Helm values as the Sail API takes them under `spec.values`.
 * @example const values: HelmValues = { meshConfig: { accessLogFile: "/dev/stdout" } };
 */
export type HelmValues = Readonly<Record<string, unknown>>;

/**
 * What an Istio object says.
 * @example const props: IstioProps = { version: "v1.28.5", profile: "ambient" };
 */
export interface IstioProps extends MoreMetadata {
  /** Name of the Istio object. @default default */
  readonly name?: string;
  /** Exact Istio version with its `v`. @example "v1.28.5" */
  readonly version: string;
  /** Namespace of istiod; cannot be changed later. @default istio-system */
  readonly namespace?: string;
  /** Helm profile; `ambient` for ambient meshes on every platform. @default none */
  readonly profile?: string | undefined;
  /** Whether the one revision moves, or a new one comes beside it. @default InPlace */
  readonly updateStrategy?: "InPlace" | "RevisionBased";
  /** Under RevisionBased: seconds for which a revision is kept after its last use. @default the operator's 30 */
  readonly inactiveRevisionDeletionGracePeriodSeconds?: number | undefined;
  /** Passed through untouched, `null` included. @default none */
  readonly values?: HelmValues | undefined;
}

/**
 * The control plane: `Istio` of `sailoperator.io/v1`, cluster-scoped.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 * @example new Istio(chart, "istio", { version: "v1.28.5", values: { pilot: { env: { PILOT_ENABLE_STATUS: "true" } } } });
 */
export class Istio extends LiteralObject {
  constructor(scope: Construct, id: string, props: IstioProps) {
    super(scope, id, {
      apiVersion: "sailoperator.io/v1",
      kind: "Istio",
      clusterScoped: true,
      metadata: { name: props.name ?? "default", ...metadataOf(props) },
      body: {
        spec: defined({
          version: props.version,
          namespace: props.namespace ?? "istio-system",
          profile: props.profile,
          updateStrategy: defined({
            type: props.updateStrategy ?? "InPlace",
            inactiveRevisionDeletionGracePeriodSeconds: props.inactiveRevisionDeletionGracePeriodSeconds,
          }),
          values: props.values,
        }),
      },
    });
  }
}
