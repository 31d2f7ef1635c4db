import { knows } from "../../catalog/lookup";
import { isAlias } from "../../catalog/version";
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

/** The same for rules that compare patches: an alias is at none of them. */
export function exactVersion(set: ManifestSet, one: CheckedObject): string | undefined {
  const version = comparableVersion(set, one);
  return version === undefined || isAlias(version) ? undefined : version;
}

/** Istio and IstioRevision: each of them stands for an istiod. */
export const controlPlaneKinds = ["Istio", "IstioRevision"] as const;
