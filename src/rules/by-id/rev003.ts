import { istiodName, tagServiceName } from "../../catalog/revisions";
import { minorNumber } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { sailObjects } from "../objects";
import { isRevisionBased, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { comparableVersion, controlPlaneKinds } from "../versions/versions";

export const rev003: Rule = { id: "REV003", state: (set) => [...taken(set), ...couldBeTaken(set), ...tooLong(set)] };

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
    // A row says the same of each of its states: one word for what is there, and for what comes.
    if ([first, { one, what }].some((it) => it.what === "revision" && isRevisionBased(it.one)) && first.what !== what)
      return [];
    const { kind, metadata } = first.one.object;
    if (kind === one.object.kind && metadata.name === one.object.metadata.name) return [];
    const message = `its ${what} is called ${name}, and so is the ${first.what} of ${kind}/${metadata.name}`;
    return [about("REV003", one, { at: ["metadata", "name"], message })];
  });
}

/** A tag that is called like a version of a control plane stands in the way when that version comes. */
function couldBeTaken(set: ManifestSet): readonly Finding[] {
  const istios = sailObjects(set, ["Istio"]).filter(isRevisionBased);
  return sailObjects(set, ["IstioRevisionTag"]).flatMap((one) => {
    const { name } = one.object.metadata;
    const istio = istios.find((it) => isRevisionOf(it.object.metadata.name, name));
    if (!istio) return [];
    const message = `its tag is called ${name}, and so is, or would be, a revision of Istio/${istio.object.metadata.name}`;
    return [about("REV003", one, { at: ["metadata", "name"], message })];
  });
}

/** `default-v1-30-3`, or a prerelease of it. */
function isRevisionOf(istio: string, name: string): boolean {
  return name.startsWith(`${istio}-v`) && /^[0-9]+-[0-9]+-[0-9]+(-|$)/.test(name.slice(istio.length + 2));
}

/** What the charts call after a control plane, and, from 1.28 on, after a tag. */
function tooLong(set: ManifestSet): readonly Finding[] {
  const versions = sailObjects(set, controlPlaneKinds).flatMap((one) => comparableVersion(set, one) ?? []);
  const hasTagServices = versions.some((version) => minorNumber(version) >= 28);
  return sailObjects(set, hasTagServices ? ["Istio", "IstioRevisionTag"] : ["Istio"]).flatMap((one) => {
    const { kind, metadata } = one.object;
    const service = kind === "Istio" ? istiodName(revisionOf(one)) : tagServiceName(metadata.name);
    if (service.length <= longest) return [];
    const message = `its Service would be called ${service}, of ${service.length} characters; expected at most ${longest}`;
    return [about("REV003", one, { at: ["metadata", "name"], message })];
  });
}
