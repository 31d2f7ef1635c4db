import type { Finding } from "../../findings/finding";
import { istiodName } from "../../mesh/istiod";
import { sailObjects } from "../objects";
import { revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const rev003: Rule = { id: "REV003", state: (set) => [...taken(set), ...tooLong(set)] };

/** How long the name of a Service may be. */
const longest = 63;

/** The name that each object makes: of a revision, or of a tag. */
function namesIn(
  set: ManifestSet,
): readonly { readonly one: CheckedObject; readonly name: string; readonly what: string }[] {
  const revisions = sailObjects(set, ["Istio"]).map((one) => ({ one, name: revisionOf(one), what: "revision" }));
  const tags = sailObjects(set, ["IstioRevisionTag"]).map((one) => ({
    one,
    name: one.object.metadata.name,
    what: "tag",
  }));
  return [...revisions, ...tags];
}

function taken(set: ManifestSet): readonly Finding[] {
  const names = namesIn(set);
  return names.flatMap(({ one, name, what }, index) => {
    const first = names.slice(0, index).find((it) => it.name === name && it.one.object !== one.object);
    // The same object twice is DUP001's to say.
    if (!first || (first.what === "tag" && what === "tag")) return [];
    const { kind, metadata } = first.one.object;
    if (kind === one.object.kind && metadata.name === one.object.metadata.name) return [];
    const message = `its ${what} is called ${name}, and so is the ${first.what} of ${kind}/${metadata.name}`;
    return [about("REV003", one, { at: ["metadata", "name"], message })];
  });
}

function tooLong(set: ManifestSet): readonly Finding[] {
  return sailObjects(set, ["Istio"]).flatMap((one) => {
    const service = istiodName(revisionOf(one));
    if (service.length <= longest) return [];
    const message = `its Service would be called ${service}, of ${service.length} characters; expected at most ${longest}`;
    return [about("REV003", one, { at: ["metadata", "name"], message })];
  });
}
