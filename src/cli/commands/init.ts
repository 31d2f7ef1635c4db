import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { distribution as findDistribution, isInstallable, knows, nearestVersions } from "../../catalog/lookup";
import type { Distribution, DistributionName, OperatorRelease } from "../../catalog/types";
import { compareVersions, isAlias, minorDistance, withV } from "../../catalog/version";
import { InputError } from "../../findings/input-error";
import { channelFor } from "../../plan/in-place/operator";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { packageFolder } from "../package";

export interface InitOptions {
  readonly distribution: DistributionName;
  readonly dataPlane: "ambient" | "sidecar";
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
}

/** `meshstep init`: writes a commented mesh.yaml that `synth` accepts as it is. Asks nothing and overwrites nothing. */
export function init(file: string, options: InitOptions, io: CliIo): ExitCode {
  const distribution = findDistribution(options.distribution);
  const to = versionOf(distribution, options.to, "--to") ?? newestVersion(distribution, options.from);
  const from = versionOf(distribution, options.from, "--from") ?? patchBefore(distribution, to);
  const release = releaseThatRuns(distribution, from);
  const text = fill(readFileSync(join(packageFolder(), "templates", "init", `${options.dataPlane}.yaml`), "utf8"), {
    name: options.name,
    distribution: distribution.name,
    release: release.version,
    operatorNamespace: distribution.policy.operatorNamespace,
    channel: channelFor(distribution, release),
    from,
    to,
  });
  if (file === "-") {
    io.out(text);
    return exitCodes.ok;
  }
  writeNew(resolve(io.cwd, file), file, text);
  io.err(`Wrote ${file}. Next: meshstep plan -f ${file}\n`);
  return exitCodes.ok;
}

function versionOf(distribution: Distribution, version: string | undefined, flag: string): string | undefined {
  if (version === undefined) return undefined;
  const named = withV(version);
  if (!isAlias(named) && knows(distribution, named)) return named;
  const near = isAlias(named) ? [] : nearestVersions(distribution, named);
  throw InputError.of(`${flag} ${version}: expected an exact version that ${distribution.title} knows`, {
    hint: near.length ? `Nearest: ${near.join(", ")}.` : `meshstep catalog ${distribution.name} lists them.`,
  });
}

/** The newest patch that the newest release installs; with `--from`, of the same minor. */
function newestVersion(distribution: Distribution, from: string | undefined): string {
  const versions = installableAnywhere(distribution);
  const start = from && withV(from);
  const reachable =
    start && knows(distribution, start) ? versions.filter((one) => minorDistance(start, one) === 0) : versions;
  return (reachable[reachable.length - 1] ?? versions[versions.length - 1]) as string;
}

/** The version before, so that the first plan is the smallest there is. */
function patchBefore(distribution: Distribution, to: string): string {
  const older = installableAnywhere(distribution).filter((one) => compareVersions(one, to) < 0);
  return older[older.length - 1] ?? to;
}

function installableAnywhere(distribution: Distribution): readonly string[] {
  const all = new Set(distribution.releases.flatMap((release) => (release.shipped ? release.installable : [])));
  return [...all].sort(compareVersions);
}

/** The release that has the version as its default; else the oldest that installs it. */
function releaseThatRuns(distribution: Distribution, version: string): OperatorRelease {
  const able = distribution.releases.filter((release) => release.shipped && isInstallable(release, version));
  const found = able.find((release) => release.defaultVersion === version) ?? able[0];
  if (!found) throw InputError.of(`no operator release of ${distribution.title} that was shipped installs ${version}`);
  return found;
}

function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => words[key] ?? "");
}

function writeNew(path: string, shown: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw InputError.of(`${shown} exists already`, { hint: "Give another name, or - to print it." });
    throw InputError.of(`${shown} cannot be written (${code})`);
  }
}
