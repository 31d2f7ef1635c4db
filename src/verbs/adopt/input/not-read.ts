import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { commandLine } from "../../../gates/quote";
import { rootsOf } from "../../../repository/engine-reads/paths";
import { type OtherTool, otherTools, toolsIn, toolWords } from "../../../repository/readers/other-tools";
import type { ManifestIo } from "../../../source/manifests";

/** What other tools make of the mesh, below the inputs and in the folders above them: it is in no manifest, and told. */
export function notRead(inputs: readonly string[], io: ManifestIo): readonly string[] {
  const paths = inputs.filter((one) => one !== "-" && !io.texts?.has(one));
  const found = [...otherTools(paths, io.cwd), ...paths.flatMap((path) => toolsAbove(path, io.cwd))];
  const tools = [...new Map(found.map((one) => [resolve(io.cwd, one.shown), one])).values()];
  if (tools.length === 0) return [];
  const [helmfile] = tools.filter(({ tool }) => tool === "Helmfile");
  const brings = helmfile
    ? `${commandLine("helmfile", "-f", helmfile.shown, "-l", "name=RELEASE", "template")} | meshstep adopt - brings what Helmfile makes of one release, and `
    : "";
  return [
    `not read: ${firstFew(tools.map(toolWords))}; what comes of that for the mesh is not in mesh.yaml: ${brings}meshstep adopt --context CONTEXT reads what runs`,
  ];
}

/** In the folders of the repository that an input stands in. */
function toolsAbove(path: string, cwd: string): readonly OtherTool[] {
  const folders = rootsOf(resolve(cwd, path));
  const isInGit = existsSync(posix.join(folders.at(-1) ?? "/", ".git"));
  return isInGit ? folders.flatMap((folder) => toolsIn(folder, posix.relative(cwd, folder))) : [];
}
