import type { DistributionName } from "../catalog/types";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import { apiGroup, kindOf } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import { annotationsOf, labelsOf } from "./objects";
import type { CheckedObject } from "./rule";

/** The platforms that Istio's charts have files for. */
export const chartPlatforms: readonly string[] = ["openshift", "gke", "k3d", "k3s", "microk8s", "minikube"];

/** What only one vendor's platform writes into objects, or asks for in them. */
const marks: readonly (readonly [DistributionName, RegExp])[] = [
  ["openshift", /(^|\.)openshift\.io(\/|$)/],
  ["alauda", /(^|\.)(cpaas|alauda)\.io(\/|$)/],
];

/** The vendor whose platform left its marks on a set of objects. */
export function platformOf(
  objects: readonly CheckedObject[],
): { readonly name: DistributionName; readonly because: string } | undefined {
  for (const { object } of objects) {
    const mark = profileMark(object) ?? groupMark(object) ?? catalogMark(object);
    if (mark) return mark;
  }
  return undefined;
}

/** Whether a set of objects says that it is for a platform that is not OpenShift. */
export function isElsewhere(objects: readonly CheckedObject[]): boolean {
  return objects.some(({ object }) => {
    const platform = apiGroup(object) === "sailoperator.io" && textAt(object, "spec", "values", "global", "platform");
    return platform && platform !== "openshift" && chartPlatforms.includes(platform);
  });
}

function profileMark(object: KubernetesObject) {
  if (apiGroup(object) !== "sailoperator.io") return undefined;
  for (const path of [
    ["spec", "profile"],
    ["spec", "values", "global", "platform"],
  ]) {
    const value = textAt(object, ...path);
    if (value?.startsWith("openshift")) {
      return { name: "openshift", because: `${objectId(object)} ${path.join(".")} ${value}` } as const;
    }
  }
  return undefined;
}

/** Where a Subscription takes an operator from, whichever operator that is. */
function catalogMark(object: KubernetesObject) {
  if (kindOf(object) !== "operators.coreos.com/Subscription") return undefined;
  if (textAt(object, "spec", "sourceNamespace") !== "openshift-marketplace") return undefined;
  return { name: "openshift", because: `${objectId(object)} spec.sourceNamespace openshift-marketplace` } as const;
}

/** In its API group, or in the keys of a Namespace's labels and annotations. */
function groupMark(object: KubernetesObject) {
  const isNamespace = apiGroup(object) === "" && object.kind === "Namespace";
  const keys = isNamespace ? [...Object.keys(labelsOf(object)), ...Object.keys(annotationsOf(object))] : [];
  for (const key of [apiGroup(object), ...keys]) {
    const mark = marks.find(([, pattern]) => pattern.test(key));
    if (mark) return { name: mark[0], because: `${key} of ${objectId(object)}` };
  }
  return undefined;
}
