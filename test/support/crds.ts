import { type KubernetesObject, objectId } from "../../src/mesh/mesh";
import { builtInKinds, objectMeta } from "./built-in-kinds";
import { type Crd, crdOf, type ServedVersion } from "./crd-files";
import type { CrdSet } from "./crd-folders";
import { correctVersions } from "./neighbour";
import { validate } from "./schema-validation";
import { admit, type Fields, isFields, type Schema } from "./structural-schema";

export {
  type CrdSet,
  commonCrdSets,
  crdFolderFor,
  crdRoot,
  crdSetsFor,
  describeWithCrds,
} from "./crd-folders";

const qualifiedName =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function groupAndVersion(apiVersion: string): [string, string] {
  const [group, version] = apiVersion.split("/");
  return version === undefined ? ["", group ?? ""] : [group ?? "", version];
}

function find(
  group: string,
  kind: string,
  sets: readonly CrdSet[],
): { crd: Crd; versions: readonly ServedVersion[] } | undefined {
  const builtIn = builtInKinds.find((one) => one.group === group && one.names.kind === kind);
  if (builtIn) return { crd: builtIn, versions: builtIn.versions };
  for (const set of sets) {
    const crd = crdOf(set.folder, group, kind);
    if (crd?.names.kind === kind) return { crd, versions: correctVersions(kind, crd.versions, set) };
  }
  return undefined;
}

function metadataProblems(object: KubernetesObject, scope: Crd["scope"]): string[] {
  const { labels, annotations, namespace } = object.metadata;
  const problems = [labels, annotations].flatMap((map) =>
    Object.keys(map ?? {})
      .filter((key) => !qualifiedName.test(key))
      .map((key) => `metadata: "${key}" is no qualified name`),
  );
  if (scope === "Cluster" && namespace !== undefined) problems.push("metadata.namespace: the kind is cluster-scoped");
  if (scope === "Namespaced" && namespace === undefined)
    problems.push("metadata.namespace: is required, the kind is namespaced");
  return problems;
}

/**
 * What the API server would refuse, or accept and not keep, if `object` were created: one line per problem, none when what runs is what was
 * committed. The order is the server's: prune, drop nulls, fill defaults (see `admit`), then types, bounds, enums, patterns, required
 * fields, list keys and CEL rules (see `validate`).
 *
 * @param sets where kinds are looked up, first match wins
 * @param unchecked kinds (`Kind` or `Kind.group`) that may pass without a schema; any other kind without one is a problem
 */
export function validateObject(
  object: KubernetesObject,
  sets: readonly CrdSet[],
  unchecked: readonly string[] = [],
): string[] {
  const [group, versionName] = groupAndVersion(object.apiVersion);
  const name = objectId(object);
  const found = find(group, object.kind, sets);
  if (!found) {
    if (unchecked.includes(object.kind) || unchecked.includes(`${object.kind}.${group}`)) return [];
    return [`${name}: no schema for ${object.kind} in ${group || "the core group"}`];
  }
  const version = found.versions.find((one) => one.name === versionName && one.served);
  if (!version) {
    const served = found.versions.filter((one) => one.served).map((one) => one.name);
    return [`${name}: ${object.apiVersion} is not served, only ${served.join(", ")}`];
  }
  const root = version.schema.openAPIV3Schema;
  const meta: Schema = { type: "string" };
  const schema: Schema = {
    ...root,
    type: "object",
    properties: { ...root.properties, apiVersion: meta, kind: meta, metadata: objectMeta },
  };
  const candidate = structuredClone(object) as unknown as Fields;
  const problems: string[] = [];
  if (version.subresources?.status !== undefined && isFields(candidate["status"])) {
    problems.push("status: the API server ignores it, it is a subresource");
    delete candidate["status"];
  }
  problems.push(
    ...admit(candidate, schema, ""),
    ...validate(candidate, schema, ""),
    ...metadataProblems(object, found.crd.scope),
  );
  return problems.map((problem) => `${name}: ${problem}`);
}
