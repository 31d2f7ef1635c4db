import { distribution } from "../../catalog/lookup";
import { type DistributionName, distributionNames } from "../../catalog/types";
import { compareVersions } from "../../catalog/version";
import { InputError } from "../../findings/input-error";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { piecesOf } from "../../source/manifest-pieces";
import { type ManifestIo, manifestTexts } from "../../source/manifest-texts";
import { readYamlDocuments } from "../../source/yaml-source";
import { type BundleFacts, bundleFacts } from "./bundle";

/** An operator release that a catalogue or a bundle of the user's holds. */
export interface FoundRelease extends BundleFacts {
  readonly distribution: DistributionName;
  /** Without `v`. */
  readonly version: string;
  /** Channels of the catalogue that hold it, sorted; none for a bundle by itself. */
  readonly channels: readonly string[];
  /** Where it stands. */
  readonly file: string;
}

const packages = new Map(distributionNames.map((name) => [distribution(name).package, name]));
/** Text that holds none of these is not looked at: the catalogue of a whole cluster is long. */
const ours = new RegExp([...packages.keys(), "sailoperator\\.io"].join("|"));

interface Value {
  readonly file: string;
  readonly value: unknown;
}

/**
 * The operator releases in bundles (folders with a ClusterServiceVersion and CRDs), in what `opm render` prints, in the folder of a mirrored catalogue
 * or in what `kubectl get csv -o yaml` prints; oldest first. A release that several of them hold is told once.
 * @throws InputError for what cannot be read, and where there is no such release
 */
export function readUpdates(input: string, io: ManifestIo): readonly FoundRelease[] {
  const values = [...valuesOf(input, io)];
  const channels = channelsIn(values);
  const found = new Map<string, FoundRelease>();
  for (const one of [...catalogBundles(values), ...looseBundles(values)]) {
    const key = `${one.distribution} ${one.version}`;
    const known = found.get(key);
    // Several catalogues hold the same release, and some of them without its objects.
    const better = known && Object.keys(known).length >= Object.keys(one).length ? known : one;
    found.set(key, { ...better, channels: channels.get(key) ?? [] });
  }
  if (found.size === 0) {
    throw InputError.of(`${input}: no release of ${[...packages.keys()].join(", ")}`, {
      hint: "Name what opm render printed, the folder of a bundle (manifests/*.clusterserviceversion.yaml), or that of a mirrored catalogue.",
    });
  }
  return [...found.values()].sort((a, b) => compareVersions(a.version, b.version));
}

function* valuesOf(input: string, io: ManifestIo): Generator<Value> {
  for (const { file, read } of manifestTexts(input, io)) {
    const text = read();
    if (!ours.test(text)) continue;
    for (const piece of piecesOf(text)) {
      if (!ours.test(piece.text)) continue;
      for (const { value } of readYamlDocuments(piece.text, file, piece.start)) {
        const items = listAt(value, "items");
        for (const one of items.length > 0 ? items : [value]) yield { file, value: one };
      }
    }
  }
}

/** Bundles of a file-based catalogue; their objects are inside, in base64, or only what OLM shows of them. */
function catalogBundles(values: readonly Value[]): readonly FoundRelease[] {
  return values.flatMap(({ file, value }) => {
    const name = packages.get(textAt(value, "package") ?? "");
    if (textAt(value, "schema") !== "olm.bundle" || !name) return [];
    const properties = listAt(value, "properties");
    const of = (type: string) => properties.filter((one) => textAt(one, "type") === type);
    const version = textAt(of("olm.package")[0], "value", "version") ?? versionInName(textAt(value, "name"));
    const objects = of("olm.bundle.object").flatMap((one) => decoded(textAt(one, "value", "data"), file));
    const csv = objects.find((one) => textAt(one, "kind") === "ClusterServiceVersion");
    const metadata = valueAt(of("olm.csv.metadata")[0], "value");
    return release(name, version, file, csv ?? asCsv(metadata), objects);
  });
}

/** What a catalogue keeps of a ClusterServiceVersion, as one. */
function asCsv(metadata: unknown): unknown {
  return {
    metadata: { annotations: valueAt(metadata, "annotations") },
    spec: { customresourcedefinitions: valueAt(metadata, "crdDescriptions") },
  };
}

function decoded(data: string | undefined, file: string): readonly unknown[] {
  if (data === undefined) return [];
  const text = Buffer.from(data, "base64").toString("utf8");
  return readYamlDocuments(text, file).map(({ value }) => value);
}

/** ClusterServiceVersions by themselves, each with the CRDs of its folder; of several in one folder nobody knows whose those are. */
function looseBundles(values: readonly Value[]): readonly FoundRelease[] {
  const csvs = values.filter(({ value }) => textAt(value, "kind") === "ClusterServiceVersion");
  return csvs.flatMap(({ file, value }) => {
    const name = textAt(value, "metadata", "name") ?? "";
    const distribution = packages.get(name.replace(/\.v\d.*$/s, ""));
    if (!distribution) return [];
    const beside = (one: Value) => folderOf(one.file) === folderOf(file);
    const alone = csvs.filter(beside).length === 1;
    const objects = alone ? values.filter(beside).map((one) => one.value) : [];
    return release(distribution, textAt(value, "spec", "version") ?? versionInName(name), file, value, objects);
  });
}

function release(
  distribution: DistributionName,
  version: string | undefined,
  file: string,
  csv: unknown,
  objects: readonly unknown[],
): readonly FoundRelease[] {
  // Nightly builds are no releases.
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return [];
  const crds = objects.filter(
    (one) => textAt(one, "kind") === "CustomResourceDefinition" && textAt(one, "spec", "group") === "sailoperator.io",
  );
  return [{ distribution, version, channels: [], file, ...bundleFacts(csv, crds) }];
}

/** Channel names by distribution and release. */
function channelsIn(values: readonly Value[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { value } of values) {
    const name = packages.get(textAt(value, "package") ?? "");
    const channel = textAt(value, "name");
    if (textAt(value, "schema") !== "olm.channel" || !name || channel === undefined) continue;
    for (const entry of listAt(value, "entries")) {
      const key = `${name} ${versionInName(textAt(entry, "name"))}`;
      found.set(key, [...new Set([...(found.get(key) ?? []), channel])].sort());
    }
  }
  return found;
}

function versionInName(name: string | undefined): string | undefined {
  return /\.v(\d+\.\d+\.\d+)$/.exec(name ?? "")?.[1];
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}
