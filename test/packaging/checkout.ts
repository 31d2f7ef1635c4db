import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { repoRoot } from "../support/examples";

/** What a build needs of the repository, and what it has made; the rest of a checkout plays no part in the package. */
const sources = [
  "bin",
  "dist",
  "src",
  "scripts",
  "schema",
  "templates",
  "examples",
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "README.md",
  "LICENSE",
];

/** What a finished process left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in `cwd`, without npm's settings of the test run itself. */
export function runIn(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const result = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...inherited, ...env } });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/**
 * A copy of the checkout as `npm ci` leaves it, built: what happens to it disturbs nobody who uses the real one. Times are copied, too, so that
 * `prepare` builds it anew where sources have changed since the last build, and only there.
 */
export function copyCheckout(target: string): void {
  mkdirSync(target, { recursive: true });
  const there = sources.filter((name) => existsSync(join(repoRoot, name)));
  const copied = runIn(repoRoot, "cp", ["-pR", ...there, target]);
  symlinkSync(join(repoRoot, "node_modules"), join(target, "node_modules"));
  const prepared = copied.code === 0 ? runIn(target, process.execPath, ["scripts/prepare.mjs"]) : copied;
  if (prepared.code !== 0) throw new Error(prepared.stdout + prepared.stderr);
}

/**
 * Installs a tarball the way npm lays it out, without network: the package is unpacked, and of this repository's node_modules only
 * what its lock file counts as runtime dependencies is linked beside it. Run Node there with `--preserve-symlinks`, and nothing else resolves.
 */
export function installOffline(tarball: string, project: string): string {
  const modules = join(project, "node_modules");
  const unpacked = join(modules, "meshstep");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  const tar = runIn(modules, "tar", ["-xzf", tarball]);
  if (tar.code !== 0) throw new Error(tar.stderr);
  cpSync(join(modules, "package"), unpacked, { recursive: true });
  rmSync(join(modules, "package"), { recursive: true });
  for (const path of runtimeDependencies()) {
    const target = join(modules, path);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(repoRoot, "node_modules", path), target);
  }
  const command = join(modules, ".bin", "meshstep");
  symlinkSync("../meshstep/bin/meshstep.js", command);
  return command;
}

/** Top-level folders of node_modules that a user of the package gets. */
function runtimeDependencies(): string[] {
  const lock = JSON.parse(readFileSync(join(repoRoot, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path.startsWith("node_modules/") && !path.includes("/node_modules/") && !dev)
    .map(([path]) => path.slice("node_modules/".length));
}
