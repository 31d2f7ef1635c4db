import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { approvalScript, approvalWords } from "./approval";
import type { ManualCommands } from "./commands";

/** The Subscription is not in Git: a person changes its channel, and lets OLM install what it offers. */
export function raiseOperator(step: Extract<ManualStep, { step: "raise-operator" }>, kubectl: Kubectl): ManualCommands {
  return {
    says: `Raise the operator to ${step.release}. Its Subscription is not in Git, so this is done by hand; the manifests of this phase only record it. ${approvalWords(step)}`,
    run: [approvalScript(step, kubectl, true)],
  };
}
