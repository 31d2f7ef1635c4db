import { App, Chart } from "cdk8s";
import { Construct } from "constructs";
import { renderedPhases } from "../constructs/added-objects";
import type { RenderedObject } from "../constructs/dependencies";
import { layerIds, layers } from "../constructs/layers";
import { manifestOf } from "../constructs/manifest";
import type { MeshUpgrade } from "../constructs/mesh-upgrade";
import { routingObjects } from "../constructs/phase/mesh-objects";
import { layerObjects, PhaseChart, type PhaseObject } from "../constructs/phase-chart";
import type { CarriedObject, KubernetesObject, Mesh } from "../mesh/mesh";
import { meshIn, type Phase, type Plan } from "../plan/phase";
import { refuseClashes } from "./clashes";
import { refuseUndeliverable } from "./deliverable";
import type { SnapshotEntry } from "./entry";
import { fileNames } from "./file-names";

/** A phase rendered: always the full state, never a delta. */
export interface Snapshot {
  readonly phase: Phase;
  readonly entries: readonly SnapshotEntry[];
}

/**
 * Renders every phase of a plan. Nothing is written.
 * @throws InputError when two objects of a phase are one to the cluster, or to the file system, and for texts that its engine cannot deliver
 */
export function renderSnapshots(plan: Plan): readonly Snapshot[] {
  return asSnapshots(
    plan.mesh,
    plan.phases.map((phase) => ({ phase, objects: madeObjects(plan, phase) })),
  );
}

/** Nobody else has the tree, so there is nothing in it but what the phase has made. */
function madeObjects(plan: Plan, phase: Phase): readonly SnapshotObject[] {
  const { carried } = meshIn(plan, phase);
  const app = new App();
  if (!hasNamespaces(plan, phase)) app.resolvers.length = 0;
  const { objects } = new PhaseChart(rowOf(app, plan), phase.dir, { plan, phase, carried: [] });
  const made = objects.map(rendered);
  for (let start = 0; start < carried.length; start += mostCarried) {
    for (const one of carriedObjects(plan, phase, carried.slice(start, start + mostCarried))) made.push(one);
  }
  return made.sort((a, b) => layerIds.indexOf(a.layer) - layerIds.indexOf(b.layer));
}

/** A construct takes more memory than what it renders to, and a mesh may carry a hundred thousand objects: no more than these stand in a tree at once. */
const mostCarried = 1000;

function carriedObjects(plan: Plan, phase: Phase, carried: readonly CarriedObject[]): readonly SnapshotObject[] {
  const app = new App();
  app.resolvers.length = 0;
  const chart = new Chart(rowOf(app, plan), phase.dir);
  return layerObjects(chart, "routing", (scope) => routingObjects(scope, carried, phase)).map(rendered);
}

function rowOf(app: App, { mesh }: Plan): Construct {
  return new Construct(app, `mesh-${mesh.name}`);
}

function rendered({ layer, origin, object }: PhaseObject): SnapshotObject {
  return { layer, origin, manifest: manifestOf(object) };
}

/** Looking for tokens in every value is a third of the rendering, and a plan is plain data: only cdk8s-plus makes one, in a Namespace. */
function hasNamespaces(plan: Plan, phase: Phase): boolean {
  const own = meshIn(plan, phase).namespaces.some(({ ownership }) => ownership === "owned");
  return own || (phase.described?.namespaces.length ?? 0) > 0;
}

/**
 * The snapshots of an upgrade that is already in a construct tree, with all that its owner did to the objects, and added to them.
 * @throws InputError naming the constructs that a snapshot cannot carry
 */
export function snapshotsOf(upgrade: MeshUpgrade): readonly Snapshot[] {
  const phases = renderedPhases(upgrade);
  return asSnapshots(
    upgrade.plan.mesh,
    upgrade.phases.map(({ phase }, index) => ({ phase, objects: phases[index] ?? [] })),
  );
}

/** An object of a phase, without its construct. */
type SnapshotObject = Pick<RenderedObject, "layer" | "origin" | "manifest">;

function asSnapshots(
  mesh: Mesh,
  phases: readonly { readonly phase: Phase; readonly objects: readonly SnapshotObject[] }[],
): readonly Snapshot[] {
  const intern = phases.length > 1 ? interner() : (object: KubernetesObject) => object;
  const snapshots = phases.map(({ phase, objects }) => ({ phase, entries: entriesOf(objects, intern) }));
  if (mesh.delivery.engine !== "none") for (const { entries } of snapshots) refuseUndeliverable(entries);
  return snapshots;
}

type Intern = (object: KubernetesObject) => KubernetesObject;

/** Equal objects become one: most phases share most objects, and whoever compares or prints them does it once. */
function interner(): Intern {
  const known = new Map<string, KubernetesObject>();
  return (object) => {
    const key = JSON.stringify(object);
    const found = known.get(key) ?? object;
    known.set(key, found);
    return found;
  };
}

function entriesOf(phaseObjects: readonly SnapshotObject[], intern: Intern): readonly SnapshotEntry[] {
  const byFolder = new Map<string, SnapshotObject[]>();
  for (const one of phaseObjects) {
    const { folder } = layers[one.layer];
    const members = byFolder.get(folder);
    if (members) members.push(one);
    else byFolder.set(folder, [one]);
  }
  const entries = [...byFolder].flatMap(([folder, members]) => {
    const objects = members.map(({ manifest }) => intern(manifest));
    const names = fileNames(objects);
    return members.map(({ layer, origin }, index) => ({
      object: objects[index] as KubernetesObject,
      layer,
      file: `${folder}/${names[index]}`,
      origin,
    }));
  });
  refuseClashes(entries);
  return entries;
}
