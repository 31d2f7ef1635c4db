import { distribution as findDistribution } from "../../../../catalog/lookup";
import { type DistributionName, distributionNames } from "../../../../catalog/types";
import { objectId } from "../../../../mesh/mesh";
import { kindOf } from "../../../../objects/kubernetes-object";
import { textAt } from "../../../../objects/object-paths";
import { platformOf } from "../../../../rules/platform";
import type { FileObject } from "../../../check/read-objects";
import type { Around } from "../../inventory/choices";
import { vendorOfAll } from "./one-vendor";

/**
 * The distribution that a whole tree is for: a Subscription often stands beside the folders of the meshes. Where the tree says none, the one that has the versions
 * of all; undefined where it says more than one.
 * @param objects of the tree, without what synth wrote
 */
export function distributionAround(objects: readonly FileObject[]): Around | undefined {
  const found = new Map<DistributionName, string>();
  for (const one of objects) {
    const said = subscribed(one) ?? platformOf([one]);
    if (said && !found.has(said.name)) found.set(said.name, `${said.because}, at ${one.shown}`);
  }
  const [only, ...others] = found;
  if (only === undefined) return vendorOfAll(objects);
  return others.length > 0 ? undefined : { name: only[0], because: only[1] };
}

function subscribed({ object }: FileObject): Around | undefined {
  if (kindOf(object) !== "operators.coreos.com/Subscription") return undefined;
  const name = distributionNames.find((one) => findDistribution(one).package === textAt(object, "spec", "name"));
  return name && { name, because: `${objectId(object)} spec.name` };
}
