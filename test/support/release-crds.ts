import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DistributionName } from "../../src/catalog/types";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { crdRoot } from "./crd-folders";
import { validate } from "./schema-validation";
import { admit, type Schema } from "./structural-schema";
import { describeWhere } from "./where";

/** The Sail CRDs of every operator release, without descriptions and without the enum of `spec.version`. */
const folder = join(crdRoot, "releases");

const present = existsSync(join(folder, "index.json"));

export const describeWithReleaseCrds = describeWhere(present, `${folder} is missing`);

type ReleaseKinds = Readonly<
  Record<string, Readonly<Record<string, { readonly schema: string; readonly served: boolean }>>>
>;
type Index = { readonly releases: Readonly<Record<DistributionName, Readonly<Record<string, ReleaseKinds>>>> };

const parsed = new Map<string, unknown>();

function read<T>(name: string): T {
  if (!parsed.has(name)) parsed.set(name, JSON.parse(readFileSync(join(folder, name), "utf8")));
  return parsed.get(name) as T;
}

/** The releases of a distribution whose CRDs are here, in the order of the index; none where the index is missing. */
export function releasesWithCrds(distribution: DistributionName): readonly string[] {
  if (!present) return [];
  return Object.keys(read<Index>("index.json").releases[distribution]);
}

/** The schema of a Sail kind in one release; undefined where that API version is not served. */
export function releaseSchema(
  distribution: DistributionName,
  release: string,
  kind: string,
  version: string,
): Schema | undefined {
  const found = read<Index>("index.json").releases[distribution][release]?.[kind]?.[version];
  return found?.served ? read<Schema>(`${kind}-${found.schema}.json`) : undefined;
}

/** What the API server of a release would refuse, or accept and not keep, of a Sail object's spec: one line per problem. */
export function releaseProblems(distribution: DistributionName, release: string, object: KubernetesObject): string[] {
  const [, version = ""] = object.apiVersion.split("/");
  const schema = releaseSchema(distribution, release, object.kind, version);
  if (!schema) return [`${object.apiVersion} of ${object.kind} is not served`];
  const spec = schema.properties?.["spec"] ?? {};
  const candidate = structuredClone(object["spec"]);
  return [...admit(candidate, spec, "spec"), ...validate(candidate, spec, "spec")];
}
