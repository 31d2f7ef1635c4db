import { grouped } from "../basics/grouped";
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
  const changes: ObjectChange[] = ofClusters(step).map((one) => ({ before: one }));
  for (const [id, one] of before) {
    const other = after.get(id);
    if (!other) changes.push({ before: one });
    else if (!isEqual(one.object, other.object)) changes.push({ before: one, after: other });
  }
  for (const [id, one] of after) if (!before.has(id)) changes.push({ after: one });
  return changes;
}

/** Objects that are gone from one cluster, while another one has an object of that name still. */
function ofClusters({ before, after }: Step): readonly CheckedObject[] {
  const { apart } = before;
  if (!apart) return [];
  const left = grouped(after.objects.filter(isTracked), ({ object }) => identity(object));
  return [...grouped(before.objects.filter(isTracked), ({ object }) => identity(object))].flatMap(([id, members]) => {
    const there = left.get(id) ?? [];
    if (members.length < 2 || there.length === 0 || there.length >= members.length) return [];
    const names = there.map(({ file = "" }) => file);
    // A file keeps its folders, whatever the two states are called.
    const gone = members.filter(({ file = "" }) => !names.some((name) => endsAlike(name, file, members)));
    return gone.filter((one) => members.every((other) => other === one || apart(one, other)));
  });
}

/** Whether a file is the one of several that another is, by the folders that tell them apart. */
function endsAlike(name: string, file: string, members: readonly CheckedObject[]): boolean {
  const tail = file.split("/");
  const others = members.flatMap((one) => (one.file === undefined || one.file === file ? [] : [one.file.split("/")]));
  const common = (other: readonly string[]) => tail.findIndex((part, index) => part !== other[index]);
  const start = Math.min(...others.map(common).filter((index) => index >= 0));
  return Number.isFinite(start) && name.endsWith(`/${tail.slice(start).join("/")}`);
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
