import { isJoiningLabel } from "../../mesh/labels";
import type { CarriedObject, KubernetesObject, Mesh } from "../../mesh/mesh";
import { identity } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { labelChanges } from "./label-changes";

/** Whether a PeerAuthentication refuses plain text, on all ports or on one. */
export function isStrict(object: KubernetesObject): boolean {
  if (object.kind !== "PeerAuthentication" || !object.apiVersion.startsWith("security.istio.io/")) return false;
  const ports = Object.values((valueAt(object, "spec", "portLevelMtls") ?? {}) as Record<string, unknown>);
  return [valueAt(object, "spec", "mtls"), ...ports].some((mtls) => textAt(mtls, "mode") === "STRICT");
}

/** Whether any namespace gets a label that brings its traffic into the mesh, or sends it another way. */
export function joins(now: Mesh, after: Mesh): boolean {
  return labelChanges(now, after).some(({ set }) => Object.keys(set).some(isJoiningLabel));
}

/** Objects without those that begin to refuse plain text: they are as they were, or not there yet. */
export function beforeStrict(
  carried: readonly CarriedObject[],
  now: readonly CarriedObject[],
): readonly CarriedObject[] {
  const there = new Map(now.map((one) => [identity(one.object), one]));
  return carried.flatMap((one) => {
    const was = there.get(identity(one.object));
    if (!isStrict(one.object) || (was && isStrict(was.object))) return [one];
    return was ? [was] : [];
  });
}
