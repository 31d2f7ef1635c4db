import { textAt, valueAt, wordOf } from "../objects/object-paths";
import { sailObjects } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** The profiles that turn ambient on; `ambient` is right on every platform. */
export const ambientProfiles: readonly string[] = ["ambient", "openshift-ambient"];

/** Whether istiod of this Istio serves ambient: by its profile, or by the setting that the profile makes. */
export function isAmbientIstio({ object }: CheckedObject): boolean {
  const setting = valueAt(object, "spec", "values", "pilot", "env", "PILOT_ENABLE_AMBIENT");
  if (setting !== undefined) return wordOf(setting) === "true";
  // The charts take a profile from the values as well.
  return [["profile"], ["values", "profile"]].some((path) =>
    ambientProfiles.includes(textAt(object, "spec", ...path) ?? ""),
  );
}

/** Whether this CNI redirects pods to ztunnel. */
export function isAmbientCni({ object }: CheckedObject): boolean {
  const setting = valueAt(object, "spec", "values", "cni", "ambient", "enabled");
  if (setting !== undefined) return setting === true;
  return ambientProfiles.includes(textAt(object, "spec", "profile") ?? "");
}

/** Whether anything in the manifests is there for ambient alone. */
export function isAmbientMesh(set: ManifestSet): boolean {
  return (
    sailObjects(set, ["ZTunnel"]).length > 0 ||
    sailObjects(set, ["Istio"]).some(isAmbientIstio) ||
    sailObjects(set, ["IstioCNI"]).some(isAmbientCni)
  );
}
