import { textAt } from "../../objects/object-paths";
import { sailObjects } from "../../rules/objects";
import { isRevisionBased } from "../../rules/revisions";
import type { ManifestSet } from "../../rules/rule";
import { revisionUses } from "../../rules/versions/revision-uses";
import { podTemplates } from "../../rules/waypoints";

/** Versions of revisions that are held by a tag, or still asked for where an Istio makes one for each of its versions: somebody had them. */
export function heldVersions(set: ManifestSet): readonly string[] {
  const tags = sailObjects(set, ["IstioRevisionTag"]);
  const names = tags.map(({ object }) => textAt(object, "spec", "targetRef", "name") ?? "");
  return [...names.flatMap((name) => versionIn(name)), ...askedVersions(set)];
}

function askedVersions(set: ManifestSet): readonly string[] {
  const istios = sailObjects(set, ["Istio"])
    .filter(isRevisionBased)
    .map(({ object }) => object.metadata.name);
  if (istios.length === 0) return [];
  return revisionUses(set, podTemplates).flatMap(({ revision }) =>
    istios.flatMap((istio) => versionIn(revision, istio)),
  );
}

/** `v1.28.3`, of IstioRevision `default-v1-28-3`. */
function versionIn(revision: string, istio?: string): readonly string[] {
  const [, of, ...version] = /^(.+)-v(\d+)-(\d+)-(\d+)$/.exec(revision) ?? [];
  return version.length > 0 && (istio === undefined || of === istio) ? [`v${version.join(".")}`] : [];
}
