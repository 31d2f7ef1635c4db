import { ApiObject, JsonPatch } from "cdk8s";
import type { IConstruct } from "constructs";
import { InputError, type Problem } from "../findings/input-error";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import { syncWave } from "../order/argocd/annotations";
import type { Plan } from "../plan/phase";
import { carriableManifest } from "./carriable";
import { carriedAnnotations } from "./carried-manifest";
import { dependencyProblems, type RenderedObject } from "./dependencies";
import { chosenLayer } from "./layer-choice";
import { type LayerId, layers } from "./layers";
import { plannedManifest } from "./manifest";
import type { AddedOrigin, PhaseChart } from "./phase-chart";

/** A row of phases in a construct tree. */
export interface PhaseRow extends IConstruct {
  readonly plan: Plan;
  readonly phases: readonly PhaseChart[];
}

/**
 * Every object of every phase, rendered: those that meshstep made, and those that the user added below a phase, or in a chart below the
 * row, which belongs to all of its phases.
 * @throws InputError with the paths of constructs that cannot be carried, of the first phase that has any
 */
export function renderedPhases(row: PhaseRow): readonly (readonly RenderedObject[])[] {
  const phases = row.phases.map((chart, index) => renderedPhase(row, chart, row.phases.slice(0, index)));
  const problems = changingNames(row, phases);
  if (problems.length > 0) throw new InputError(problems);
  return phases;
}

function renderedPhase(row: PhaseRow, chart: PhaseChart, earlier: readonly PhaseChart[]): readonly RenderedObject[] {
  const made = new Set<IConstruct>(chart.objects.map(({ object }) => object));
  const inside = chart.node.findAll();
  const shared = row.node.children.filter((child) => !row.phases.some((phase) => phase === child));
  const problems: Problem[] = removedObjects(chart, inside);
  const render = (scope: IConstruct, below: readonly IConstruct[]) =>
    below
      .filter((one) => ApiObject.isApiObject(one))
      .filter((one) => !made.has(one))
      .flatMap((one) => collect(problems, () => addedObject(one, scope, row.plan)));
  const objects = [
    ...chart.objects.flatMap((one) => collect(problems, () => ({ ...one, manifest: plannedManifest(one.object) }))),
    ...render(chart, inside),
    ...shared.flatMap((scope) => render(row, scope.node.findAll())),
  ];
  if (problems.length === 0) {
    problems.push(...dependencyProblems({ chart, earlier, scopes: [chart, ...shared], objects }));
  }
  if (problems.length > 0) throw new InputError(problems);
  return objects;
}

function addedObject(object: ApiObject, scope: IConstruct, { mesh }: Plan): RenderedObject {
  const layer = chosenLayer(object);
  const { path } = object.node;
  const origin: AddedOrigin = { construct: path, below: path.slice(scope.node.path.length + 1) };
  return { layer, object, origin, manifest: delivered(object, layer, carriableManifest(object, mesh)) };
}

/** With the annotations of its delivery, also where the object is rendered by somebody else: a plain App writes the same. */
function delivered(object: ApiObject, layer: LayerId, manifest: KubernetesObject): KubernetesObject {
  const { wave } = layers[layer];
  const annotations = { ...(wave > 0 && { [syncWave]: String(wave) }), ...carriedAnnotations(manifest) };
  const before = manifest.metadata.annotations ?? {};
  if (Object.entries(annotations).every(([key, value]) => before[key] === value)) return manifest;
  object.addJsonPatch(JsonPatch.add("/metadata/annotations", annotations));
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** Whoever takes one out of the tree would still find it in the snapshot. */
function removedObjects(chart: PhaseChart, inside: readonly IConstruct[]): Problem[] {
  const present = new Set(inside);
  return chart.objects
    .filter(({ object }) => !present.has(object))
    .map(({ object }) => ({
      construct: object.node.path,
      message: `${object.kind}/${object.name} was taken out of the tree, but the phase needs it`,
      hint: "what the mesh should not have is left out of its description",
    }));
}

/** A name that cdk8s makes from a path holds the phase, when the chart that it is made for is not the phase's own. */
function changingNames(row: PhaseRow, phases: readonly (readonly RenderedObject[])[]): Problem[] {
  const first = new Map<string, string>();
  const inPhases = phases.flatMap((objects, index) =>
    objects.filter(({ object }) => object.node.scopes.some((scope) => scope === row.phases[index])),
  );
  return inPhases.flatMap(({ object, origin, manifest }) => {
    if (!("construct" in origin) || object.name !== object.chart.generateObjectName(object)) return [];
    const id = objectId(manifest);
    const before = first.get(origin.below);
    if (before === undefined) first.set(origin.below, id);
    if (before === undefined || before === id) return [];
    const message = `its name is made from its path, which holds the phase: ${before} in one phase is ${id} in another`;
    return [{ construct: origin.construct, message, hint: "give it metadata.name" }];
  });
}

/** Goes on after a problem, so that all of them are seen at once. */
function collect<T>(problems: Problem[], render: () => T): T[] {
  try {
    return [render()];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}
