import { distribution as findDistribution } from "../../../../catalog/lookup";
import { type Distribution, type DistributionName, distributionNames } from "../../../../catalog/types";
import { isAlias, isOpenVersion, withV } from "../../../../catalog/version";
import { objectId } from "../../../../mesh/mesh";
import { kindOf } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import { splitMeshes } from "../../../../repository/meshes/split-meshes";
import type { FileObject } from "../../../../repository/objects/file-object";
import { vendorOfAll } from "../../../../repository/objects/fitting-vendors";
import { isSail } from "../../../../repository/objects/read-objects";
import { platformOf } from "../../../../rules/platform";
import type { AdoptChoices, Around } from "../../inventory/choices";
import { allDistributions } from "./known";

/**
 * The distribution that a whole tree is for: a Subscription often stands beside the folders of the meshes. Where the tree says none, the one that has the versions
 * of all; undefined where it says more than one.
 * @param objects of the tree, without what synth wrote
 */
export function distributionAround(objects: readonly FileObject[], choices: AdoptChoices = {}): Around | undefined {
  const found = new Map<DistributionName, string>();
  for (const one of objects) {
    const said = subscribed(one) ?? platformOf([one]);
    if (said && !found.has(said.name)) found.set(said.name, `${said.because}, at ${one.shown}`);
  }
  const [only, ...others] = found;
  if (only === undefined) return oneForAll(objects, allDistributions(choices));
  return others.length > 0 ? undefined : { name: only[0], because: only[1] };
}

function subscribed({ object }: FileObject): Around | undefined {
  if (kindOf(object) !== "operators.coreos.com/Subscription") return undefined;
  const name = distributionNames.find((one) => findDistribution(one).package === textAt(object, "spec", "name"));
  return name && { name, because: `${objectId(object)} spec.name` };
}

/** The distribution of meshes that say nothing of it, where each by itself would be taken to be of another one. */
function oneForAll(objects: readonly FileObject[], known: readonly Distribution[]): Around | undefined {
  const meshes = splitMeshes(objects).filter((mesh) => mesh.objects.some(isSail));
  const best = vendorOfAll(
    meshes.map((mesh) => mesh.objects),
    known,
  );
  if (!best) return undefined;
  const sail = objects.filter(isSail);
  const versions = new Set(sail.filter(({ object }) => object.kind === "Istio").flatMap(exactVersion));
  const because = `one vendor for the whole tree, whose releases install ${[...versions].sort().join(", ")}`;
  return { name: best.name, because, isLikely: true };
}

function exactVersion({ object }: FileObject): readonly string[] {
  const version = textAt(object, "spec", "version");
  return version === undefined || isAlias(version) || isOpenVersion(version) ? [] : [withV(version)];
}
