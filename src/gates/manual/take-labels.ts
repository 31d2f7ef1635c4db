import { isJoiningLabel } from "../../mesh/labels";
import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import type { ManualCommands } from "./commands";

/** A namespace leaves the mesh again: what joined it is on an object that no engine has. */
export function takeLabels(
  { namespace, labels, isExternal }: Extract<ManualStep, { step: "take-labels" }>,
  kubectl: Kubectl,
): ManualCommands {
  const why = isExternal
    ? `Namespace ${namespace} is its owner's: ask them to take these labels away, in their repository where that describes the Namespace.`
    : `Take the mesh's labels from namespace ${namespace}: the Namespace is not in Git, so no engine does it.`;
  return {
    says: [why, ...felt(labels)].join(" "),
    run: [`${kubectl} label namespace ${namespace} ${labels.map((label) => `${label}-`).join(" ")}`],
  };
}

/** What becomes of its traffic; nothing where none of the labels brings any into the mesh. */
function felt(labels: readonly string[]): readonly string[] {
  if (!labels.some(isJoiningLabel)) return [];
  const injects = labels.some((label) => ["istio-injection", "istio.io/rev"].includes(label));
  const left = (when: string) => [
    `Its traffic leaves the mesh ${when}, and no policy of the mesh holds for it any more.`,
  ];
  if (injects) return left("with the next start of each pod");
  return labels.includes("istio.io/dataplane-mode")
    ? left("with that")
    : ["Its traffic does not go through that waypoint any more, and what the waypoint enforces does not hold for it."];
}
