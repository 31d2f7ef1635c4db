import { type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { annotationsOf, labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import { applicationMark, trackingId, withMarks } from "../input/marks";

/** How an Argo CD knows the objects of an Application again. */
export interface Tracking {
  /** Undefined where nothing says it: labels before Argo CD 3.0, annotations since. */
  readonly method?: string;
  /** The label that it writes the name of the Application into, unless it tracks by annotation alone. */
  readonly key: string;
  /** The names that Applications have there. */
  readonly names: ReadonlySet<string>;
}

const usual = "app.kubernetes.io/instance";
/** What its documentation proposes instead: nobody else writes it. */
const own = "argocd.argoproj.io/instance";

/** @param objects among which those stand that say how an Argo CD is set up, and its Applications */
export function trackingOf(objects: readonly KubernetesObject[]): Tracking {
  const methods = new Set(objects.flatMap((one) => setting(one, "resourceTrackingMethod") ?? []));
  const keys = new Set(objects.flatMap((one) => setting(one, "instanceLabelKey") ?? []));
  const [method] = methods;
  const [key = usual] = keys;
  const applications = objects.filter((one) => kindOf(one) === "argoproj.io/Application");
  return {
    // Two of them may not agree.
    ...(method !== undefined && methods.size === 1 && { method }),
    key: keys.size > 1 ? usual : key,
    names: new Set(applications.flatMap(({ metadata: { name, namespace } }) => [name, `${namespace}_${name}`])),
  };
}

function setting(object: KubernetesObject, key: "resourceTrackingMethod" | "instanceLabelKey"): string | undefined {
  switch (kindOf(object)) {
    case "/ConfigMap":
      return object.metadata.name === "argocd-cm" ? textAt(object, "data", `application.${key}`) : undefined;
    case "argoproj.io/ArgoCD":
      return textAt(object, "spec", key === "instanceLabelKey" ? "applicationInstanceLabelKey" : key);
    default:
      return undefined;
  }
}

/** Whether Argo CD is known to write the label. */
export function writesLabel({ method }: Tracking): boolean {
  return method === "label" || method === "annotation+label";
}

/**
 * The Application that has written itself into a label of an object; undefined where that may be a label as any other: charts and people write the usual one,
 * too, and it stays with what they wrote it on.
 */
export function trackedBy(
  { object, release }: Pick<Found, "object" | "release">,
  tracking: Tracking,
): string | undefined {
  const labels = labelsOf(object);
  const { [own]: plain, [tracking.key]: value } = labels;
  if (plain !== undefined) return plain;
  if (value === undefined || tracking.method === "annotation") return undefined;
  const isOfHelm = release !== undefined || annotationsOf(object)["meta.helm.sh/release-name"] !== undefined;
  if (isOfHelm) return undefined;
  if (tracking.key !== usual || writesLabel(tracking)) return value;
  const isOfChart = labels["helm.sh/chart"] !== undefined || labels["app.kubernetes.io/managed-by"] === "Helm";
  return tracking.names.has(value) && !isOfChart ? value : undefined;
}

/**
 * An object as somebody would have written it, without such a label, which is a mark of who applies it. What stands in files is what somebody has written. An
 * annotation of one that tracks by label alone is of earlier days.
 */
export function withoutTracking(found: Found, tracking: Tracking): Found {
  const { object, live, place, marks = [] } = found;
  const counting = tracking.method === "label" ? marks.filter(({ key }) => key !== trackingId) : marks;
  const by = live || place.file === "<stdin>" ? trackedBy(found, tracking) : undefined;
  if (by === undefined) return counting.length === marks.length ? found : { ...found, marks: counting };
  const { labels: _, ...metadata } = object.metadata;
  const kept = Object.entries(labelsOf(object)).filter(([key]) => key !== tracking.key && key !== own);
  const label = labelsOf(object)[own] === undefined ? tracking.key : own;
  return {
    ...found,
    marks: withMarks(counting, [applicationMark(by, label)]),
    object: { ...object, metadata: { ...metadata, ...(kept.length > 0 && { labels: Object.fromEntries(kept) }) } },
  };
}
