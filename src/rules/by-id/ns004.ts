import { type Finding, formatPlace } from "../../findings/finding";
import { grouped, groupKind, isNamespace } from "../../order/entry";
import { twoOwners } from "../../order/unsafe/owners";
import { textAt } from "../../source/object-paths";
import { type CheckedEntry, inLayers, isSnapshot, orderEntries, orderFinding } from "../order";
import { about, type ManifestSet, type Rule } from "../rule";

export const ns004: Rule = {
  id: "NS004",
  state: (set) => {
    const entries = orderEntries(set);
    if (isSnapshot(entries)) return twoOwners(inLayers(entries)).flatMap((problem) => orderFinding(problem));
    return betweenReaders(entries, readersIn(set));
  },
};

/** An Application or a Kustomization of Flux: what it is called, the folder that it reads, the cluster that it writes to. */
interface Reader {
  readonly name: string;
  readonly path: string;
  readonly cluster: string;
}

/** Two manifests of a Namespace may be for two clusters; only what says who reads them tells that they are not. */
function betweenReaders(entries: readonly CheckedEntry[], readers: readonly Reader[]): readonly Finding[] {
  if (readers.length < 2) return [];
  const read = entries
    .filter(({ object }) => isNamespace(object))
    .flatMap((entry) => {
      const reader = readerOf(entry, readers);
      return reader ? [{ entry, reader }] : [];
    });
  const byName = grouped(read, ({ entry }) => entry.object.metadata.name);
  return read.flatMap(({ entry, reader }) => {
    const other = byName
      .get(entry.object.metadata.name)
      ?.find((one) => one.reader.name !== reader.name && one.reader.cluster === reader.cluster);
    if (!other) return [];
    const place = other.entry.checked.locate?.([]);
    return [
      about("NS004", entry.checked, {
        message: `${reader.name} applies it, and ${other.reader.name} applies ${place ? formatPlace(place) : "another manifest of it"}: each takes away the labels that only the other one sets`,
      }),
    ];
  });
}

function readersIn({ objects }: ManifestSet): readonly Reader[] {
  return objects.flatMap(({ object }) => {
    const [key, { name }] = [groupKind(object), object.metadata];
    if (key === "argoproj.io/Application") {
      const cluster =
        textAt(object, "spec", "destination", "name") ?? textAt(object, "spec", "destination", "server") ?? "";
      return [{ name: `Application ${name}`, path: textAt(object, "spec", "source", "path") ?? "", cluster }];
    }
    if (key !== "kustomize.toolkit.fluxcd.io/Kustomization") return [];
    const cluster = textAt(object, "spec", "kubeConfig", "secretRef", "name") ?? "";
    return [{ name: `Kustomization ${name}`, path: textAt(object, "spec", "path") ?? "", cluster }];
  });
}

/** The reader whose folder is nearest above a file. */
function readerOf({ file }: CheckedEntry, readers: readonly Reader[]): Reader | undefined {
  const folders = readers.filter(({ path }) => {
    const inside = path.split("/").filter((segment) => segment !== "" && segment !== ".");
    return inside.length > 0 && `/${file}`.includes(`/${inside.join("/")}/`);
  });
  return folders.sort((a, b) => b.path.length - a.path.length)[0];
}
