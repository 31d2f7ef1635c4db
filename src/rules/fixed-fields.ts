import type { Finding } from "../findings/finding";
import { canonicalJson } from "../objects/canonical-json";
import { type KubernetesObject, kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { syncOptions } from "../order/argocd/annotations";
import { pathText } from "../schemas/problem";
import { isTracked, pairs } from "./changed";
import { applicationSpec } from "./engines/application-sources";
import { readersOf } from "./engines/readers";
import { annotationsOf } from "./objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "./rule";

type Path = readonly string[];

/** Fields of Kubernetes' own kinds that stay as they were when the object was made. */
const fixed: Readonly<Record<string, readonly Path[]>> = {
  "apps/Deployment": [["spec", "selector"]],
  "apps/DaemonSet": [["spec", "selector"]],
  "apps/StatefulSet": [
    ["spec", "selector"],
    ["spec", "serviceName"],
  ],
  "batch/Job": [
    ["spec", "selector"],
    ["spec", "template"],
  ],
  "rbac.authorization.k8s.io/RoleBinding": [["roleRef"]],
  "rbac.authorization.k8s.io/ClusterRoleBinding": [["roleRef"]],
};

/** What an update of such a field is refused for: the engine stands still, and what comes behind it is not applied. */
export function fixedFields(step: Step): readonly Finding[] {
  return pairs(step, ({ objects }) => objects.filter(({ object }) => fixed[kindOf(object)] !== undefined)).flatMap(
    ({ before, after }) =>
      (fixed[kindOf(after.object)] ?? []).flatMap((at) => {
        const [from, to] = [before, after].map(({ object }) => valueAt(object, ...at));
        if (from === undefined || canonicalJson(from) === canonicalJson(to) || isMadeAnew(step.after, after)) return [];
        return [
          about("SCH001", after, {
            at,
            message: `${pathText(at)} changes, and cannot be changed once the ${after.object.kind} is there`,
            hint: "Keep it, or make another one under another name and take this one away.",
          }),
        ];
      }),
  );
}

/** Whether the object before is gone by then: a hook, one that ends itself, or one that its engine deletes first. */
function isMadeAnew(set: ManifestSet, one: CheckedObject): boolean {
  const { object } = one;
  const options = syncOptions(annotationsOf(object));
  return (
    !isTracked(one) ||
    valueAt(object, "spec", "ttlSecondsAfterFinished") !== undefined ||
    ["Replace", "Force"].some((option) => options.get(option) === "true") ||
    textAt(object, "metadata", "annotations", "kustomize.toolkit.fluxcd.io/force") === "enabled" ||
    readersOf(set, one).some(({ by, applied = by }) => makesAnew(applied.object))
  );
}

/** Whether whoever applies an object makes all that refuses a change anew: `force` of a Kustomization of Flux, an option of an Application. */
function makesAnew(object: KubernetesObject): boolean {
  const spec = applicationSpec(object);
  return spec === undefined
    ? valueAt(object, "spec", "force") === true
    : listAt(object, ...spec, "syncPolicy", "syncOptions").includes("Replace=true");
}
