import { csvName } from "../../catalog/csv-name";
import { distribution } from "../../catalog/lookup";
import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { approvalScript, approvalWords } from "./approval";
import type { ManualCommands } from "./commands";

/** Of the three operators the one that people install without OLM. */
const withHelm =
  "Where Helm installed it, say so under `spec.operator.helm` and run meshstep synth: this step, and what is asked after it, is then about the chart (docs/operators.md, Installed by Helm). Else run this.";

/** The Subscription is not in Git: a person changes its channel, and lets OLM install what it offers. */
export function raiseOperator(step: Extract<ManualStep, { step: "raise-operator" }>, kubectl: Kubectl): ManualCommands {
  const says = [
    `Raise the operator to ${step.release}. Its Subscription is not in Git, so this is done by hand; the manifests of this phase only record it.`,
    ...(step.csv === csvName(distribution("sail"), step.release) ? [withHelm] : []),
    approvalWords(step),
  ];
  return {
    says: says.join(" "),
    run: [approvalScript(step, kubectl, true)],
  };
}
