import { ApiObject, Chart } from "cdk8s";
import type { IConstruct } from "constructs";
import type { Problem } from "../findings/input-error";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import { syncWave } from "../order/argocd/annotations";
import { appliedBefore, layerBefore, type Placed } from "./apply-order";
import { layers } from "./layers";
import type { PhaseChart, PhaseObject } from "./phase-chart";

/** An object of a phase, rendered. */
export interface RenderedObject extends PhaseObject {
  readonly manifest: KubernetesObject;
}

/** A phase with all that belongs to it. */
export interface WholePhase {
  readonly chart: PhaseChart;
  /** Phases that are applied before this one. */
  readonly earlier: readonly PhaseChart[];
  /** Roots of all that may say what it depends on. */
  readonly scopes: readonly IConstruct[];
  readonly objects: readonly RenderedObject[];
}

/** Dependencies between constructs that the order of a phase does not keep: neither engine knows of them. */
export function dependencyProblems(phase: WholePhase): Problem[] {
  const placed = new Map<IConstruct, RenderedObject>(phase.objects.map((one) => [one.object, one]));
  const nodes = phase.scopes.flatMap((scope) => scope.node.findAll());
  return nodes.flatMap((source) =>
    source.node.dependencies.flatMap((target) => pairProblems(source, target, placed, phase)),
  );
}

function pairProblems(
  source: IConstruct,
  target: IConstruct,
  placed: ReadonlyMap<IConstruct, RenderedObject>,
  phase: WholePhase,
): Problem[] {
  const sources = kindsOf(objectsBelow(source).flatMap((one) => placed.get(one) ?? []));
  const targets = objectsBelow(target);
  const stranger = targets.find((one) => !placed.has(one) && !isEarlier(one, phase));
  if (sources.length > 0 && stranger) {
    const message = `depends on ${stranger.node.path}, which is in no phase that comes before`;
    return [{ construct: source.node.path, message, hint: "a phase can wait for what is in it, or in an earlier one" }];
  }
  const known = kindsOf(targets.flatMap((one) => placed.get(one) ?? []));
  const pairs = sources.flatMap((then) => known.map((first) => ({ first, then })));
  const broken = pairs.find(
    ({ first, then }) => first !== then && !isNested(first, then) && !appliedBefore(placeOf(first), placeOf(then)),
  );
  return broken ? [unkept(source, broken)] : [];
}

function unkept(source: IConstruct, { first, then }: Record<"first" | "then", RenderedObject>): Problem {
  const message = `depends on ${described(first)}, and nothing applies that before ${described(then)}`;
  const earlier = layerBefore(then.layer);
  const hint = earlier
    ? `put what comes first into an earlier layer: inLayer(…, "${earlier}")`
    : "take the dependency away, or put what waits into a later layer";
  return { construct: source.node.path, message, hint };
}

function described({ manifest, layer }: RenderedObject): string {
  return `${objectId(manifest)} (${layers[layer].folder})`;
}

/** Two objects of each kind at each place: the order of the others is the same, and one of the two may be what the other depends on. */
function kindsOf(objects: readonly RenderedObject[]): RenderedObject[] {
  const kinds = new Map<string, RenderedObject[]>();
  for (const one of objects) {
    const { layer, wave, kind } = placeOf(one);
    const key = `${layer}/${wave}/${kind}`;
    const members = kinds.get(key) ?? [];
    if (members.length < 2) kinds.set(key, [...members, one]);
  }
  return [...kinds.values()].flat();
}

function placeOf({ layer, manifest }: RenderedObject): Placed {
  return { layer, wave: Number(manifest.metadata.annotations?.[syncWave] ?? 0), kind: manifest.kind };
}

function objectsBelow(construct: IConstruct): IConstruct[] {
  return construct.node.findAll().filter((one) => ApiObject.isApiObject(one));
}

function isEarlier(object: IConstruct, { earlier }: WholePhase): boolean {
  return object.node.scopes.some((scope) => earlier.some((phase) => phase === scope));
}

/** cdk8s itself makes a chart depend on the charts inside it, which orders files and means nothing here. */
function isNested(first: RenderedObject, then: RenderedObject): boolean {
  const [inner, outer] = [Chart.of(first.object), Chart.of(then.object)];
  return inner !== outer && inner.node.scopes.includes(outer);
}
