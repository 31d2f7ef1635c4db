import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { nearest } from "../../basics/nearest";
import { changedReleases } from "../../catalog/changed-releases";
import { catalogAge, catalogTable, staleAfterDays } from "../../catalog/describe";
import { readReleasesFile } from "../../catalog/extend";
import { catalogAsOf, distribution as findDistribution } from "../../catalog/lookup";
import { type DistributionName, distributionNames, type OperatorRelease } from "../../catalog/types";
import { InputError } from "../../findings/input-error";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { catalogText } from "../reporters/catalog-text";
import { findingLines } from "../reporters/findings-text";
import { refuseBeside } from "../updates";
import { catalogUpdates } from "./catalog-updates";

export interface CatalogOptions {
  readonly release?: string;
  readonly with: readonly string[];
  /** A catalogue or a bundle of the user's. */
  readonly checkUpdates?: string;
  readonly write?: string;
  readonly output: "table" | "json";
}

/** `meshstep catalog [distribution]`: what each operator release can install. */
export function catalog(name: string | undefined, options: CatalogOptions, io: CliIo): ExitCode {
  const { checkUpdates, write, output } = options;
  if (checkUpdates !== undefined) {
    refuseBeside({ with: options.with, release: options.release });
    return catalogUpdates(distributionsToShow(name, undefined), { checkUpdates, output, ...(write && { write }) }, io);
  }
  if (write !== undefined) throw InputError.of("--write needs --check-updates: it writes what that finds");
  const extra = options.with.map((file) => readReleasesFile(readText(resolve(io.cwd, file), file), file));
  const shown = distributionsToShow(name, options.release);
  const distributions = shown.map((one) =>
    findDistribution(
      one,
      extra.flatMap((file): readonly OperatorRelease[] => (file.distribution === one ? file.releases : [])),
    ),
  );
  const tables = distributions.map((one) => ({
    distribution: one.name,
    title: one.title,
    package: one.package,
    asOf: catalogAsOf(one.name),
    vendorJumps: one.policy.vendorJumps,
    releases: catalogTable(one, options.release),
  }));
  io.out(
    options.output === "json"
      ? `${JSON.stringify({ version: 1, distributions: tables }, null, 2)}\n`
      : tables.map(catalogText).join("\n"),
  );
  io.err(findingLines(distributions.flatMap(changedReleases)));
  for (const table of tables) {
    const age = catalogAge(table.asOf, io.today());
    if (age > staleAfterDays) {
      io.err(
        `warning: what meshstep knows of ${table.title} is ${age} days old; describe newer releases in a file (spec.catalogs) or update meshstep\n`,
      );
    }
  }
  return exitCodes.ok;
}

function distributionsToShow(name: string | undefined, release: string | undefined): readonly DistributionName[] {
  if (name === undefined) {
    if (release !== undefined)
      throw InputError.of("--release needs a distribution", {
        hint: "for example: meshstep catalog openshift --release 3.3.1",
      });
    return distributionNames;
  }
  const found = distributionNames.find((one) => one === name);
  if (found) return [found];
  const near = nearest(name, distributionNames);
  throw InputError.of(`there is no distribution ${name}`, {
    hint: near ? `did you mean ${near}?` : `there are: ${distributionNames.join(", ")}`,
  });
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw InputError.of(`${shown}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
