import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the package that a bundled file belongs to: `node_modules/zod`, `node_modules/@scope/name`. */
function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

/**
 * The licences of everything that a bundle holds, which its packages ask to travel with every copy.
 *
 * @param metafile esbuild's account of the bundle
 * @param root what the metafile's paths are relative to
 */
export function licensesOf(metafile, root) {
  const folders = new Set(Object.keys(metafile.inputs).map(packageFolder).filter(Boolean));
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text =
        file && existsSync(join(root, folder, file)) ? readFileSync(join(root, folder, file), "utf8").trim() : "";
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
