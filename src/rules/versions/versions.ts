import { knows } from "../../catalog/lookup";
import { versionOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

/**
 * The version of a Sail object when its minor can be told, for rules that compare minors. Undefined for what VER001 reports:
 * a typing error in a version should not be reported as skew, too. An alias has a minor like any other version.
 */
export function comparableVersion(set: ManifestSet, one: CheckedObject): string | undefined {
  const version = versionOf(one);
  return version !== undefined && knows(set.distribution, version) ? version : undefined;
}

/** Istio and IstioRevision: each of them stands for an istiod. */
export const controlPlaneKinds = ["Istio", "IstioRevision"] as const;
