import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../findings/input-error";
import { isJoiningLabel } from "../../mesh/labels";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import { type KubernetesObject, objectId } from "../../source/kubernetes-object";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { carriedChanges } from "./carried";
import { labelChanges } from "./label-changes";

/*
 * What a policy is attached to. Labels decide which proxy a request goes through, and a policy holds for a request only where that proxy has it: while
 * labels move, the policy is on both sides.
 */

/** Groups whose objects can refuse a request. */
const enforcing = ["security.istio.io", "extensions.istio.io", "networking.istio.io"];

/** Policies that are attached to something else, in a row that moves traffic which they may hold for. */
interface Reattached {
  readonly before: CarriedObject;
  readonly after: CarriedObject;
}

function reattached(before: Mesh, after: Mesh): readonly Reattached[] {
  return carriedChanges(before, after).changed.filter(
    (pair) =>
      !isDeepStrictEqual(targetsOf(pair.before.object), targetsOf(pair.after.object)) &&
      enforcing.includes(pair.after.object.apiVersion.split("/")[0] ?? "") &&
      movesTraffic(before, after, pair.after.object.metadata.namespace),
  );
}

/** Whether labels move that bring traffic to what is in a namespace: its own, those of whoever uses a waypoint there, and for the root namespace all. */
function movesTraffic(before: Mesh, after: Mesh, namespace: string | undefined): boolean {
  const { controlPlane } = after;
  const root = textAt(controlPlane.values, "meshConfig", "rootNamespace") ?? controlPlane.namespace;
  return labelChanges(before, after)
    .filter(({ set, gone }) => [...Object.keys(set), ...gone].some(isJoiningLabel))
    .some((change) => {
      const waypoints = [change.before, change.after].map(
        (one) => one?.waypoint && (one.waypoint.namespace ?? one.name),
      );
      return namespace === root || change.name === namespace || waypoints.includes(namespace);
    });
}

/** The objects of the second description; where labels are yet to move, a policy keeps what it was attached to beside what it is to be attached to. */
export function attachedToBoth(before: Mesh, after: Mesh): readonly CarriedObject[] {
  const pairs = reattached(before, after);
  return after.carried.map((one) => {
    const pair = pairs.find((it) => it.after === one);
    return pair ? { ...one, object: withTargets(one.object, targetsOf(pair.before.object)) } : one;
  });
}

function withTargets(object: KubernetesObject, more: readonly unknown[]): KubernetesObject {
  const own = targetsOf(object);
  const added = more.filter((one) => !own.some((it) => isDeepStrictEqual(it, one)));
  if (added.length === 0) return object;
  const { targetRef: _, ...spec } = valueAt(object, "spec") as Record<string, unknown>;
  return { ...object, spec: { ...spec, targetRefs: [...own, ...added] } };
}

/**
 * A policy that goes from workloads to waypoints, or back, cannot be on both sides under one name: whichever side it leaves first, nobody enforces it there.
 */
export function detached(before: Mesh, after: Mesh): readonly Problem[] {
  return reattached(before, after)
    .filter((pair) => (targetsOf(pair.before.object).length === 0) !== (targetsOf(pair.after.object).length === 0))
    .map(({ after: { object, place } }) => {
      const to = targetsOf(object).length > 0 ? "from workloads to targetRefs" : "from targetRefs to workloads";
      return {
        message: `${objectId(object)} goes ${to} while labels move the traffic that it is for: in between nobody would enforce it`,
        place,
        hint: "Give it a new name: the old one stays until the labels have moved. Or move the labels first, and the policy when that is done.",
      };
    });
}

/** What `targetRefs` names; nothing for a policy of workloads. */
function targetsOf(object: KubernetesObject): readonly unknown[] {
  const one = valueAt(object, "spec", "targetRef");
  return one === undefined ? listAt(object, "spec", "targetRefs") : [one];
}
