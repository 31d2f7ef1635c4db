import { distribution as findDistribution } from "../catalog/lookup";
import { InputError } from "../findings/input-error";
import type { Mesh } from "../mesh/mesh";
import { hasNews, newsOf } from "../verbs/catalog-updates/news";
import { type FoundRelease, readUpdates } from "../verbs/catalog-updates/read";
import type { CliIo } from "./io";

/** Releases of `--check-updates`; none when it is not given. */
export function readAsked(input: string | undefined, io: CliIo): readonly FoundRelease[] {
  return input === undefined ? [] : readUpdates(input, io);
}

/** A note on what of a catalogue neither meshstep nor the files of a mesh know. */
export function noteUpdates(found: readonly FoundRelease[], input: string, mesh: Mesh, io: CliIo): void {
  const theirs = found.filter(({ distribution }) => distribution === mesh.distribution);
  for (const news of newsOf(theirs, mesh.extraReleases).filter(hasNews)) {
    const versions = news.releases.filter(({ state }) => state !== "known").map((one) => one.found.version);
    const { title } = findDistribution(news.distribution);
    io.err(
      `note: ${mesh.name}: ${input} holds what meshstep does not know, or knows otherwise, of ${title}: ${versions.join(", ")} (meshstep catalog ${news.distribution} --check-updates ${input})\n`,
    );
  }
}

/** @throws InputError for options that say nothing together with --check-updates */
export function refuseBeside(options: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw InputError.of(`--check-updates and --${name} exclude each other`, { hint: "Leave one out." });
  }
}
