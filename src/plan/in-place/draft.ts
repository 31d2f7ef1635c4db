import { ztunnelApiVersion } from "../../catalog/lookup";
import type { DistributionName, OperatorRelease } from "../../catalog/types";
import type { Described } from "../change/described";
import type { Check } from "../checks";
import type { BehaviourChange } from "../keep/behaviour-change";
import type { ManualStep } from "../manual-steps";
import type { PhaseKind } from "../phase";
import type { MeshState } from "../state";

/** How an operator is replaced, for the words of its phase. */
export interface OperatorMove {
  readonly distribution: DistributionName;
  /** Operator releases. */
  readonly from: string;
  readonly to: string;
  /** The Istio version that runs meanwhile. */
  readonly running: string;
  /** Who lets OLM install it; by hand where the Subscription is not in Git. */
  readonly approval: "Automatic" | "Manual" | "by hand";
  /** Whether the phase changes the channel of the Subscription in Git. */
  readonly newChannel: boolean;
  /** The mirrored catalogue that must end at the release. @default the one that everybody follows */
  readonly pinned?: { readonly channel: string; readonly source: string | undefined };
}

/** One of the cohorts that restart one after the other. */
export interface RestartedCohort {
  /** From 1. */
  readonly number: number;
  /** How many there are. */
  readonly of: number;
  /** Whether every other one has restarted by then: in the middle of a row, later ones may have, too. */
  readonly isLast: boolean;
  readonly namespaces: readonly string[];
}

/** What a reviewer reads about a phase before any YAML. */
export interface PhaseWords {
  readonly title: string;
  readonly why: string;
  readonly disruption: string;
}

/** A phase before it knows its neighbours: what it sets, and what must hold afterwards. */
export interface PhaseDraft {
  readonly kind: PhaseKind;
  /** The folder's name without its number: `control-plane-v1.26.4`. */
  readonly name: string;
  /** Whether several parts move in it, because the user asked for fewer phases. */
  readonly combined?: boolean;
  readonly state: MeshState;
  /** What it describes, where that is not the plan's mesh: in a row of changes. */
  readonly described?: Described;
  /** What people read of it. Phases of kind `change` only. */
  readonly words?: PhaseWords & { readonly changes: readonly string[] };
  /** What must hold afterwards beside the parts that moved, which the neighbour tells. @default nothing */
  readonly gates?: readonly Check[];
  readonly manual: readonly ManualStep[];
  /** What its way back asks for beside what the two states tell. @default nothing */
  readonly walkedBack?: { readonly manual: readonly ManualStep[]; readonly gates: readonly Check[] };
  /** Phases of kind `restart` only, where workloads restart in cohorts. */
  readonly cohort?: RestartedCohort;
  /** Phases of kind `operator` only. */
  readonly operator?: OperatorMove;
  /** Phases of kind `change` only. */
  readonly change?: BehaviourChange;
}

/** From the phase after an operator hop on, ZTunnel uses the newest API version that the release serves. */
export function withApi(state: MeshState, release: OperatorRelease): MeshState {
  return state.ztunnel ? { ...state, ztunnelApiVersion: ztunnelApiVersion([release]) } : state;
}
