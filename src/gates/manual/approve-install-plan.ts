import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { approvalScript, approvalWords } from "./approval";
import type { ManualCommands } from "./commands";

/** The Subscription is in Git, and a person lets OLM install what it offers. */
export function approveInstallPlan(
  step: Extract<ManualStep, { step: "approve-install-plan" }>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `Approve the InstallPlan for ${step.csv}. ${approvalWords(step)}`,
    run: [approvalScript(step, kubectl, false)],
  };
}
