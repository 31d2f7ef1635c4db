import { type ChosenSchemas, chooseSchemas } from "../schemas/choose";
import { isExperimental } from "../schemas/known-fields";
import type { Schema } from "../schemas/node";
import type { SchemaProblem } from "../schemas/problem";
import { schemaProblems } from "../schemas/validate";
import { apiGroup } from "../source/kubernetes-object";
import { valueAt } from "../source/object-paths";
import { apiVersionOf } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** What an object's schemas say of it. */
export interface SchemaVerdict extends Pick<ChosenSchemas, "owner" | "exact"> {
  readonly problems: readonly SchemaProblem[];
  /** False when no schema is of the object's version of the API. */
  readonly served: boolean;
}

/** Phases of ours share the objects that they do not change, and several rules ask the same object. */
const known = new WeakMap<object, Map<string, readonly SchemaProblem[]>>();

/** Four rules ask each object of a set. */
const verdicts = new WeakMap<ManifestSet, Map<CheckedObject, { readonly verdict: SchemaVerdict | undefined }>>();

/** Holds an object against the schema of its kind; undefined where there is none. */
export function schemaVerdict(set: ManifestSet, one: CheckedObject): SchemaVerdict | undefined {
  const ofSet = verdicts.get(set) ?? new Map<CheckedObject, { readonly verdict: SchemaVerdict | undefined }>();
  verdicts.set(set, ofSet);
  const found = ofSet.get(one) ?? { verdict: judge(set, one) };
  ofSet.set(one, found);
  return found.verdict;
}

function judge(set: ManifestSet, one: CheckedObject): SchemaVerdict | undefined {
  const chosen = chosenFor(set, one);
  if (!chosen) return undefined;
  const { schemas, owner, exact } = chosen;
  return { owner, exact, served: schemas.length > 0, problems: schemas.length ? shared(one, schemas) : [] };
}

export function chosenFor(set: ManifestSet, { object }: CheckedObject): ChosenSchemas | undefined {
  return chooseSchemas({
    distribution: set.distribution.name,
    release: set.release?.version,
    group: apiGroup(object),
    kind: object.kind,
    version: apiVersionOf(object),
    given: set.crds,
  });
}

/** Kinds of Istio's that are there and have no schema here, sorted. */
export function kindsWithoutSchema(set: ManifestSet): readonly string[] {
  const open = set.objects.filter(
    (one) => /\.istio\.io$/.test(apiGroup(one.object)) && chosenFor(set, one) === undefined,
  );
  return [...new Set(open.map(({ object }) => `${object.kind} of ${apiGroup(object)}`))].sort();
}

/** The problems that every one of the schemas has with an object. */
function shared(one: CheckedObject, schemas: readonly Schema[]): readonly SchemaProblem[] {
  const [only, ...more] = schemas;
  if (only && more.length === 0) return problemsUnder(one, only);
  const [first = [], ...others] = schemas.map((schema) => problemsUnder(one, schema));
  const keys = others.map((problems) => new Set(problems.map(keyOf)));
  return first.filter((problem) => keys.every((set) => set.has(keyOf(problem))));
}

function keyOf({ path, what }: SchemaProblem): string {
  return JSON.stringify([what, path]);
}

function problemsUnder({ object }: CheckedObject, schema: Schema): readonly SchemaProblem[] {
  const bySchema = known.get(object) ?? new Map<string, readonly SchemaProblem[]>();
  known.set(object, bySchema);
  const key = `${schema.root} ${tableNumber(schema.nodes)}`;
  const found = bySchema.get(key) ?? relevant(object, schema);
  bySchema.set(key, found);
  return found;
}

function relevant(object: CheckedObject["object"], schema: Schema): readonly SchemaProblem[] {
  const problems = schemaProblems(object, schema);
  if (apiGroup(object) !== "gateway.networking.k8s.io") return problems;
  return problems.filter(({ path }) => !isExperimental(path, valueAt(object, ...path.map(String))));
}

const tables = new WeakMap<object, number>();
let count = 0;

function tableNumber(nodes: object): number {
  const number = tables.get(nodes) ?? count++;
  tables.set(nodes, number);
  return number;
}
