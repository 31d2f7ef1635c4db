import type { Construct } from "constructs";
import { defined, LiteralObject } from "./literal-object";

/** Helm values as the Sail API takes them under `spec.values`. */
export type HelmValues = Readonly<Record<string, unknown>>;

export interface IstioProps {
  /** Name of the Istio object. @default default */
  readonly name?: string;
  /** Exact Istio version with its `v`, for example `v1.28.5`. */
  readonly version: string;
  /** Namespace of istiod; cannot be changed later. @default istio-system */
  readonly namespace?: string;
  /** Helm profile; `ambient` for ambient meshes on every platform. @default none */
  readonly profile?: string | undefined;
  /** @default InPlace */
  readonly updateStrategy?: "InPlace" | "RevisionBased";
  /** Passed through untouched, `null` included. @default none */
  readonly values?: HelmValues | undefined;
}

/**
 * The control plane: `Istio` of `sailoperator.io/v1`, cluster-scoped.
 *
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 */
export class Istio extends LiteralObject {
  constructor(scope: Construct, id: string, props: IstioProps) {
    super(scope, id, {
      apiVersion: "sailoperator.io/v1",
      kind: "Istio",
      clusterScoped: true,
      metadata: { name: props.name ?? "default" },
      body: {
        spec: defined({
          version: props.version,
          namespace: props.namespace ?? "istio-system",
          profile: props.profile,
          updateStrategy: { type: props.updateStrategy ?? "InPlace" },
          values: props.values,
        }),
      },
    });
  }
}
