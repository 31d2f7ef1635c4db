import { oncePer } from "../basics/once-per";
import { apiGroup, kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import { appliedBy } from "./engines/readers";
import { inNamespaces, namespaceLabels, objectsOf } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";
import { gatewayClass } from "./waypoints";

/** Kinds that make no pods, or whose pods and accounts are seen. Controllers of all others may bring accounts of their own. */
const plain =
  /^(apps|batch|autoscaling|policy|rbac\.authorization\.k8s\.io|networking\.k8s\.io|gateway\.networking\.k8s\.io|([a-z]+\.)*istio\.io|cert-manager\.io|external-secrets\.io|bitnami\.com|monitoring\.coreos\.com|route\.openshift\.io|)$/;

/**
 * Whether all that makes accounts in a namespace is among the manifests: the Namespace itself, no chart that is installed into it, no base that
 * is fetched from elsewhere, and no second cluster of which the accounts could be.
 */
export function isWhole(set: ManifestSet, namespace: string): boolean {
  if (!namespaceLabels(set, namespace).complete || set.fetches?.(namespace) === true) return false;
  if (inNamespaces(set, "", "ServiceAccount").has(undefined)) return false;
  // With a gateway to another cluster the namespace may have accounts in the other cluster that are made there.
  const isMany = objectsOf(set, "gateway.networking.k8s.io", "Gateway").some((one) =>
    ["istio-east-west", "istio-remote"].includes(gatewayClass(one)),
  );
  return !isMany && !hasControllers(set, namespace) && !hasCharts(set, namespace);
}

/**
 * Whether something among the manifests makes more in a namespace than can be seen here: a chart, another repository, or a controller of which one of
 * its objects is here. What is not seen there may be there.
 */
export function bringsMore(set: ManifestSet, namespace: string): boolean {
  return set.fetches?.(namespace) === true || hasControllers(set, namespace) || hasCharts(set, namespace);
}

function hasControllers(set: ManifestSet, namespace: string): boolean {
  return namespacesOfControllers(set).has(namespace);
}

/** Where objects are of which a controller makes more. */
const namespacesOfControllers = oncePer(
  ({ objects }: ManifestSet): ReadonlySet<string | undefined> =>
    new Set(objects.flatMap(({ object }) => (plain.test(apiGroup(object)) ? [] : [object.metadata.namespace]))),
);

function hasCharts(set: ManifestSet, namespace: string): boolean {
  return deliverers(set).some((one) => deliversUnseen(set, one, namespace));
}

const delivering =
  /^(helm\.toolkit\.fluxcd\.io\/HelmRelease|helm\.cattle\.io\/HelmChart|argoproj\.io\/Application(Set)?|kustomize\.toolkit\.fluxcd\.io\/Kustomization)$/;

const deliverers = oncePer(({ objects }: ManifestSet) =>
  objects.filter(({ object }) => delivering.test(kindOf(object))),
);

/** Whether something installs a chart or another repository into a namespace. */
function deliversUnseen(set: ManifestSet, one: CheckedObject, namespace: string): boolean {
  const { object } = one;
  const kind = kindOf(object);
  if (kind === "helm.toolkit.fluxcd.io/HelmRelease" || kind === "helm.cattle.io/HelmChart")
    return (textAt(object, "spec", "targetNamespace") ?? object.metadata.namespace ?? namespace) === namespace;
  const spec = { "argoproj.io/Application": ["spec"], "argoproj.io/ApplicationSet": ["spec", "template", "spec"] }[
    kind
  ];
  if (spec) {
    const to = textAt(object, ...spec, "destination", "namespace");
    const sources = [valueAt(object, ...spec, "source"), ...listAt(object, ...spec, "sources")];
    const isChart = sources.some(
      (source) => valueAt(source, "chart") !== undefined || valueAt(source, "helm") !== undefined,
    );
    const isHere = to !== undefined && to !== namespace && !to.includes("{{");
    return !isHere && (isChart || (to !== undefined && !isRead(set, one)));
  }
  return (
    kind === "kustomize.toolkit.fluxcd.io/Kustomization" &&
    textAt(object, "spec", "targetNamespace") === namespace &&
    !isRead(set, one)
  );
}

/** Whether the folders that something applies are among the manifests. */
function isRead(set: ManifestSet, one: CheckedObject): boolean {
  return appliedBy(set, one).length > 0;
}
