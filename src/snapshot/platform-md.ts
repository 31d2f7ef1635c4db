import { distribution as findDistribution } from "../catalog/lookup";
import { foldersOf } from "../delivery/folders";
import type { PlatformFile } from "../delivery/platform-file";
import type { Plan } from "../plan/phase";
import { markdownHeader } from "./header";
import { argocdMarkdown } from "./platform-argocd-md";
import { fluxMarkdown } from "./platform-flux-md";
import type { PlatformPage } from "./platform-page";
import type { Snapshot } from "./snapshot";

/** PLATFORM.md: what to apply once, how, what to look at before, and what is known to hold. Like the files beside it, the same in every phase. */
export function platformMarkdown(plan: Plan, files: readonly PlatformFile[], snapshots: readonly Snapshot[]): string {
  const { mesh } = plan;
  const { kubectl } = findDistribution(mesh.distribution).policy;
  const page: PlatformPage = { mesh, files, folders: foldersOf(mesh, snapshots), kubectl };
  const sections = [
    `${markdownHeader} for mesh ${mesh.name}. Do not edit: change mesh.yaml and run meshstep synth. -->`,
    ...(mesh.delivery.engine === "flux" ? fluxMarkdown(page) : argocdMarkdown(page)),
  ];
  return `${sections.join("\n\n")}\n`;
}
