import type { KubernetesObject } from "../../../mesh/mesh";
import { mapAt } from "../../../mesh/settings/setting";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { releaseOf } from "./marks";

/** What the API server and the controllers write into `metadata`. */
const assigned: readonly string[] = [
  "managedFields",
  "resourceVersion",
  "uid",
  "creationTimestamp",
  "generation",
  "selfLink",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
];

/** Annotations and labels by which clients and controllers keep track; nobody writes them into Git. */
const trackingAnnotations: readonly RegExp[] = [
  /^kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /^argocd\.argoproj\.io\/tracking-id$/,
  // istiod writes down which release deployed a Gateway.
  /^gateway\.istio\.io\/controller-version$/,
  // OpenShift gives each Namespace its ranges.
  /^openshift\.io\/sa\.scc\./,
];
/** OLM writes it onto a Subscription, and people export it into Git. */
const olmLabel = /^operators\.coreos\.com\//;
const trackingLabels: readonly RegExp[] = [
  /^kubernetes\.io\/metadata\.name$/,
  // `flux build` prints them, too: whoever delivers next writes its own.
  /^(kustomize|helm)\.toolkit\.fluxcd\.io\/name(space)?$/,
];
const trackingLabelsOfLive: readonly RegExp[] = [olmLabel, /^olm\.managed$/];
/** What Helm writes onto what it installs; in files it stands where Helm is to take over what is there. */
const helmAnnotations: readonly RegExp[] = [/^meta\.helm\.sh\/release-name(space)?$/];
const helmLabel = /^app\.kubernetes\.io\/managed-by$/;

/** Whether an object was read from a cluster: only the API server gives these. */
export function isLive({ metadata }: KubernetesObject): boolean {
  const { uid, resourceVersion, managedFields, creationTimestamp } = metadata;
  return Boolean(uid ?? resourceVersion ?? managedFields ?? creationTimestamp);
}

/** The object as somebody would have written it: without status and without what others write into its metadata. */
export function withoutServerFields(object: KubernetesObject): KubernetesObject {
  const live = isLive(object);
  const { metadata, status: _, ...body } = object;
  const rest = live && kindOf(object) === "/Service" ? withoutAddresses(body) : body;
  const { labels, annotations, finalizers, ...others } = metadata;
  const kept = Object.entries(others).filter(([key, value]) => !assigned.includes(key) && value !== null);
  const isOfHelm = live && releaseOf(object) !== undefined;
  const keptLabels = without(labels, [
    ...trackingLabels,
    ...(live ? trackingLabelsOfLive : []),
    ...(isSubscription(object) ? [olmLabel] : []),
    ...(isOfHelm && labels?.["app.kubernetes.io/managed-by"] === "Helm" ? [helmLabel] : []),
  ]);
  const keptAnnotations = without(annotations, [...trackingAnnotations, ...(isOfHelm ? helmAnnotations : [])]);
  const keptFinalizers = live || apiGroup(object) === "sailoperator.io" ? undefined : finalizers;
  return {
    ...rest,
    metadata: {
      ...Object.fromEntries(kept),
      ...(keptLabels && { labels: keptLabels }),
      ...(keptAnnotations && { annotations: keptAnnotations }),
      ...(keptFinalizers !== undefined && { finalizers: keptFinalizers }),
    },
  } as KubernetesObject;
}

/** The address of a Service is one of its cluster, and so is the port that answers for its health; `None` is somebody's wish. */
function withoutAddresses<T extends object>(body: T): T {
  const { clusterIP, clusterIPs: _, healthCheckNodePort: __, ...spec } = mapAt(body, "spec");
  return { ...body, spec: { ...spec, ...(clusterIP === "None" && { clusterIP }) } };
}

function isSubscription(object: KubernetesObject): boolean {
  return apiGroup(object) === "operators.coreos.com" && object.kind === "Subscription";
}

/** An empty map says nothing, so it becomes `undefined`. */
function without(
  record: Readonly<Record<string, string>> | undefined,
  patterns: readonly RegExp[],
): Readonly<Record<string, string>> | undefined {
  const kept = Object.entries(record ?? {}).filter(([key]) => !patterns.some((pattern) => pattern.test(key)));
  return kept.length ? Object.fromEntries(kept) : undefined;
}
