import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { about, type ManifestSet } from "../rule";
import { besideChart, chartsOf, doubted } from "./chart";
import type { MeshChart } from "./mesh-chart";
import { platformIn, unknownPlatforms } from "./unrendered";
import { isWritten } from "./ztunnel-address";

/** Charts of one mesh that are given two platforms: the CNI then installs itself where the nodes do not look, or ztunnel is trusted elsewhere (PLAT003). */
export function chartPlatformFaults(set: ManifestSet): readonly Finding[] {
  const unknown = unknownPlatforms(set);
  return unknown.length > 0 ? unknown : betweenCharts(set);
}

function betweenCharts(set: ManifestSet): readonly Finding[] {
  return chartsOf(set, "istiod", "ztunnel").flatMap((one) => {
    const [cni] = ofOtherPlatform(set, one);
    const [own, other] = [one, cni].map((each) => each && platformIn(each));
    if (!cni || !own || !other) return [];
    return [
      about("PLAT003", one.one, {
        at: one.valuesAt ?? one.at.slice(0, -1),
        ...(own.place && { place: own.place }),
        ...doubted(set, one.by, cni.by),
        message: `chart ${one.chart} is given platform ${own.text}, and chart cni (${objectId(cni.one.object)}) ${other.text}: they run on the same nodes`,
        hint: "Write the one that the nodes are.",
      }),
    ];
  });
}

/** The CNI of a mesh, where it is given another platform than a part of it. One that is given none may say the same in folders of its own. */
export function ofOtherPlatform(set: ManifestSet, one: MeshChart): readonly MeshChart[] {
  const own = platformIn(one);
  if (!own || isWritten(set, one)) return [];
  return besideChart(set, one, "cni").filter((cni) => {
    const other = platformIn(cni);
    return other !== undefined && other.text !== own.text && !isWritten(set, cni);
  });
}
