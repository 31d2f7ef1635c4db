import { grouped } from "../../basics/grouped";
import { type Finding, formatPlace } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { apiGroup, identity } from "../../objects/kubernetes-object";
import { readersOf, sameCluster } from "../engines/readers";
import { namespaceLabels, objectsOf, sailKinds, sailObjects } from "../objects";
import { about, type CheckedObject, fewOf, type ManifestSet, type Rule } from "../rule";

/** A copy, and the first object of the same name that one cluster gets beside it. */
interface Copy {
  readonly one: CheckedObject;
  readonly other: CheckedObject;
  /** One kustomization has both. */
  readonly clash: boolean;
  readonly same: boolean;
  readonly severity: "error" | "warning";
}

export const dup001: Rule = {
  id: "DUP001",
  state: (set) => {
    const copies = copiesIn(set);
    const written = new Set(copies.flatMap(({ one }) => (one.assumed ? [] : [placeOf(one)])));
    // What an engine makes of an object that is there twice is there twice with it.
    const own = copies.filter(({ one }) => !one.assumed || !written.has(placeOf(one)));
    return [...grouped(own, ({ other }) => other).values()].map((group) => said(set, group));
  },
};

function copiesIn(set: ManifestSet): readonly Copy[] {
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
    // Where no mesh is described, or nothing shows who applies it, the folder may be one of samples, of which nobody takes all.
    const severity = !clash && (same || !hasMesh || !isTogether(set, other, one)) ? "warning" : "error";
    return [{ one, other, clash: clash !== undefined, same, severity }];
  });
}

/** All copies of one object in one finding: of the first that is an error, or of the first. */
function said(set: ManifestSet, group: readonly Copy[]): Finding {
  const { one, other, clash, severity } = group.find((copy) => copy.severity === "error") ?? (group[0] as Copy);
  const all = [other, ...group.map((copy) => copy.one)].filter((copy) => copy !== one);
  const places = fewOf(all.flatMap((copy) => placeOf(copy) ?? [])).shown;
  const [times, they] = all.length === 1 ? ["twice", "the two"] : [`${all.length + 1} times`, "they"];
  const differ = group.every(({ same }) => same) ? "" : `, and ${they} differ`;
  return about("DUP001", one, {
    severity,
    message: `${objectId(one.object)} is there ${times}${places && `, at ${places}`}${differ}${clash ? ": one kustomization has both, and kustomize refuses that" : ""}`,
    ...ofTwoReaders(set, other, one),
  });
}

function placeOf({ locate }: CheckedObject): string | undefined {
  return locate && formatPlace(locate([]));
}

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
