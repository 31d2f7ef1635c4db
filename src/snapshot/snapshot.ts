import { App } from "cdk8s";
import { renderedPhases } from "../constructs/added-objects";
import type { RenderedObject } from "../constructs/dependencies";
import { layers } from "../constructs/layers";
import { manifestOf } from "../constructs/manifest";
import { MeshUpgrade } from "../constructs/mesh-upgrade";
import type { PhaseChart } from "../constructs/phase-chart";
import type { KubernetesObject } from "../mesh/mesh";
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
  const app = new App();
  // Looking for tokens in every value is a third of the rendering, and a plan is plain data: only cdk8s-plus makes one, in a Namespace.
  if (!plan.phases.some((phase) => hasNamespaces(plan, phase))) app.resolvers.length = 0;
  const { phases } = new MeshUpgrade(app, `mesh-${plan.mesh.name}`, plan);
  // Nobody else has the tree, so there is nothing in it but what the phases have made.
  const made = phases.map(({ objects }) => objects.map((one) => ({ ...one, manifest: manifestOf(one.object) })));
  return asSnapshots(plan, phases, made);
}

function hasNamespaces(plan: Plan, phase: Phase): boolean {
  const own = meshIn(plan, phase).namespaces.some(({ ownership }) => ownership === "owned");
  return own || (phase.described?.namespaces.length ?? 0) > 0;
}

/**
 * The snapshots of an upgrade that is already in a construct tree, with all that its owner did to the objects, and added to them.
 * @throws InputError naming the constructs that a snapshot cannot carry
 */
export function snapshotsOf(upgrade: MeshUpgrade): readonly Snapshot[] {
  return asSnapshots(upgrade.plan, upgrade.phases, renderedPhases(upgrade));
}

function asSnapshots(
  { mesh }: Plan,
  phases: readonly PhaseChart[],
  rendered: readonly (readonly RenderedObject[])[],
): readonly Snapshot[] {
  const intern = interner();
  const snapshots = phases.map(({ phase }, index) => ({ phase, entries: entriesOf(rendered[index] ?? [], intern) }));
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

function entriesOf(rendered: readonly RenderedObject[], intern: Intern): readonly SnapshotEntry[] {
  const byFolder = new Map<string, RenderedObject[]>();
  for (const one of rendered) {
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
