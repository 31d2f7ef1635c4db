import type { Finding } from "../../findings/finding";
import { mark } from "../../mesh/labels";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { needsAmong } from "../../order/needs";
import { releasesTooEarly } from "../charts/order";
import { orderEntries } from "../engines/order";
import { gapsOf } from "../engines/protection";
import { readersOf } from "../engines/readers";
import { labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { slipOf } from "../slips";
import { isWaypoint } from "../waypoints";

const kinds = [
  ["kustomize.toolkit.fluxcd.io", "Kustomization"],
  ["helm.toolkit.fluxcd.io", "HelmRelease"],
] as const;

export const del008: Rule = {
  id: "DEL008",
  state: (set) => [
    ...kinds.flatMap(([group, kind]) => waits(set, group, kind)),
    ...unwaited(set),
    ...releasesTooEarly(set),
  ],
  step: (step) => (step.kind === undefined ? kinds.flatMap(([group, kind]) => waitsForGone(step, group, kind)) : []),
  unjudged: (set) => {
    const open = kinds.flatMap(([group, kind]) => {
      const all = objectsOf(set, group, kind);
      const homes = new Set(all.map(homeOf));
      const names = new Set(all.map(({ object }) => object.metadata.name));
      return all
        .flatMap(waitsOf)
        .flatMap(({ id, name, home }) => (homes.has(home) || names.has(name) ? [] : [`${kind} ${id}`]));
    });
    return open.length > 0
      ? [
          `whether ${[...new Set(open)].sort().join(", ")}, which others here wait for, is there: nothing of its namespace is among these manifests`,
        ]
      : [];
  },
};

/** Parts of the mesh whose order is somebody's to write. */
const ordered = ["sailoperator.io/IstioCNI", "sailoperator.io/ZTunnel", "sailoperator.io/IstioRevisionTag"];

/** Parts that do not wait for what they need, where others do: a dependency that was forgotten. Without any, Flux was told no order at all. */
function unwaited(set: ManifestSet): readonly Finding[] {
  const all = new Map(objectsOf(set, ...kinds[0]).map((one) => [idOf(one), one]));
  const awaited = new Set([...all.values()].flatMap((it) => waitsOf(it).map(({ id }) => id)));
  if (![...awaited].some((id) => all.has(id))) return [];
  const said = new Set<string>();
  return needsAmong(orderEntries(set)).flatMap(({ dependant, needed }) => {
    if (!isOrdered(dependant.checked, needed.checked)) return [];
    const [one, other] = [fluxReader(set, dependant.checked), fluxReader(set, needed.checked)];
    if (!one || !other || one === other) return [];
    const [from, to] = [idOf(one), idOf(other)];
    if (wayBack(all, from, to) || said.has(`${from} ${to}`)) return [];
    said.add(`${from} ${to}`);
    return [
      about("DEL008", one, {
        at: ["spec"],
        severity: "warning",
        message: `Kustomization ${from} applies ${objectId(dependant.object)} and does not wait for ${to}, which applies ${objectId(needed.object)}: Flux applies both at once`,
        hint: `Add ${other.object.metadata.name} to spec.dependsOn.`,
      }),
    ];
  });
}

/** A Namespace is one of them by its waypoint. */
function isOrdered(one: CheckedObject, needed: CheckedObject): boolean {
  return (
    ordered.includes(kindOf(one.object)) ||
    isWaypoint(one) ||
    (kindOf(one.object) === "/Namespace" && isWaypoint(needed))
  );
}

/** The one Kustomization of Flux that applies an object; the Namespaces of ours are a row of their own. */
function fluxReader(set: ManifestSet, one: CheckedObject): CheckedObject | undefined {
  const [reader, other] = readersOf(set, one);
  const isPlanned =
    reader && labelsOf(reader.by.object)[mark.mesh] !== undefined && kindOf(one.object) === "/Namespace";
  return reader && !other && !isPlanned && kindOf(reader.by.object) === kinds[0].join("/") ? reader.by : undefined;
}

/** One object that waits for another one of its kind. */
interface Wait {
  readonly at: readonly (string | number)[];
  readonly name: string;
  /** Its namespace. */
  readonly home: string;
  /** `namespace/name`. */
  readonly id: string;
}

function waits(set: ManifestSet, group: string, kind: string): readonly Finding[] {
  const all = new Map(objectsOf(set, group, kind).map((one) => [idOf(one), one]));
  return [...all].flatMap(([id, one]) =>
    waitsOf(one).flatMap((wait) => {
      if (!all.has(wait.id)) return lost(one, wait, [...all.values()]);
      const way = wayBack(all, wait.id, id);
      // A circle is said once, of its first member.
      if (!way || [...way].sort()[0] !== id) return [];
      const message = `${kind} ${id} waits for itself: ${[id, ...way].join(" → ")}; none of them is ever applied`;
      return [about("DEL008", one, { at: wait.at, message })];
    }),
  );
}

/** Who waits for one that a step takes away is never applied again. What is kept in the cluster is still there. */
function waitsForGone({ before, after }: Step, group: string, kind: string): readonly Finding[] {
  const was = new Map(objectsOf(before, group, kind).map((one) => [idOf(one), one]));
  const is = new Set(objectsOf(after, group, kind).map(idOf));
  return objectsOf(after, group, kind).flatMap((one) =>
    waitsOf(one).flatMap(({ at, id }) => {
      const gone = is.has(id) ? undefined : was.get(id);
      if (!gone || gapsOf(gone.object).flux === undefined || !mayBePruned(before, gone)) return [];
      const message = `${kind} ${idOf(one)} waits for ${kind} ${id}, which is gone after this step: it is never applied again`;
      return [about("DEL008", one, { at, message })];
    }),
  );
}

/** Whether nobody who applies it is known to prune nothing. */
function mayBePruned(set: ManifestSet, one: CheckedObject): boolean {
  return readersOf(set, one).every(({ by }) => valueAt(by.object, "spec", "prune") === true);
}

function homeOf({ object: { metadata } }: CheckedObject): string {
  return metadata.namespace ?? "default";
}

function idOf(one: CheckedObject): string {
  return `${homeOf(one)}/${one.object.metadata.name}`;
}

function waitsOf(one: CheckedObject): readonly Wait[] {
  return listAt(one.object, "spec", "dependsOn").flatMap((entry, index) => {
    const name = textAt(entry, "name");
    const home = textAt(entry, "namespace") ?? homeOf(one);
    return name === undefined ? [] : [{ at: ["spec", "dependsOn", index, "name"], name, home, id: `${home}/${name}` }];
  });
}

/** A slip, or a name of another namespace, is an error; anything else may stand in a folder that was not given. */
function lost(one: CheckedObject, { at, id, name, home }: Wait, all: readonly CheckedObject[]): readonly Finding[] {
  const { kind } = one.object;
  const others = all.filter((other) => other !== one);
  const near = slipOf(
    name,
    others.filter((other) => homeOf(other) === home).map(({ object }) => object.metadata.name),
  );
  const namesake = others.find(({ object }) => object.metadata.name === name);
  // Where nothing of its namespace is here it is somebody else's; without a namespace, the two go where whoever applies them says.
  if (namesake && namesake.object.metadata.namespace === undefined) return [];
  if (!all.some((other) => homeOf(other) === home) && !namesake) return [];
  const hint = near !== undefined ? `Did you mean ${home}/${near}?` : namesake && `There is ${idOf(namesake)}.`;
  return [
    about("DEL008", one, {
      at,
      ...(hint === undefined && { severity: "warning" as const }),
      message: `${kind} ${idOf(one)} waits for ${kind} ${id}, which is not among these manifests: without it, this one is never applied`,
      ...(hint !== undefined && { hint }),
    }),
  ];
}

/** The shortest way over what waits for what, from one to another; undefined where there is none. */
function wayBack(all: ReadonlyMap<string, CheckedObject>, from: string, to: string): readonly string[] | undefined {
  const ways = new Map([[from, [from]]]);
  for (const [at, way] of ways) {
    if (at === to) return way;
    const one = all.get(at);
    for (const { id } of one ? waitsOf(one) : []) if (!ways.has(id)) ways.set(id, [...way, id]);
  }
  return undefined;
}
