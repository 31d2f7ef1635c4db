import type { DistributionName } from "../../catalog/types";
import { annotationsOf, labelsOf, textAt } from "../../check/objects";
import { objectId } from "../../mesh/mesh";
import type { Inventory } from "./inventory";

/** What only one vendor's platform writes into a Namespace. */
const marks: readonly (readonly [DistributionName, RegExp])[] = [
  ["openshift", /(^|\.)openshift\.io\//],
  ["alauda", /(^|\.)(cpaas|alauda)\.io\//],
];

/** The vendor whose platform left its marks: a profile or a platform in the Istio object, labels of Namespaces. */
export function platformOf({
  istios,
  namespaces,
}: Inventory): { readonly name: DistributionName; readonly because: string } | undefined {
  for (const { object } of istios) {
    const profile = textAt(object, "spec", "profile");
    if (profile?.startsWith("openshift")) {
      return { name: "openshift", because: `${objectId(object)} spec.profile ${profile}` };
    }
    if (textAt(object, "spec", "values", "global", "platform") === "openshift") {
      return { name: "openshift", because: `${objectId(object)} spec.values.global.platform` };
    }
  }
  for (const { object } of namespaces) {
    const keys = [...Object.keys(labelsOf(object)), ...Object.keys(annotationsOf(object))];
    for (const [name, pattern] of marks) {
      const mark = keys.find((key) => pattern.test(key));
      if (mark) return { name, because: `${mark} of ${objectId(object)}` };
    }
  }
  return undefined;
}
