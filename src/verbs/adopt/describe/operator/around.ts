import { distribution as findDistribution, isInstallable } from "../../../../catalog/lookup";
import { type Distribution, type DistributionName, distributionNames } from "../../../../catalog/types";
import { isAlias, isOpenVersion, withV } from "../../../../catalog/version";
import { objectId } from "../../../../mesh/mesh";
import { kindOf } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { isSail } from "../../../../repository/objects/read-objects";
import { isElsewhere, platformOf } from "../../../../rules/platform";
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
  if (only === undefined) return vendorOfAll(objects, allDistributions(choices));
  return others.length > 0 ? undefined : { name: only[0], because: only[1] };
}

function subscribed({ object }: FileObject): Around | undefined {
  if (kindOf(object) !== "operators.coreos.com/Subscription") return undefined;
  const name = distributionNames.find((one) => findDistribution(one).package === textAt(object, "spec", "name"));
  return name && { name, because: `${objectId(object)} spec.name` };
}

/**
 * The distribution of meshes that say nothing of it, where each by its version alone would be taken to be of another one: whoever keeps them in one tree
 * rarely runs operators of two vendors. Undefined where their versions agree, and where no vendor has all of them. Of those that have, the one with most of them as
 * a default is taken, which on a platform that is named and is not OpenShift is not OpenShift's.
 */
function vendorOfAll(objects: readonly FileObject[], all: readonly Distribution[]): Around | undefined {
  const sail = objects.filter(isSail).map(({ object }) => object);
  const versions = new Set(sail.filter(({ kind }) => kind === "Istio").flatMap((one) => exactVersion(one) ?? []));
  const alone = new Set([...versions].map((version) => likeliest(all, version)));
  if (alone.size < 2) return undefined;
  const hasCni = sail.some(({ kind }) => kind === "IstioCNI");
  const able = all
    .filter(
      ({ name, policy }) => (hasCni || !policy.sidecarNeedsCni) && (name !== "openshift" || !isElsewhere(objects)),
    )
    .filter((one) => [...versions].every((version) => installs(one, version)));
  const defaults = (one: Distribution) => [...versions].filter((version) => isDefault(one, version)).length;
  const [best] = [...able].sort((a, b) => defaults(b) - defaults(a));
  if (!best) return undefined;
  const because = `one vendor for the whole tree, whose releases install ${[...versions].sort().join(", ")}`;
  return { name: best.name, because, isLikely: true };
}

function exactVersion(istio: FileObject["object"]): string | undefined {
  const version = textAt(istio, "spec", "version");
  return version === undefined || isAlias(version) || isOpenVersion(version) ? undefined : withV(version);
}

/** What a mesh would be taken to be by its version. */
function likeliest(all: readonly Distribution[], version: string): Distribution | undefined {
  return all.find((one) => isDefault(one, version)) ?? all.find((one) => installs(one, version));
}

function isDefault({ releases }: Distribution, version: string): boolean {
  return releases.some(({ defaultVersion }) => defaultVersion === version);
}

function installs({ releases }: Distribution, version: string): boolean {
  return releases.some((release) => isInstallable(release, version));
}
