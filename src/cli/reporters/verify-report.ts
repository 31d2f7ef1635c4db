import type { Check } from "../../plan/checks";
import type { Outcome, VerifyState } from "../../verbs/verify/verify";

/** A verification as reports tell it. */
export interface VerifyReport {
  readonly mesh: string;
  /** Folder name of the phase. */
  readonly phase: string;
  /** Whether it is asked after walking back to the phase. */
  readonly back: boolean;
  readonly checks: readonly {
    readonly check: Check;
    readonly says: string;
    readonly run: string;
  }[];
  readonly state: VerifyState;
  /** Why nothing has to hold. @default the checks must */
  readonly nothing?: string;
}

export const verifyFormats = ["text", "json", "junit", "github", "markdown"] as const;
export type VerifyFormat = (typeof verifyFormats)[number];

const words: Readonly<Record<Outcome["is"], string>> = { holds: "yes", missing: "no", unasked: "?", skipped: "-" };

/** `no   the rollout of DaemonSet ztunnel/ztunnel is complete: 1 of 3 pods are updated`. */
export function checkLine(says: string, outcome: Outcome): string {
  const told = toldOf(outcome);
  return `${words[outcome.is].padEnd(4)} ${says}${told ? `: ${told}` : ""}`;
}

/** What is missing, or what was measured. */
export function toldOf(outcome: Outcome): string {
  return "why" in outcome ? outcome.why : (outcome.is === "holds" && outcome.saw) || "";
}

/** One line for each check, and what it comes to. */
export function verifyText(report: VerifyReport): string {
  return [...verifyLines(report), ""].join("\n");
}

export function verifyLines({ checks, state, ...report }: VerifyReport): readonly string[] {
  const lines = checks.map(({ says }, index) => checkLine(says, state.outcomes[index] as Outcome));
  return [...lines, summary({ checks, state, ...report })];
}

/** `prod-east 02-control-plane-v1.26.4: 12 of 14 checks hold after 35 s`. */
export function summary({ mesh, phase, back, state, nothing }: VerifyReport): string {
  if (nothing !== undefined) return `${mesh}${phase && ` at ${phase}`}: nothing has to hold first; ${nothing}`;
  const asked = state.outcomes.filter(({ is }) => is !== "skipped");
  const holding = asked.filter(({ is }) => is === "holds").length;
  const silent = state.away === undefined ? "" : `; the cluster does not answer: ${state.away}`;
  const skipped = state.outcomes.length - asked.length;
  const left = skipped > 0 ? `, ${skipped} left out` : "";
  return `${mesh} ${back ? "back at " : ""}${phase}: ${holding} of ${asked.length} checks hold${left} after ${Math.round(state.elapsed / 1000)} s${silent}`;
}
