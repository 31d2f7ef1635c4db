import { grouped } from "../basics/grouped";
import type { Finding } from "../findings/finding";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import { listAt, textAt } from "../objects/object-paths";
import { labelsOf, namespaceLabels, objectsOf, sailObjects } from "./objects";
import { revisionOf } from "./revisions";
import { about, type CheckedObject, type ManifestSet } from "./rule";
import { anyOf, matchSelector } from "./selector";

const label = "istio.io/rev";

/**
 * Namespaces that ask for a control plane whose discovery selectors leave them out (NS003): its webhook injects there, and its istiod knows
 * nothing of them, whichever other one does.
 */
export function unseenByAsked(set: ManifestSet): readonly Finding[] {
  const planes = [...sailObjects(set, ["Istio"]), ...(set.beside ?? [])].filter(
    ({ object }) => object.kind === "Istio",
  );
  const byRevision = grouped(planes, revisionOf);
  const hasSelectors = ({ object }: CheckedObject) => selectorsOf(object).length > 0;
  const tags = [...sailObjects(set, ["IstioRevisionTag"]), ...(set.beside ?? [])];
  return objectsOf(set, "", "Namespace").flatMap((one) => {
    const labels = labelsOf(one.object);
    const asked = labels[label];
    // Of both labels the older one decides.
    if (asked === undefined || labels["istio-injection"] !== undefined) return [];
    const near = (it: CheckedObject) => isOfOneCluster(set, one, it);
    const ofTags = tags.flatMap((it) => {
      const targets = targetOf(it, asked, planes);
      return targets.length > 0 && near(it) ? targets : [];
    });
    const revisions = new Set([asked, ...ofTags]);
    const found = [...revisions].flatMap((revision) => byRevision.get(revision) ?? []);
    // What is of one cluster is asked last: of hundreds of folders with a mesh each that takes long.
    const [plane, second] = found.some(hasSelectors) ? found.filter(near) : [];
    if (!plane || second || set.writes?.(plane, "discoverySelectors")) return [];
    const selectors = selectorsOf(plane.object);
    const known = namespaceLabels(set, one.object.metadata.name);
    if (selectors.length === 0 || anyOf(selectors.map((it) => matchSelector(it, known))) !== "no") return [];
    return [
      about("NS003", one, {
        at: ["metadata", "labels", label],
        message: `namespace ${one.object.metadata.name} asks for revision ${asked} and is outside the discovery selectors of ${objectId(plane.object)}, which makes it`,
        hint: "Ask for a control plane that selects the namespace, or give it a label that this one selects.",
      }),
    ];
  });
}

function selectorsOf(istio: KubernetesObject): readonly unknown[] {
  return listAt(istio, "spec", "values", "meshConfig", "discoverySelectors");
}

/** Control planes of other meshes count where the same cluster is known to get both. */
function isOfOneCluster(set: ManifestSet, one: CheckedObject, other: CheckedObject): boolean {
  if (set.apart?.(one, other) === true) return false;
  return set.objects.includes(other) || set.together?.(one, other) === true;
}

/** The revisions that a tag of a name stands for. */
function targetOf({ object }: CheckedObject, name: string, planes: readonly CheckedObject[]): readonly string[] {
  if (object.kind !== "IstioRevisionTag" || object.metadata.name !== name) return [];
  const [kind, target] = ["kind", "name"].map((key) => textAt(object, "spec", "targetRef", key));
  if (kind === "IstioRevision") return target === undefined ? [] : [target];
  return planes.filter((it) => it.object.metadata.name === target).map(revisionOf);
}
