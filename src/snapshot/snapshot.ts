import { App } from "cdk8s";
import { layers } from "../constructs/layers";
import { MeshUpgrade } from "../constructs/mesh-upgrade";
import type { PhaseChart, PhaseObject } from "../constructs/phase-chart";
import type { KubernetesObject } from "../mesh/mesh";
import type { Phase, Plan } from "../plan/phase";
import { refuseClashes } from "./clashes";
import type { SnapshotEntry } from "./entry";
import { fileNames } from "./file-names";

/** A phase rendered: always the full state, never a delta. */
export interface Snapshot {
  readonly phase: Phase;
  readonly entries: readonly SnapshotEntry[];
}

/**
 * Renders every phase of a plan. Nothing is written.
 * @throws InputError when two objects of a phase are one to the cluster, or to the file system
 */
export function renderSnapshots(plan: Plan): readonly Snapshot[] {
  const app = new App();
  // Looking for tokens in every value is a third of the rendering, and a plan is plain data: only cdk8s-plus makes one, in a Namespace.
  if (!plan.mesh.namespaces.some((one) => one.ownership === "owned")) app.resolvers.length = 0;
  return snapshotsOf(new MeshUpgrade(app, `mesh-${plan.mesh.name}`, plan));
}

/** The snapshots of an upgrade that is already in a construct tree, with all that its owner did to the objects. */
export function snapshotsOf(upgrade: MeshUpgrade): readonly Snapshot[] {
  const intern = interner();
  return upgrade.phases.map((chart) => ({ phase: chart.phase, entries: entriesOf(chart, intern) }));
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

function entriesOf(chart: PhaseChart, intern: Intern): readonly SnapshotEntry[] {
  const byFolder = new Map<string, PhaseObject[]>();
  for (const one of chart.objects) {
    const { folder } = layers[one.layer];
    const members = byFolder.get(folder);
    if (members) members.push(one);
    else byFolder.set(folder, [one]);
  }
  const entries = [...byFolder].flatMap(([folder, members]) => {
    const objects = members.map(({ object }) => intern(object.toJson() as KubernetesObject));
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
