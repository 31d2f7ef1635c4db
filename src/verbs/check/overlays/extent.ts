import { kindOf } from "../../../objects/kubernetes-object";
import { isPart } from "../../../repository/charts/mesh-charts";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";

/** How many objects may be judged once more, over all overlays: above that it takes seconds. */
const limit = 12_000;

/** Whether all objects are judged with each overlay, or only what hangs on what it changes. */
export function isJudgedWhole(all: readonly OverlayChanges[], objects: readonly FileObject[]): boolean {
  return !objects.some(isPart) || all.length * objects.length <= limit;
}

/** Whether an object is judged beside what an overlay changes. */
export type IsJudged = (own: OverlayChanges, one: FileObject) => boolean;

/** What is judged beside what an overlay changes: all, or what is in the same namespaces, or what hangs on the parts of a mesh alone. */
export function extentOf(changing: readonly OverlayChanges[], objects: readonly FileObject[]): IsJudged {
  const isBeside = (one: FileObject) => isSail(one) || besides.includes(kindOf(one.object));
  const homes = new Map(changing.map((own) => [own, new Set([...own.of.keys()].map(homeOf))]));
  const extents: readonly IsJudged[] = [
    () => true,
    (own, one) => isBeside(one) || (!isSail(one) && homes.get(own)?.has(homeOf(one)) === true),
  ];
  const isFew = (isJudged: IsJudged) =>
    changing.reduce((sum, own) => sum + objects.filter((one) => isJudged(own, one)).length, 0) <= limit;
  return extents.find(isFew) ?? ((_, one) => isBeside(one));
}

function homeOf({ object }: FileObject): string | undefined {
  return kindOf(object) === "/Namespace" ? object.metadata.name : object.metadata.namespace;
}

/** What hangs on the parts of a mesh: thousands of routes and workloads are judged once, as they stand in their files. */
const besides: readonly string[] = [
  "/Namespace",
  "gateway.networking.k8s.io/Gateway",
  "operators.coreos.com/Subscription",
  "olm.operatorframework.io/ClusterExtension",
  "argoproj.io/Application",
  "kustomize.toolkit.fluxcd.io/Kustomization",
  "helm.toolkit.fluxcd.io/HelmRelease",
];
