import { compareVersions, minorDistance, minorOf, withoutV } from "../catalog/version";
import { compatibilityProfiles } from "./data/compatibility";
import { type Keys, keysOf } from "./paths";
import type { LedgerRow } from "./schema";
import { type ValuesKind, valuesKinds } from "./subject";

/** Values that keep an old behaviour, by their path: `IstioCNI.spec.values.cni.ambient.dnsCapture`. */
export type KeptValues = Readonly<Record<string, string | boolean | number>>;

/** Where a compatibility profile is chosen. */
export const compatibilityPath = "Istio.spec.values.compatibilityVersion";

/** The object that a path speaks of, and the keys below its `spec.values`. */
export function keptPath(path: string): { readonly kind: ValuesKind; readonly keys: Keys } {
  const [kind = "", rest = ""] = path.split(/\.spec\.values\.(.*)/s);
  return { kind: valuesKinds.find((one) => one === kind) ?? "Istio", keys: keysOf(rest) };
}

/** The values of one object. */
export function keptOf(kept: KeptValues, kind: ValuesKind): KeptValues {
  return Object.fromEntries(Object.entries(kept).filter(([path]) => keptPath(path).kind === kind));
}

/** Why nothing that the ledger has brings the old behaviour back at a version; undefined where something does. */
export function notKeepable({ id, keep }: LedgerRow, version: string): string | undefined {
  if (!keep) return `the ledger knows nothing that keeps what was before ${id}`;
  if (keep.from !== undefined && compareVersions(withoutV(version), keep.from) < 0) {
    return `what keeps ${id} off exists from ${keep.from} on, and not in ${version}`;
  }
  // The newest minor in whose source the value was seen: of newer ones nothing is known.
  if (keep.worksUntil !== undefined && minorDistance(keep.worksUntil, version) > 0) {
    return `what keeps ${id} off was seen in the source until ${keep.worksUntil}, and not in that of ${minorOf(version)}`;
  }
  return undefined;
}

/** Whether a value is to be filled in by people: `<namespace,...>`. */
export function isTemplate({ keep }: LedgerRow): boolean {
  return Object.values(keep?.set ?? {}).some((value) => typeof value === "string" && value.startsWith("<"));
}

/** Whether a compatibility profile brings back what was before a row. */
export function profileCovers(profile: string, { compatibility }: LedgerRow): boolean {
  return (
    compatibility?.through === "Istio" &&
    minorDistance(profile, compatibility.profile) >= 0 &&
    !compatibility.lackedBy?.includes(profile)
  );
}

/** The profiles in the charts of a version; undefined where that is not known. */
export function profilesIn(version: string): readonly string[] | undefined {
  return compatibilityProfiles[minorOf(version)];
}
