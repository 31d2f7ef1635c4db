import { formatPlace } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { apiGroup, identity } from "../../objects/kubernetes-object";
import { readersOf, sameCluster } from "../engines/readers";
import { namespaceLabels, objectsOf, sailKinds, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const dup001: Rule = {
  id: "DUP001",
  state: (set) => {
    const seen = new Map<string, CheckedObject[]>();
    const hasMesh = sailObjects(set, sailKinds).length > 0;
    return set.objects.flatMap((one) => {
      if (!isNamed(one)) return [];
      const id = identity(one.object);
      const others = seen.get(id);
      if (others) others.push(one);
      else seen.set(id, [one]);
      const clash = others?.find((earlier) => earlier !== one && set.clashes?.(earlier, one));
      const other = clash ?? others?.find((earlier) => earlier !== one && !set.apart?.(earlier, one));
      if (!other || (!clash && isMergedNamespace(set, one))) return [];
      const same = canonicalJson(other.object) === canonicalJson(one.object);
      const where = other.locate ? `, at ${formatPlace(other.locate([]))}` : "";
      return [
        about("DUP001", one, {
          // Where no mesh is described, or nothing shows who applies it, the folder may be one of samples, of which nobody takes all.
          severity: !clash && (same || !hasMesh || !isTogether(set, other, one)) ? "warning" : "error",
          message: `${objectId(one.object)} is there twice${where}${same ? "" : ", and the two differ"}${clash ? ": one kustomization has both, and kustomize refuses that" : ""}`,
          ...ofTwoReaders(set, other, one),
        }),
      ];
    });
  },
};

/** Who applies the one and who the other, where they are two and one cluster gets both. */
function ofTwoReaders(set: ManifestSet, a: CheckedObject, b: CheckedObject): { readonly hint?: string } {
  const others = readersOf(set, b);
  const [hint] = readersOf(set, a).flatMap((one) => {
    const other = others.find((it) => it.by !== one.by && sameCluster(one, it) === true);
    return other
      ? [
          `${one.name} applies the one and ${other.name} the other, to one cluster: each takes it back from the other. Keep one of the files.`,
        ]
      : [];
  });
  return hint === undefined ? {} : { hint };
}

function isTogether({ together }: ManifestSet, a: CheckedObject, b: CheckedObject): boolean {
  return together === undefined || together(a, b);
}

/** What leaves its namespace open gets one from a tool, and two of them different ones perhaps. */
function isNamed({ object }: CheckedObject): boolean {
  const clusterScoped = apiGroup(object) === "sailoperator.io" || identity(object).startsWith("/Namespace/");
  return clusterScoped || object.metadata.namespace !== undefined;
}

/** Several may write labels of one Namespace, when each of them merges. */
function isMergedNamespace(set: ManifestSet, { object }: CheckedObject): boolean {
  const isNamespace = objectsOf(set, "", "Namespace").some((one) => one.object === object);
  return isNamespace && !namespaceLabels(set, object.metadata.name).complete;
}
