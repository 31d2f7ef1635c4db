import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { isRemoteSecret, secretsIn } from "./secrets";

const clusterName = ["spec", "values", "global", "multiCluster", "clusterName"];
const network = ["spec", "values", "global", "network"];

/** Two clusters of one mesh that have one name: each takes the endpoints and the secrets of the other for its own (ZTN006). */
export function sameClusterName(set: ManifestSet): readonly Finding[] {
  const others = controlPlanesBeside(set);
  if (others.length === 0) return [];
  return sailObjects(set, ["Istio"]).flatMap((istio) => {
    const [name, mesh] = [textAt(istio.object, ...clusterName), meshOf(istio)];
    // Whoever has one cluster often leaves in it what a guide calls it.
    if (!name || !mesh || /[{}$<]/.test(`${name}${mesh}`)) return [];
    const isTwin = (one: CheckedObject) =>
      meshOf(one) === mesh && textAt(one.object, ...clusterName) === name && isOtherCluster(set, istio, one);
    if (!others.some(isTwin)) return [];
    return [
      about("ZTN006", istio, {
        at: clusterName,
        severity: "warning",
        message: `clusterName ${name} is that of another cluster of mesh ${mesh} here: endpoints and remote secrets of the two are taken for those of one`,
      }),
    ];
  });
}

/** A control plane that reads other clusters and has no name of its own: so is every other one called that has none. */
export function unnamedCluster(set: ManifestSet): readonly Finding[] {
  const remote = secretsIn(set).find(isRemoteSecret);
  return sailObjects(set, ["Istio"]).flatMap((istio) => {
    if (!remote || textAt(istio.object, ...clusterName) || set.writes?.(istio, "clusterName")) return [];
    const message = `global.multiCluster.clusterName is not set, and remote secret ${remote.name} is here: this cluster is called Kubernetes, and so is every other that says nothing`;
    return [about("ZTN006", istio, { at: clusterName, severity: "warning", message })];
  });
}

export function meshOf({ object }: CheckedObject): string | undefined {
  return textAt(object, "spec", "values", "global", "meshID");
}

/** Control planes of other clusters that were read beside this one. */
export function controlPlanesBeside({ beside = [], otherClusters = [] }: ManifestSet): readonly CheckedObject[] {
  return [...beside, ...otherClusters].filter(({ object }) => object.kind === "Istio");
}

/** Known from their networks, or from what connects clusters of one network. */
export function isOtherCluster(set: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  const [own, its] = [a, b].map(({ object }) => textAt(object, ...network) ?? "");
  if (own !== its) return own !== "" && its !== "";
  return secretsIn(set).some(isRemoteSecret);
}
