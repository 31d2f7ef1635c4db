import type { Offer } from "../catalog/channels";
import type { Distribution, OperatorRelease, VendorJump } from "../catalog/types";
import { minorDistance } from "../catalog/version";

/** One move of one version. */
export type Hop =
  | { readonly kind: "operator"; readonly from: OperatorRelease; readonly to: OperatorRelease }
  | {
      readonly kind: "istio";
      readonly from: string;
      readonly to: string;
      readonly jump?: VendorJump;
      /** Two minors at once, with both control planes side by side: no jump. @default false */
      readonly beside?: true;
    };

/** Whether a hop leaves the data plane two minors behind. */
export function isJump(hop: Hop): hop is Extract<Hop, { kind: "istio" }> {
  return hop.kind === "istio" && Math.abs(minorDistance(hop.from, hop.to)) > 1 && !hop.beside;
}

/** Where a hop leads, as people call it: `Istio v1.29.6`, `operator release 3.3.6`. */
export function stopOf(hop: Hop): string {
  return hop.kind === "operator" ? `operator release ${hop.to.version}` : `Istio ${hop.to}`;
}

/** What the search needs to know; versions are exact and carry their `v`. */
export interface HopRequest {
  readonly distribution: Distribution;
  readonly ambient: boolean;
  readonly release: OperatorRelease;
  readonly from: string;
  readonly to: string;
  /** The operator release to end at; any when left out. */
  readonly finalRelease?: OperatorRelease | undefined;
  /** The operator releases that OLM can be asked for. */
  readonly offer: Offer;
  /** Jumps over a minor that may be taken, as `1.24->1.26`. */
  readonly jumps: readonly string[] | "any";
  /** Whether a new control plane comes beside the old one, and whether the mesh has a CNI plugin, which must not be left behind. @default InPlace */
  readonly besides?: "with CNI" | "without CNI" | undefined;
  /** Known faults of where a hop leads. @default none is counted */
  readonly faults?: FaultCount | undefined;
}

/** How many known faults a mesh meets where a hop leads. */
export interface FaultCount {
  /** Equal for counts that always say the same. */
  readonly key: string;
  of(hop: Hop): number;
}

/** A point of the search: one operator release, one Istio version. */
export interface Point {
  readonly release: OperatorRelease;
  readonly version: string;
}
