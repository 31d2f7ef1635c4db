import type { Finding } from "../findings/finding";
import type { Phase } from "../plan/phase";
import type { ChangedInput } from "./changed-inputs";
import type { Merged } from "./merged";
import type { LiveMesh } from "./mesh";
import { type Outlook, outlookOf } from "./outlook";
import { onlyLineEnds, type Standing } from "./standing";
import { wayOn, wayToMerged } from "./way-on";

/** Where a live folder stands, and what comes next. */
export interface LiveStatus {
  readonly mesh: string;
  /** The live folder, as the user gave it. */
  readonly live: string;
  /** Hash of the plan. */
  readonly plan: string;
  readonly phases: readonly Phase[];
  readonly standing: Standing;
  /** The phase that the folder is, byte for byte. */
  readonly current: Phase | undefined;
  /** The phase that `promote --next` would write; none at the end of the row and where it would refuse. */
  readonly next: Phase | undefined;
  /** Where Git has the files of a folder that is empty here, as git checkout takes it. */
  readonly lost: string | undefined;
  /** The version that the row leads to. */
  readonly target: string;
  /** What the catalogue says of that version. */
  readonly outlook: Outlook;
  /** Everything that was edited are the ends of lines. */
  readonly lineEnds: boolean;
  /** What was edited since synth wrote the output folder. */
  readonly changedInputs: readonly ChangedInput[];
  /** Where the ref that was asked for has the folder. */
  readonly merged: Merged | undefined;
  /** The one command to go on with. */
  readonly command: string;
  /** Errors of the plan, and SNAP001, as a warning, when the committed snapshot is stale. */
  readonly findings: readonly Finding[];
}

/** Sums up what is known of a live folder. */
export function statusOf(found: LiveMesh, merged?: Merged): LiveStatus {
  const { live, rendered, phases, standing, lost, changedInputs, findings, stale } = found;
  const { plan } = rendered;
  const target = lost === undefined ? nextPhase(standing) : undefined;
  const command = merged?.ahead ? wayToMerged(merged.ahead, merged.label) : wayOn(found);
  return {
    mesh: plan.mesh.name,
    live: live.shown,
    plan: plan.hash,
    phases: plan.phases,
    standing,
    current: standing.at === "phase" ? plan.phases[standing.phase] : undefined,
    next: target === undefined ? undefined : plan.phases[target],
    lost,
    changedInputs,
    merged,
    command,
    target: plan.to,
    outlook: plan.phases.length > 0 ? outlookOf(plan) : {},
    lineEnds:
      standing.at === "no phase" &&
      standing.edits.length > 0 &&
      onlyLineEnds(standing.edits, phases[standing.nearest]?.files ?? new Map(), live.files),
    // A stale snapshot stops promote; where the folder stands, it does not change. What writes it anew is the one command, where that does.
    findings: [
      ...findings.filter(({ severity }) => severity === "error"),
      ...stale.map((one) => ({
        ...one,
        severity: "warning" as const,
        ...(command.startsWith("meshstep synth --live") && { hint: `Run ${command}, and commit the result.` }),
      })),
    ],
  };
}

/** The phase after the one where a folder stands; it may lie beyond the last one. */
export function nextPhase(standing: Standing): number | undefined {
  switch (standing.at) {
    case "phase":
      return standing.phase + 1;
    case "nothing":
      return 0;
    case "earlier plan":
      return standing.phase;
    case "no phase":
      return undefined;
  }
}
