import type { DataPlane, DistributionName } from "../catalog/types";
import type { KubernetesObject } from "../objects/kubernetes-object";
import type { PlatformKind } from "../platform/types";
import { valuesAt } from "./paths";

/** The kinds whose `spec.values` rows speak of. */
export const valuesKinds = ["Istio", "IstioCNI", "ZTunnel"] as const;
export type ValuesKind = (typeof valuesKinds)[number];

/** What rows ask of a mesh. Left out: not known, so that nothing is taken for granted. */
export interface Subject {
  readonly distribution: DistributionName;
  readonly dataPlane: DataPlane;
  readonly strategy: "InPlace" | "RevisionBased";
  /** `spec.values` of each object, as the user wrote them. */
  readonly values: Readonly<Record<ValuesKind, unknown>>;
  /** Values that keep an old behaviour for now, by their whole path. @default none */
  readonly kept?: Readonly<Record<string, unknown>> | undefined;
  /** Objects that the mesh carries. */
  readonly objects: readonly KubernetesObject[];
  /** Labels of the mesh's namespaces. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  /** Names of revision tags. */
  readonly tags: readonly string[];
  /** How many istiods there are at least. */
  readonly istiods: number;
  readonly gateways: {
    readonly waypoints: boolean;
    /** Any that istiod deploys, waypoints among them. */
    readonly managed: boolean;
    readonly injected: boolean;
  };
  readonly platform?: {
    readonly kind: PlatformKind;
    /** Minor of Kubernetes, where it is known. */
    readonly kubernetes?: string;
    /** Version of the Gateway API CRDs, where the platform brings them. */
    readonly gatewayApi?: string;
  };
}

/** What is known of the move that brings the row; what is left out is not asked. */
export interface RowMoveFacts {
  /** The version that the part comes from. */
  readonly from?: string | undefined;
  /** Whether the operator releases name other images for the version that runs. */
  readonly imagesDiffer?: boolean | undefined;
}

/** What stands at `Istio.spec.values.pilot.env.X`: none when nothing sets it. */
export function valuesOf(subject: Subject, path: string): readonly unknown[] {
  const kept = subject.kept?.[path];
  if (kept !== undefined) return [kept];
  const match = /^(Istio|IstioCNI|ZTunnel)\.spec\.values\.(.+)$/.exec(path);
  return match ? valuesAt(subject.values[match[1] as ValuesKind], match[2] as string) : [];
}
