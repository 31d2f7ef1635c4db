import { minorDistance } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../objects/kubernetes-object";
import { listAt, wordOf } from "../../objects/object-paths";
import { isAmbientIstio } from "../ambient";
import { missingCharts } from "../charts/missing";
import { chartsInstead } from "../charts/sails";
import { labelsOf, objectsOf, sailObjects } from "../objects";
import { nodesWithoutZtunnel } from "../pods/nodes-without-ztunnel";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";
import { comparableVersion } from "../versions/versions";

export const amb002: Rule = {
  id: "AMB002",
  state: (set) => [
    ...missingParts(set),
    ...unservedNamespaces(set),
    ...excludedNamespaces(set),
    ...missingCharts(set),
    ...nodesWithoutZtunnel(set),
  ],
};

const charts = { IstioCNI: "cni", ZTunnel: "ztunnel" } as const;

/** A mesh whose istiod serves ambient, without the parts that carry it. */
function missingParts(set: ManifestSet): readonly Finding[] {
  const [istio] = sailObjects(set, ["Istio"]).filter(isAmbientIstio);
  if (!istio) return [];
  const isElsewhere = (kind: string) => hasStage(set, istio) && set.beside?.some(({ object }) => object.kind === kind);
  const isByChart = (kind: keyof typeof charts) => chartsInstead(set, istio, charts[kind]).length > 0;
  const missing = (["IstioCNI", "ZTunnel"] as const).filter(
    (kind) => sailObjects(set, [kind]).length === 0 && !isElsewhere(kind) && !isByChart(kind),
  );
  if (missing.length === 0) return [];
  return [
    about("AMB002", istio, {
      at: ["spec", "profile"],
      // A cluster has one of each, and whoever looks after the cluster may have it in another folder.
      severity: "warning",
      message: `an ambient mesh without ${missing.join(" and ")} among these manifests`,
    }),
  ];
}

/** Whether the same Istio stands in another folder: one is then a later stage of the other, and not a second mesh. */
function hasStage({ beside = [] }: ManifestSet, { object }: CheckedObject): boolean {
  return beside.some((one) => objectId(one.object) === objectId(object));
}

/** Namespaces that ask for ambient in a mesh that has none of it. */
function unservedNamespaces(set: ManifestSet): readonly Finding[] {
  const istios = sailObjects(set, ["Istio"]);
  if (istios.length === 0 || istios.some(isAmbientIstio) || sailObjects(set, ["ZTunnel"]).length > 0) return [];
  const asking = objectsOf(set, "", "Namespace").filter(
    ({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient",
  );
  const { first, names } = inShort(asking);
  if (!first) return [];
  return [
    about("AMB002", first, {
      at: ["metadata", "labels", "istio.io/dataplane-mode"],
      // Of several meshes in one tree it may be meant for the one that is ambient.
      ...((set.beside ?? []).some(isAmbientPart) && { severity: "warning" as const }),
      message: `${names}: istio.io/dataplane-mode=ambient, and the mesh has neither the ambient profile nor a ZTunnel`,
    }),
  ];
}

function isAmbientPart(one: CheckedObject): boolean {
  return one.object.kind === "ZTunnel" || (one.object.kind === "Istio" && isAmbientIstio(one));
}

/** Namespaces that ask for ambient, and that the CNI is told to leave alone: its agent looks at that from 1.30 on. */
function excludedNamespaces(set: ManifestSet): readonly Finding[] {
  const asking = objectsOf(set, "", "Namespace")
    .filter(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient")
    .map(({ object }) => object.metadata.name);
  const path = ["spec", "values", "cni", "excludeNamespaces"];
  return sailObjects(set, ["IstioCNI"]).flatMap((one) => {
    const version = comparableVersion(set, one);
    const details =
      version !== undefined && minorDistance("1.30", version) >= 0
        ? { end: "its pods are outside of the mesh" }
        : { end: "from 1.30 on its pods are outside of the mesh", severity: "warning" as const };
    return listAt(one.object, ...path).flatMap((name, index) => {
      if (!asking.includes(wordOf(name))) return [];
      const { end, ...more } = details;
      const message = `namespace ${name} asks for ambient, and the CNI is told to leave it alone: ${end}`;
      return [about("AMB002", one, { at: [...path, index], message, ...more })];
    });
  });
}
