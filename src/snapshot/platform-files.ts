import { platform } from "../delivery/platform";
import type { PlatformFile } from "../delivery/platform-file";
import type { Plan } from "../plan/phase";
import { yamlHeader } from "./header";
import { kustomizations } from "./kustomization";
import { manifestYaml } from "./manifest-yaml";
import { platformMarkdown } from "./platform-md";
import type { Snapshot } from "./snapshot";

/**
 * Everything below `platform/`, by its path in `out/<mesh>/`: what points the engine at the live folder, a kustomization.yaml so that it can be
 * applied or included as a whole, and PLATFORM.md. Pure; empty without an engine. Nothing in it names a phase or a version.
 */
export function platformFiles(plan: Plan, snapshots: readonly Snapshot[]): ReadonlyMap<string, string> {
  const { mesh } = plan;
  const files = platform(mesh, snapshots);
  if (files.length === 0) return new Map();
  const applied = files.filter(({ patch }) => !patch).map(({ path }) => path);
  // The folder of the engine, not the one above: what is to be merged into objects of others stays out.
  const lists = [...kustomizations(applied)].filter(([path]) => path !== "kustomization.yaml");
  const texts: (readonly [string, string])[] = [
    ...files.map((file) => [file.path, fileText(mesh.name, file)] as const),
    ...lists,
    ["PLATFORM.md", platformMarkdown(plan, files, snapshots)],
  ];
  return new Map(texts.map(([path, text]) => [`platform/${path}`, text] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fileText(mesh: string, { object, why, patch }: PlatformFile): string {
  const use = patch ? "Merge it into what is there, see ../../PLATFORM.md." : "Apply it once, see ../PLATFORM.md.";
  const comment = [`${yamlHeader} for mesh ${mesh}. Do not edit: change mesh.yaml and run meshstep synth.`, `# ${use}`];
  return `${[...comment, ...why.map((line) => `# ${line}`)].join("\n")}\n${manifestYaml(object)}`;
}
