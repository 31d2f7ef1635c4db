import type { Finding, Place } from "../../findings/finding";
import type { OwnOutput } from "../../repository/objects/own-output";
import { checkRow } from "../../rules/run";
import { type CheckChoices, phaseState } from "./manifest-set/manifest-set";

/** What is said of some manifests. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** All phases and all steps, or each phase by itself when only some of them were given. */
export function checkOutput(output: OwnOutput, choices: CheckChoices): Checked {
  const dirs = output.plan.phases.map(({ dir }) => dir);
  const given = dirs.filter((dir) => output.objects.has(dir));
  const states = given.map((dir) => phaseState(output, dir, choices));
  const rows = given.length === dirs.length ? [states] : states.map((one) => [one]);
  // What is about a phase as a whole stands in no manifest.
  const place: Place = { file: output.file, line: 1, column: 1 };
  return {
    findings: rows
      .flatMap((row) => checkRow(row.map(({ state }) => state)))
      // What synth wrote is mended in mesh.yaml.
      .map(({ fixes: _, ...one }) => ({ place, ...one })),
    notes: states.flatMap(({ notes }) => notes),
  };
}
