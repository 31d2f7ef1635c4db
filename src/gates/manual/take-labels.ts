import type { ManualStep } from "../../plan/checks";
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
  const isAmbient = labels.some((label) => label.startsWith("istio.io/dataplane-mode"));
  const when = isAmbient ? "with that" : "with the next start of each pod";
  return {
    says: `${why} Its traffic leaves the mesh ${when}, and no policy of the mesh holds for it any more.`,
    run: [`${kubectl} label namespace ${namespace} ${labels.map((label) => `${label}-`).join(" ")}`],
  };
}
