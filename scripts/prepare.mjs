/**
 * Builds unless dist/ is newer than all that it is made from. npm runs this after an install, and again when `npx meshstep` is first
 * called in a checkout: that call should not wait for a build that has just been done. `npm pack` always builds (prepack).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = join(root, "dist/cli.js.cache");

/** The newest change below a path; a folder's own time shows that something was removed from it. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const inputs = ["src", "scripts", "package.json", "tsconfig.json", "tsconfig.build.json"].map((name) =>
  join(root, name),
);
if (!existsSync(built) || Math.max(...inputs.map(newest)) > statSync(built).mtimeMs) {
  const build = spawnSync("npm", ["run", "build"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  process.exitCode = build.status ?? 1;
}
