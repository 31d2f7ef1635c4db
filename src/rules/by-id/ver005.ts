import { valueAt } from "../../objects/object-paths";
import { servedSince } from "../../schemas/choose";
import { hasField } from "../../schemas/known-fields";
import { pathText, type SchemaProblem } from "../../schemas/problem";
import { droppedFields } from "../dropped-fields";
import { apiVersionOf, sailKinds, sailObjects } from "../objects";
import { olderApi } from "../older-api";
import { type AboutDetails, about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { type SchemaVerdict, schemaVerdict } from "../schema-problems";
import { servedApi } from "../versions/served-apis";

export const ver005: Rule = {
  id: "VER005",
  state: (set) =>
    sailObjects(set, sailKinds).flatMap((one) => {
      const special = [...unservedApi(set, one), ...droppedFields(set, one), ...idleWorkloadUpdate(one)];
      const said = special.map(({ at = [] }) => at.join("."));
      const rest = lostFields(set, one).filter(({ at = [] }) => !said.includes(at.join(".")));
      return [...special, ...rest].map((details) => about("VER005", one, details));
    }),
  step: olderApi,
};

function unservedApi(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const { apiVersion, kind } = one.object;
  const version = apiVersionOf(one.object);
  const api = servedApi(set, kind);
  if (!api || api.versions.includes(version)) return [];
  const { versions: served, called } = api;
  return [
    {
      at: ["apiVersion"],
      message: `${apiVersion} of ${kind} is not served by ${called}`,
      hint: `Served: ${served.map((name) => `sailoperator.io/${name}`).join(", ")}.`,
      fix: served.length === 1 ? [{ at: ["apiVersion"], value: `sailoperator.io/${served[0]}` }] : [],
    },
  ];
}

/** What the schema has no place for. */
function lostFields(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const verdict = schemaVerdict(set, one);
  return (verdict?.problems ?? []).flatMap((problem) => {
    if (problem.what === "refused" || !verdict) return [];
    return [problem.what === "null" ? lostNull(problem) : lostField(set, one, problem, verdict)];
  });
}

/** `spec.values` is typed, so a null never reaches the chart. */
function lostNull({ path, message }: SchemaProblem): AboutDetails {
  return {
    at: path,
    severity: "warning",
    message: `${pathText(path)} is null, and its field takes none: ${message}, and unsets nothing`,
    hint: "Write the value that is wanted.",
    fix: [{ at: path, value: undefined }],
  };
}

function lostField(
  set: ManifestSet,
  { object }: CheckedObject,
  { path, near }: SchemaProblem,
  { owner, exact }: SchemaVerdict,
): AboutDetails {
  const { name } = set.distribution;
  const since = servedSince(name, object.kind, apiVersionOf(object), (schema) => hasField(schema, path));
  const hint =
    since !== undefined ? `Served since ${since}.` : near !== undefined ? `Did you mean ${near}?` : undefined;
  return {
    at: path,
    part: "key",
    // The CRDs of a neighbour may lack what those of this release have.
    ...(!exact && near === undefined && { severity: "warning" as const }),
    message: `${pathText(path)} is not served by ${owner}: the API server drops it`,
    ...(hint !== undefined && { hint }),
  };
}

function idleWorkloadUpdate({ object }: CheckedObject): readonly AboutDetails[] {
  if (object.kind !== "Istio" || valueAt(object, "spec", "updateStrategy", "updateWorkloads") !== true) return [];
  return [
    {
      at: ["spec", "updateStrategy", "updateWorkloads"],
      severity: "warning",
      message: "spec.updateStrategy.updateWorkloads is true, and no operator release does anything with it",
      hint: "Leave it out, and restart the workloads in a phase of their own.",
    },
  ];
}
