import { oncePer } from "../basics/once-per";
import { apiGroup } from "../objects/kubernetes-object";
import { valueAt } from "../objects/object-paths";
import { type ChosenSchemas, chooseSchemas } from "../schemas/choose";
import { isExperimental } from "../schemas/known-fields";
import type { Schema } from "../schemas/node";
import type { SchemaProblem } from "../schemas/problem";
import { schemaProblems } from "../schemas/validate";
import { apiVersionOf } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";

/** What an object's schemas say of it. */
export interface SchemaVerdict extends Pick<ChosenSchemas, "owner" | "exact"> {
  readonly problems: readonly SchemaProblem[];
  /** False when no schema is of the object's version of the API. */
  readonly served: boolean;
}

/** Holds an object against the schema of its kind; undefined where there is none. */
export function schemaVerdict(set: ManifestSet, one: CheckedObject): SchemaVerdict | undefined {
  const { chosen, clean } = kindVerdict(set, one);
  if (!chosen || !clean) return undefined;
  const problems = clean.served ? shared(one, chosen.schemas) : none;
  return problems.length > 0 ? { ...clean, problems } : clean;
}

export function chosenFor(set: ManifestSet, one: CheckedObject): ChosenSchemas | undefined {
  return kindVerdict(set, one).chosen;
}

/** What is said of all objects of a kind in which nothing is wrong, which are nearly all. */
interface KindVerdict {
  readonly chosen?: ChosenSchemas;
  readonly clean?: SchemaVerdict;
}

/** Four rules ask each object of a set. */
const kindVerdicts = oncePer((_: ManifestSet) => new Map<string, Map<string, KindVerdict>>());

function kindVerdict(set: ManifestSet, { object }: CheckedObject): KindVerdict {
  const { apiVersion, kind } = object;
  const ofSet = kindVerdicts(set);
  const ofApi = ofSet.get(apiVersion) ?? new Map<string, KindVerdict>();
  if (ofApi.size === 0) ofSet.set(apiVersion, ofApi);
  const known = ofApi.get(kind);
  if (known) return known;
  const found = judgeKind(set, object);
  ofApi.set(kind, found);
  return found;
}

function judgeKind(set: ManifestSet, object: CheckedObject["object"]): KindVerdict {
  const chosen = chooseSchemas({
    distribution: set.distribution.name,
    release: set.release?.version,
    group: apiGroup(object),
    kind: object.kind,
    version: apiVersionOf(object),
    given: set.crds,
  });
  if (!chosen) return {};
  const { schemas, owner, exact } = chosen;
  return { chosen, clean: { owner, exact, served: schemas.length > 0, problems: none } };
}

const none: readonly SchemaProblem[] = [];

/** Kinds of Istio's that are there and have no schema here, sorted. */
export function kindsWithoutSchema(set: ManifestSet): readonly string[] {
  const open = set.objects.filter(
    (one) => apiGroup(one.object).endsWith(".istio.io") && chosenFor(set, one) === undefined,
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

/** By table and root. Phases of ours share the objects that they do not change, and several rules ask the same object. */
const known = new WeakMap<object, Map<number, WeakMap<object, readonly SchemaProblem[]>>>();

function problemsUnder({ object }: CheckedObject, schema: Schema): readonly SchemaProblem[] {
  const ofTable = known.get(schema.nodes) ?? new Map<number, WeakMap<object, readonly SchemaProblem[]>>();
  known.set(schema.nodes, ofTable);
  const ofKind = ofTable.get(schema.root) ?? new WeakMap<object, readonly SchemaProblem[]>();
  ofTable.set(schema.root, ofKind);
  const found = ofKind.get(object) ?? relevant(object, schema);
  ofKind.set(object, found.length > 0 ? found : none);
  return found;
}

function relevant(object: CheckedObject["object"], schema: Schema): readonly SchemaProblem[] {
  const problems = schemaProblems(object, schema);
  if (apiGroup(object) !== "gateway.networking.k8s.io") return problems;
  return problems.filter(({ path }) => !isExperimental(path, valueAt(object, ...path.map(String))));
}
