import type { KubernetesObject } from "../../../mesh/mesh";
import { syncOptions, syncWave } from "../../../order/argocd/annotations";
import { annotationsOf } from "../../../rules/objects";

const options = "argocd.argoproj.io/sync-options";

/** What meshstep itself puts on objects for the engines. */
const ours: readonly string[] = [
  options,
  syncWave,
  "kustomize.toolkit.fluxcd.io/prune",
  "kustomize.toolkit.fluxcd.io/ssa",
];

/** Whether an annotation only concerns how an object is delivered. */
export function isDelivery(annotation: string): boolean {
  return ours.includes(annotation);
}

/**
 * A rendered object without the delivery annotations that the input did not set; of sync options, those that it did not ask for.
 */
export function withoutDelivery(rendered: KubernetesObject, input: KubernetesObject): KubernetesObject {
  const wanted = annotationsOf(input);
  const kept = Object.entries(annotationsOf(rendered)).flatMap(([key, value]): [string, string][] => {
    if (!ours.includes(key)) return [[key, value]];
    const before = wanted[key];
    if (before === undefined) return [];
    return [[key, key === options && holds(rendered, input) ? before : value]];
  });
  return withAnnotations(rendered, kept);
}

/** An object of the input without the delivery annotations that meshstep writes on it: its wave, and those that the rendered one has. */
export function withoutWrittenDelivery(input: KubernetesObject, rendered: KubernetesObject): KubernetesObject {
  const written = annotationsOf(rendered);
  return withAnnotations(
    input,
    Object.entries(annotationsOf(input)).filter(
      ([key]) => key !== syncWave && !(ours.includes(key) && written[key] !== undefined),
    ),
  );
}

function withAnnotations(
  object: KubernetesObject,
  annotations: readonly (readonly [string, string])[],
): KubernetesObject {
  const { annotations: _, ...metadata } = object.metadata;
  const kept = annotations.length ? { annotations: Object.fromEntries(annotations) } : {};
  return { ...object, metadata: { ...metadata, ...kept } } as KubernetesObject;
}

/** Whether the rendered object asks for every sync option that the input asks for. */
function holds(rendered: KubernetesObject, input: KubernetesObject): boolean {
  const has = syncOptions(annotationsOf(rendered));
  return [...syncOptions(annotationsOf(input))].every(([option, value]) => has.get(option) === value);
}
