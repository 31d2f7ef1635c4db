import type { ManualStep } from "../../plan/manual-steps";
import { platformTitles } from "../../platform/types";
import type { Kubectl } from "../check-command";
import type { ManualCommands } from "./commands";

/** The platform under the mesh, where no version of it carries the whole row. */
export function upgradeCluster(
  { platform, from, to }: Extract<ManualStep, { step: "upgrade-cluster" }>,
  kubectl: Kubectl,
): ManualCommands {
  return {
    says: `Upgrade the cluster from ${platformTitles[platform]} ${from} to ${to}, as its own documents say, one minor at a time. The manifests of this phase only record it.`,
    run: [
      ...(platform === "openshift" ? [`${kubectl} get clusterversion version`] : []),
      `${kubectl} version`,
      `${kubectl} get nodes`,
    ],
  };
}
