import { compareVersions, minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { apiGroup } from "../../objects/kubernetes-object";
import { pathText } from "../../schemas/problem";
import { sailObjects, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { schemaVerdict } from "../schema-problems";

export const sch002: Rule = {
  id: "SCH002",
  state: (set) =>
    set.objects.flatMap((one) => {
      if (apiGroup(one.object) === "sailoperator.io") return [];
      if (["", "apps"].includes(apiGroup(one.object))) return besideMetadata(one);
      const verdict = schemaVerdict(set, one);
      if (!verdict) return [];
      const { owner, exact, served } = verdict;
      const isEngines = engines.test(apiGroup(one.object));
      // Engines are updated on their own, and nobody says here to what.
      if (!served && isEngines) return [];
      if (!served) {
        return [
          about("SCH002", one, {
            at: ["apiVersion"],
            severity: "warning",
            message: `${one.object.apiVersion} of ${one.object.kind} is not served by ${owner}`,
          }),
        ];
      }
      const mayBeNewer = !exact && !isKnownIstio(set, owner);
      return verdict.problems
        .filter(({ what, near }) => what === "unknown" && (near !== undefined || !isEngines))
        .map(({ path, near }) =>
          about("SCH002", one, {
            at: path,
            part: "key",
            // A field with a name of its own may have come with a later release.
            ...(near === undefined && mayBeNewer && { severity: "warning" as const }),
            message: `${pathText(path)} is no field of ${one.object.kind} (${owner}): the API server drops it`,
            ...(near !== undefined && { hint: `Did you mean ${near}?` }),
          }),
        );
    }),
};

/** What belongs into metadata and stands beside it, one step too far to the left: no kind of Kubernetes itself has such a field. */
function besideMetadata(one: CheckedObject): readonly Finding[] {
  return ["labels", "annotations", "namespace", "name"].flatMap((key) => {
    if (one.object[key] === undefined) return [];
    const message = `${key} is no field of ${one.object.kind}: the API server drops it`;
    return [
      about("SCH002", one, { at: [key], part: "key", message, hint: `Move it into metadata, as metadata.${key}.` }),
    ];
  });
}

/** Groups of Argo CD and Flux. */
const engines = /(^|\.)(argoproj\.io|fluxcd\.io)$/;

/** Istio takes no fields away, so one that a later release does not have is in no earlier one. */
function isKnownIstio(set: ManifestSet, owner: string): boolean {
  const [, table] = /^Istio (\S+)$/.exec(owner) ?? [];
  if (table === undefined) return false;
  const versions = sailObjects(set, ["Istio"]).flatMap((one) => versionOf(one) ?? []);
  const known = /^v?\d+\.\d+/;
  return versions.every((one) => known.test(one) && compareVersions(`${minorOf(one)}.0`, `${minorOf(table)}.0`) <= 0);
}
