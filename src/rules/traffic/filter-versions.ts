import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf, sailObjects, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { revisionsOf, revisionUses } from "../versions/revision-uses";
import { podTemplates } from "../waypoints";
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
  const all = objectsOf(set, "networking.istio.io", "EnvoyFilter").flatMap(patchesOf);
  if (all.length === 0) return [];
  const versions = sailObjects(set, ["Istio", "IstioRevision"]).map((one) => versionOf(one)?.replace(/^v/, ""));
  if (versions.length === 0 || !versions.every((it) => it !== undefined && /^\d+\.\d+\.\d+/.test(it))) return [];
  const running = [...versions, ...askedVersions(set)];
  const kin = grouped(all, (patch) => patch.kin);
  return [...kin.values()].flatMap((patches) => {
    const isMet = patches.some(({ version }) => {
      const expression = expressionOf(version);
      return !expression || running.some((it) => it !== undefined && expression.test(it));
    });
    const [first] = patches;
    if (isMet || !first) return [];
    return [
      about("TGT004", first.one, {
        at: first.at,
        severity: "warning",
        message: `proxyVersion ${first.version} is that of no control plane here (${[...new Set(running)].join(", ")}): proxies leave the patch out once they have restarted`,
        hint: "Add the patch for the new version beside it, and take the old one away when no proxy has it.",
      }),
    ];
  });
}

/** Versions of the revisions that tags, namespaces and pods name: a RevisionBased control plane keeps those of before while they do. */
function askedVersions(set: ManifestSet): readonly string[] {
  const prefixes = revisionsOf(set)?.prefixes ?? [];
  const asked = [
    ...sailObjects(set, ["IstioRevisionTag"]).map(({ object }) => textAt(object, "spec", "targetRef", "name") ?? ""),
    ...revisionUses(set, podTemplates).map(({ revision }) => revision),
  ];
  return asked.flatMap((revision) => {
    const prefix = prefixes.find((one) => revision.startsWith(one));
    const rest = prefix === undefined ? "" : revision.slice(prefix.length);
    return /^\d+-\d+-\d+$/.test(rest) ? [rest.replaceAll("-", ".")] : [];
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
