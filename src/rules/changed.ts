import { oncePer } from "../basics/once-per";
import type { KubernetesObject } from "../mesh/mesh";
import { canonicalJson } from "../objects/canonical-json";
import { identity } from "../objects/kubernetes-object";
import { annotationsOf } from "./objects";
import type { CheckedObject, ManifestSet, Step } from "./rule";

/** One object that differs between two states; without `before` it is new, without `after` it is gone. */
export interface ObjectChange {
  readonly before?: CheckedObject;
  readonly after?: CheckedObject;
}

/** An object that is in both states. */
export interface Pair {
  readonly before: CheckedObject;
  readonly after: CheckedObject;
}

/** The objects that differ between the two states of a step: first those of the state before, then the new ones. */
export const changedObjects = oncePer(compare);

function compare(step: Step): readonly ObjectChange[] {
  const before = byIdentity(step.before);
  const after = byIdentity(step.after);
  const changes: ObjectChange[] = [];
  for (const [id, one] of before) {
    const other = after.get(id);
    if (!other) changes.push({ before: one });
    else if (!isEqual(one.object, other.object)) changes.push({ before: one, after: other });
  }
  for (const [id, one] of after) if (!before.has(id)) changes.push({ after: one });
  return changes;
}

/** Objects of both states, of those that `pick` finds in each. */
export function pairs(step: Step, pick: (set: ManifestSet) => readonly CheckedObject[]): readonly Pair[] {
  const before = new Map(pick(step.before).map((one) => [identity(one.object), one]));
  return pick(step.after).flatMap((after) => {
    const earlier = before.get(identity(after.object));
    return earlier ? [{ before: earlier, after }] : [];
  });
}

/** Phases of ours share the objects that they do not change. */
function isEqual(one: KubernetesObject, other: KubernetesObject): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

function byIdentity({ objects }: ManifestSet): ReadonlyMap<string, CheckedObject> {
  return new Map(objects.filter(isTracked).map((one) => [identity(one.object), one]));
}

/** Argo CD runs hooks beside the sync: they make nothing OutOfSync, and they come and go. */
export function isTracked({ object }: CheckedObject): boolean {
  const annotations = annotationsOf(object);
  return !("argocd.argoproj.io/hook" in annotations || "helm.sh/hook" in annotations);
}
