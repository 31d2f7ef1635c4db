import { grouped } from "../../basics/grouped";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import type { CheckedObject, Step } from "../rule";
import { appliedBy, readersOf } from "./readers";

/** Whether Flux leaves in the cluster what a Kustomization has applied when that is deleted (spec.deletionPolicy). */
export function leavesObjects({ object }: CheckedObject): boolean {
  if (kindOf(object) !== "kustomize.toolkit.fluxcd.io/Kustomization") return false;
  const policy = textAt(object, "spec", "deletionPolicy") ?? "MirrorPrune";
  return policy === "Orphan" || (policy === "MirrorPrune" && valueAt(object, "spec", "prune") !== true);
}

/**
 * Whether a Kustomization that goes leaves all that it has applied to another one: it has got a new name, or its folder another owner.
 * Of what has left its folder in the same step more is said there.
 */
export function isTakenOver({ before, after }: Step, one: CheckedObject): boolean {
  const was = leavesObjects(one) ? appliedBy(before, one) : [];
  if (was.length === 0) return false;
  const now = grouped(after.objects, ({ object }) => identity(object));
  return was.every(({ object }) => {
    const there = now.get(identity(object)) ?? [];
    return there.length === 0 || there.some((it) => readersOf(after, it).length > 0);
  });
}
