import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf, sailObjects, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { expressionOf } from "./expressions";

interface Patch {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  readonly version: string;
  /** Whose patches it is one of: those for other versions may stand beside it. */
  readonly kin: string;
}

/** Patches of EnvoyFilters for proxies of a version that the mesh does not have (TGT004): after an upgrade, those of before. */
export function filtersOfOtherVersions(set: ManifestSet): readonly Finding[] {
  const versions = sailObjects(set, ["Istio", "IstioRevision"]).map((one) => versionOf(one)?.replace(/^v/, ""));
  if (versions.length === 0 || !versions.every((it) => it !== undefined && /^\d+\.\d+\.\d+/.test(it))) return [];
  const kin = grouped(objectsOf(set, "networking.istio.io", "EnvoyFilter").flatMap(patchesOf), (patch) => patch.kin);
  return [...kin.values()].flatMap((patches) => {
    const isMet = patches.some(({ version }) => {
      const expression = expressionOf(version);
      return !expression || versions.some((it) => it !== undefined && expression.test(it));
    });
    const [first] = patches;
    if (isMet || !first) return [];
    return [
      about("TGT004", first.one, {
        at: first.at,
        severity: "warning",
        message: `proxyVersion ${first.version} is that of no control plane here (${[...new Set(versions)].join(", ")}): proxies leave the patch out once they have restarted`,
        hint: "Add the patch for the new version beside it, and take the old one away when no proxy has it.",
      }),
    ];
  });
}

function patchesOf(one: CheckedObject): readonly Patch[] {
  const { object } = one;
  return listAt(object, "spec", "configPatches").flatMap((patch, index) => {
    const version = textAt(patch, "match", "proxy", "proxyVersion");
    if (version === undefined) return [];
    const at = ["spec", "configPatches", index, "match", "proxy", "proxyVersion"];
    const selector = valueAt(object, "spec", "workloadSelector") ?? null;
    const kin = canonicalJson([
      object.metadata.namespace,
      selector,
      textAt(patch, "applyTo"),
      textAt(patch, "match", "context"),
    ]);
    return [{ one, at, version, kin }];
  });
}
