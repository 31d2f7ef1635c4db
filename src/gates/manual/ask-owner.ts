import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import type { ManualCommands } from "./commands";

/** The patch for the owner of a Namespace, below the folder of its phase. */
export function ownersFile(namespace: string, back: boolean): string {
  return `for-owners/${back ? "going-back-" : ""}namespace-${namespace}.yaml`;
}

/** The Namespace is somebody else's: they set the labels. */
export function askOwner(
  { namespace, labels, back = false }: Extract<ManualStep, { step: "ask-owner" }>,
  kubectl: Kubectl,
): ManualCommands {
  const set = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    says: `Namespace ${namespace} is its owner's: ask them for these labels. ${ownersFile(namespace, back)} beside this page is the patch for their repository; where nothing describes the Namespace, they run the command.`,
    run: [`${kubectl} label namespace ${namespace} ${set.join(" ")} --overwrite`],
  };
}
