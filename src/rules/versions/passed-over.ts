import { compareVersions } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { orderEntries, phaseOf } from "../engines/order";
import { sailObjects, versionOf } from "../objects";
import { isRevisionBased, namesRevision, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { podTemplates } from "../waypoints";
import { isVersionedName } from "./kept-revisions";
import { revisionUses } from "./revision-uses";

/**
 * Tags that hold several revisions of one control plane, of which none is the one that it makes (REV006). One that holds the revision before is how workloads
 * are moved later; where a second one is there, and nothing asks for what the Istio makes, the newest of them is meant for that.
 */
export function passedOver(set: ManifestSet): readonly Finding[] {
  if (phaseOf(orderEntries(set)) !== undefined) return [];
  const tags = sailObjects(set, ["IstioRevisionTag"]);
  return sailObjects(set, ["Istio"])
    .filter(isRevisionBased)
    .flatMap((istio) => {
      const own = revisionOf(istio);
      const { name } = istio.object.metadata;
      const held = tags.flatMap((tag) => {
        const revision = targetOf(tag);
        return namesRevision(tag, revision) && isVersionedName(name, revision) ? [{ tag, revision }] : [];
      });
      const made = sailObjects(set, ["IstioRevision"]).map(({ object }) => object.metadata.name);
      const isAsked = held.some(({ revision }) => revision === own) || tags.some((tag) => targetOf(tag) === name);
      const isUsed = revisionUses(set, podTemplates).some(({ revision }) => revision === own);
      const lost = held.filter(({ revision }) => !made.includes(revision));
      const [newest, ...others] = [...lost].sort((a, b) => compareVersions(versionIn(b, name), versionIn(a, name)));
      const older = others.find(({ revision }) => revision !== newest?.revision);
      if (!newest || !older || isAsked || isUsed || set.writes?.(newest.tag, "name")) return [];
      return [
        about("REV006", newest.tag, {
          at: ["spec", "targetRef", "name"],
          severity: "warning",
          message: `spec.targetRef names ${newest.revision}, and Istio/${name}, at ${versionOf(istio)}, makes ${own}, which nothing asks for; IstioRevisionTag/${older.tag.object.metadata.name} holds the old ${older.revision} already`,
          hint: `Name ${own}, unless ${newest.revision} ran before and has been in use ever since.`,
        }),
      ];
    });
}

function targetOf({ object }: CheckedObject): string {
  return textAt(object, "spec", "targetRef", "name") ?? "";
}

/** `v1.30.3` of `default-v1-30-3`. */
function versionIn({ revision }: { readonly revision: string }, istio: string): string {
  return revision.slice(istio.length + 1).replaceAll("-", ".");
}
