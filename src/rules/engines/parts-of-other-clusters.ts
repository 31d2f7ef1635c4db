import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { isAmbientIstio } from "../ambient";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Reader } from "../rule";
import { sourcesIn } from "./application-sources";
import { readersOf, sameCluster } from "./readers";
import { areAllKnown } from "./unapplied";

/** What goes without each of the parts that an ambient mesh needs, and the chart that brings it otherwise. */
const needed: readonly (readonly [kind: "IstioCNI" | "ZTunnel", chart: string, lack: string])[] = [
  ["IstioCNI", "cni", "nothing leads the traffic of its ambient pods to ztunnel"],
  ["ZTunnel", "ztunnel", "its ambient pods have no ztunnel"],
];

/**
 * A part of an ambient mesh that one cluster has applied and another one has not, although both have its control plane (DEL011). Said
 * only where all who apply something are known.
 */
export function partsOfOtherClusters(set: ManifestSet): readonly Finding[] {
  const planes = sailObjects(set, ["Istio"]).filter((one) => isAmbientIstio(one) && !isWrittenOver(set, one));
  if (planes.length === 0 || !areAllKnown(set)) return [];
  const homes = sailObjects(set, ["Istio"]).flatMap((one) => readersOf(set, one));
  return needed.flatMap(([kind, chart, lack]) => {
    const parts = [...sailObjects(set, [kind]), ...(set.beside ?? []).filter(({ object }) => object.kind === kind)];
    const readers = parts.flatMap((part) => readersOf(set, part).map((reader) => ({ part, reader })));
    // A part that nobody applies is said of by itself.
    if (readers.length === 0 || hasChart(set, chart)) return [];
    // Whoever applies such parts alone may do so for all clusters.
    const isOfCluster = (one: Reader) => homes.some((home) => home === one || sameCluster(home, one) === true);
    if (!readers.every(({ reader }) => isOfCluster(reader))) return [];
    return planes.flatMap((plane) =>
      readersOf(set, plane).flatMap((home) => {
        const [first] = readers;
        if (!first || !readers.every(({ reader }) => isOther(set, home, reader))) return [];
        const { address } = home.cluster;
        const to = address === "" ? "its cluster" : `its cluster ${address}`;
        return [
          about("DEL011", home.by, {
            at: ["spec", "path"],
            severity: "warning",
            message: `it applies ${objectId(plane.object)}, which is ambient, and nothing here applies ${objectId(first.part.object)} to ${to}, as ${first.reader.name} of another one does: ${lack}`,
            hint: `Let one more ${kindOf(home.by.object).split("/")[1]} of this cluster read its folder.`,
          }),
        ];
      }),
    );
  });
}

/** Whether two apply to two clusters, by their addresses or by the folders that they stand in. */
function isOther({ apart }: ManifestSet, one: Reader, other: Reader): boolean {
  const same = sameCluster(one, other);
  return same === undefined ? apart?.(one.by, other.by) === true : !same;
}

function isWrittenOver({ writes }: ManifestSet, one: CheckedObject): boolean {
  return ["profile", "PILOT_ENABLE_AMBIENT"].some((field) => writes?.(one, field));
}

function hasChart({ objects }: ManifestSet, name: string): boolean {
  return objects.some(({ object }) =>
    object.kind === "HelmRelease"
      ? textAt(object, "spec", "chart", "spec", "chart")?.endsWith(name)
      : object.kind === "Application" && sourcesIn(object).some((at) => textAt(object, ...at, "chart")?.endsWith(name)),
  );
}
