import type { DistributionName } from "../catalog/types";
import { compareVersions, minorOf } from "../catalog/version";
import type { Schema, SchemaTable } from "./node";
import { schemaOf, schemaTable, type TableName } from "./tables";

/** The schemas that an object is held against: a problem is one where all of them have it. */
export interface ChosenSchemas {
  readonly schemas: readonly Schema[];
  /** Whose they are: `operator release 3.1.2`, `Gateway API 1.4.1`. */
  readonly owner: string;
  /** False when they only stand in for others, so that a field which they lack may be there all the same. */
  readonly exact: boolean;
}

/** What a schema is looked up by. */
export interface SchemaQuestion {
  readonly distribution: DistributionName;
  /** Operator release in force; undefined when it is not known. */
  readonly release: string | undefined;
  readonly group: string;
  readonly kind: string;
  /** `v1`. */
  readonly version: string;
  /** CRDs of the user's own, which win. */
  readonly given?: SchemaTable | undefined;
}

/** The set that CRDs of the user's own are collected in. */
export const givenSet = "given";

interface Project {
  /** Asked one after the other. */
  readonly tables: readonly TableName[];
  readonly title: string;
}

const istio: Project = { tables: ["istio", "istio-more"], title: "Istio" };

const flux: Project = { tables: ["flux"], title: "Flux" };

const projects: Readonly<Partial<Record<string, Project>>> = {
  "gateway.networking.k8s.io": { tables: ["gateway-api"], title: "Gateway API" },
  "networking.istio.io": istio,
  "security.istio.io": istio,
  "telemetry.istio.io": istio,
  "extensions.istio.io": istio,
  "argoproj.io": { tables: ["argocd"], title: "Argo CD" },
  "helm.toolkit.fluxcd.io": flux,
  "kustomize.toolkit.fluxcd.io": flux,
  "source.toolkit.fluxcd.io": flux,
};

/** The schemas for an object; undefined when there are none for its kind, an empty list when its version of the API is not served. */
export function chooseSchemas(question: SchemaQuestion): ChosenSchemas | undefined {
  const { group, kind, version, given } = question;
  const name = `${group}/${kind}`;
  if (given?.sets[givenSet]?.[name]) {
    const schema = schemaOf(given, givenSet, name, version);
    return { schemas: schema ? [schema] : [], owner: "the CRDs that --crds names", exact: true };
  }
  if (group === "sailoperator.io") return sailSchemas(question);
  const project = projects[group];
  if (!project) return undefined;
  const table = project.tables.map(schemaTable).find((one) => Object.values(one.sets).some((kinds) => kinds[name]));
  if (!table) return undefined;
  // Which release a cluster has nobody says here: of several, all have to agree.
  const sets = Object.keys(table.sets);
  const serving = sets.filter((set) => schemaOf(table, set, name, version));
  const newest = serving.at(-1) ?? sets.at(-1) ?? "";
  const owner = `${project.title} ${newest.split(" ")[1]}`;
  return {
    schemas: distinct(serving.flatMap((set) => schemaOf(table, set, name, version) ?? [])),
    owner,
    exact: false,
  };
}

function distinct(schemas: readonly Schema[]): readonly Schema[] {
  return [...new Map(schemas.map((one) => [one.root, one])).values()];
}

function sailSchemas({ distribution, release, kind, version }: SchemaQuestion): ChosenSchemas | undefined {
  const table = schemaTable("sail");
  const name = `sailoperator.io/${kind}`;
  const known = releasesOf(table, distribution);
  const set = (one: string) => schemaOf(table, `${distribution} ${one}`, name, version);
  if (release !== undefined) {
    const chosen = standIn(known, release);
    const schema = chosen === undefined ? undefined : set(chosen);
    const owner = `operator release ${release}`;
    return { schemas: schema ? [schema] : [], owner, exact: chosen === release };
  }
  return { schemas: distinct(known.flatMap((one) => set(one) ?? [])), owner: "any operator release", exact: true };
}

/** The first release of the distribution whose schema has a field; undefined when none has. */
export function servedSince(
  distribution: DistributionName,
  kind: string,
  version: string,
  has: (schema: Schema) => boolean,
): string | undefined {
  const table = schemaTable("sail");
  return releasesOf(table, distribution).find((release) => {
    const schema = schemaOf(table, `${distribution} ${release}`, `sailoperator.io/${kind}`, version);
    return schema !== undefined && has(schema);
  });
}

/** Oldest first. */
function releasesOf(table: SchemaTable, distribution: DistributionName): readonly string[] {
  return Object.keys(table.sets)
    .filter((set) => set.startsWith(`${distribution} `))
    .map((set) => set.slice(distribution.length + 1))
    .sort(compareVersions);
}

/**
 * The release whose CRDs come nearest: its own; else the newest of its minor that is not newer, or the oldest of its minor; else the
 * newest that is not newer; else the oldest.
 */
function standIn(known: readonly string[], release: string): string | undefined {
  if (known.includes(release)) return release;
  const older = (one: string) => compareVersions(one, release) <= 0;
  const minor = known.filter((one) => minorOf(one) === minorOf(release));
  return minor.findLast(older) ?? minor[0] ?? known.findLast(older) ?? known[0];
}
