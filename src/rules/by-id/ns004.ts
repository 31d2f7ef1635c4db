import { grouped } from "../../basics/grouped";
import { type Finding, formatPlace } from "../../findings/finding";
import { isNamespace } from "../../order/entry";
import { twoOwners } from "../../order/unsafe/owners";
import { type CheckedEntry, inLayers, isSnapshot, orderEntries, orderFinding } from "../engines/order";
import { readersIn, readersOf, sameCluster } from "../engines/readers";
import { about, type ManifestSet, type Rule } from "../rule";

export const ns004: Rule = {
  id: "NS004",
  state: (set) => {
    const entries = orderEntries(set);
    if (isSnapshot(entries)) return twoOwners(inLayers(entries)).flatMap((problem) => orderFinding(problem));
    return betweenReaders(entries, set);
  },
};

/** Two manifests of a Namespace may be for two clusters; only what says who reads them tells that they are not. */
function betweenReaders(entries: readonly CheckedEntry[], set: ManifestSet): readonly Finding[] {
  if (readersIn(set.objects).length < 2) return [];
  const read = entries
    .filter(({ object }) => isNamespace(object))
    .flatMap((entry) => readersOf(set, entry.checked).map((reader) => ({ entry, reader })));
  const byName = grouped(read, ({ entry }) => entry.object.metadata.name);
  const said = new Set<CheckedEntry>();
  return read.flatMap(({ entry, reader }) => {
    const other = byName
      .get(entry.object.metadata.name)
      ?.find((one) => one.entry !== entry && one.reader !== reader && sameCluster(one.reader, reader));
    if (!other || said.has(entry)) return [];
    said.add(entry);
    const place = other.entry.checked.locate?.([]);
    return [
      about("NS004", entry.checked, {
        message: `${reader.name} applies it, and ${other.reader.name} applies ${place ? formatPlace(place) : "another manifest of it"}: each takes away the labels that only the other one sets`,
      }),
    ];
  });
}
