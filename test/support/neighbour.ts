import type { OperatorRelease, ZtunnelField } from "../../src/catalog/types";
import { crdOf, type ServedVersion } from "./crd-files";
import type { CrdSet } from "./crd-folders";
import type { Schema } from "./structural-schema";

const fieldPaths: Readonly<Record<ZtunnelField, readonly string[]>> = {
  terminationGracePeriodSeconds: ["spec", "values", "ztunnel", "terminationGracePeriodSeconds"],
  updateStrategy: ["spec", "values", "ztunnel", "updateStrategy"],
  targetRef: ["spec", "targetRef"],
};

function fieldAt(schema: Schema | undefined, path: readonly string[]): Schema | undefined {
  return path.reduce<Schema | undefined>((at, key) => at?.properties?.[key], schema);
}

/** A copy of `schema` with the field at `path` replaced, or taken out. */
function withField(schema: Schema, path: readonly string[], field: Schema | undefined): Schema {
  const [key, ...rest] = path;
  if (key === undefined) return field ?? schema;
  const { [key]: inner, ...others } = schema.properties ?? {};
  if (rest.length > 0)
    return inner ? { ...schema, properties: { ...others, [key]: withField(inner, rest, field) } } : schema;
  return { ...schema, properties: field ? { ...others, [key]: field } : others };
}

/** What `spec.version` may be: the enum of a CRD is made from the operator's list of versions, and differs between z-streams. */
function acceptedVersions(kind: string, release: OperatorRelease): string[] {
  const aliases = Object.keys(release.aliases);
  if (kind === "IstioRevision") return [...release.installable, ...release.endOfLife];
  if (kind !== "ZTunnel") return [...release.installable, ...release.endOfLife, ...aliases];
  const accepted = release.installable.filter((version) => !release.ztunnel.lacks.includes(version));
  return [...accepted, ...aliases.filter((alias) => accepted.includes(release.aliases[alias] ?? ""))];
}

/** The versions of a Sail kind as the release that `set` stands in for serves them. */
export function correctVersions(kind: string, versions: readonly ServedVersion[], set: CrdSet): ServedVersion[] {
  const release = set.standsInFor;
  if (!release) return [...versions];
  return versions.map((version) => {
    let schema = version.schema.openAPIV3Schema;
    const versionField = fieldAt(schema, ["spec", "version"]);
    if (versionField)
      schema = withField(schema, ["spec", "version"], { ...versionField, enum: acceptedVersions(kind, release) });
    if (kind !== "ZTunnel") return { ...version, schema: { openAPIV3Schema: schema } };
    for (const [name, path] of Object.entries(fieldPaths) as [ZtunnelField, readonly string[]][]) {
      const donors = (set.newer ?? []).flatMap((folder) => crdOf(folder, "sailoperator.io", kind)?.versions ?? []);
      const known = [schema, ...donors.map((donor) => donor.schema.openAPIV3Schema)]
        .map((one) => fieldAt(one, path))
        .find((one) => one);
      schema = withField(schema, path, release.ztunnel.fields.includes(name) ? known : undefined);
    }
    const served = release.ztunnel.apiVersions.some((one) => one === version.name);
    return { ...version, served, schema: { openAPIV3Schema: schema } };
  });
}
