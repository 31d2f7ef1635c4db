import { InputError, type Problem } from "../findings/input-error";
import { validate } from "../source/validate";
import { parseYamlDocuments, type YamlSource } from "../source/yaml-source";
import { noteChanges } from "./changed-releases";
import { releaseProblems } from "./entry-problems";
import { aliasesOf } from "./expand";
import { distribution, findRelease } from "./lookup";
import { type ReleaseEntry, releasesFileSchema, ztunnelApiVersions, ztunnelFields } from "./releases-schema";
import type { DistributionName, OperatorRelease } from "./types";
import { compareVersions, withoutV, withV } from "./version";

/** What a file of operator releases holds. */
export interface ReleasesFile {
  readonly distribution: DistributionName;
  /** Oldest first, complete: what the file left out is derived. */
  readonly releases: readonly OperatorRelease[];
}

/**
 * Reads a file in which users write down operator releases that our own data does not have yet (kind `OperatorReleases`).
 *
 * @param fileName its name in messages
 * @throws InputError with every problem and its place: what is no YAML, unknown keys, versions that contradict each other
 */
export function readReleasesFile(text: string, fileName: string): ReleasesFile {
  const source = onlyDocument(text, fileName);
  const { distribution: name, releases: entries } = validate(releasesFileSchema, source);
  const problems = releaseProblems(entries, source);
  if (problems.length > 0) throw new InputError(problems);
  return { distribution: name, releases: complete(name, entries, source) };
}

function onlyDocument(text: string, fileName: string): YamlSource {
  const [source, second] = parseYamlDocuments(text, fileName);
  if (second) {
    throw InputError.of("a second document; expected one list of releases per file", {
      place: second.locate([]),
      hint: "move it to a file of its own and name both in spec.catalogs",
    });
  }
  if (!source) throw InputError.of("the file is empty", { place: { file: fileName, line: 1, column: 1 } });
  return source;
}

/** Oldest first, so that each release can take over what the one before it serves. */
function complete(name: DistributionName, entries: readonly ReleaseEntry[], source: YamlSource): OperatorRelease[] {
  const ordered = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => compareVersions(a.entry.version, b.entry.version));
  const known = distribution(name);
  const done: OperatorRelease[] = [];
  const problems: Problem[] = [];
  for (const { entry, index } of ordered) {
    // Of two of the same version the user's stands last and wins.
    const older = [...known.releases, ...done.slice(-1)].filter(
      (one) => compareVersions(one.version, entry.version) < 0,
    );
    const release = toRelease(entry, older.sort((a, b) => compareVersions(a.version, b.version)).at(-1));
    if (!release) {
      problems.push(withoutZtunnel(index, source));
      continue;
    }
    noteChanges(release, findRelease(known, release.version), source.locate(["releases", index]));
    done.push(release);
  }
  if (problems.length > 0) throw new InputError(problems);
  return done;
}

function toRelease(entry: ReleaseEntry, before: OperatorRelease | undefined): OperatorRelease | undefined {
  const installable = entry.installable.map(withV).sort((a, b) => compareVersions(b, a));
  const ztunnel = entry.ztunnel ?? before?.ztunnel;
  if (!ztunnel) return undefined;
  const lacks = new Set(ztunnel.lacks.map(withV));
  const aliases = Object.entries(entry.aliases ?? {}).map(([alias, version]) => [withV(alias), withV(version)]);
  return {
    version: withoutV(entry.version),
    ...(entry.released ? { released: entry.released } : {}),
    ...(entry.defaultVersion ? { defaultVersion: withV(entry.defaultVersion) } : {}),
    installable,
    endOfLife: entry.endOfLife.map(withV),
    aliases: entry.aliases ? Object.fromEntries(aliases) : aliasesOf(installable),
    ztunnel: {
      apiVersions: ztunnelApiVersions.filter((version) => ztunnel.apiVersions.includes(version)),
      fields: ztunnelFields.filter((field) => ztunnel.fields.includes(field)),
      lacks: installable.filter((version) => lacks.has(version)),
    },
    notes: {},
  };
}

function withoutZtunnel(index: number, source: YamlSource): Problem {
  const path = ["releases", index, "ztunnel"];
  return {
    message: "missing; there is no older release to take it over from",
    path,
    place: source.locate(path, "key"),
    hint: "say what it serves, for example ztunnel: { apiVersions: [v1alpha1], fields: [] }",
  };
}
