import type { Finding } from "../../findings/finding";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { lossOf, type ProtectedKinds, protectedKind } from "../../mesh/protected-kinds";
import { hasOwner, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { argoSyncOptions } from "../../order/argocd/annotations";
import { applyingEngine, speaksPast } from "../engines/applying-engine";
import {
  chosenPruning,
  fluxPrune,
  gapsOf,
  isProtectedSomehow,
  mayBeHold,
  openness,
  unsaid,
} from "../engines/protection";
import { prunesByItself } from "../engines/prunes";
import { readersOf, unreadAmong } from "../engines/readers";
import { holdsParts, namespaceUse } from "../mesh-namespaces";
import { isLetGo, isMarker, onlyEngine } from "../objects";
import { about, type Change, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";

const annotations = ["metadata", "annotations"];

export const del004: Rule = {
  id: "DEL004",
  state: (set) => {
    const ours = set.objects.some(({ object }) => isMarker(object));
    const subjects = set.objects.flatMap((one) => {
      const row = protectedKind(one.object);
      return row && !one.assumed && !leavesByItself(one.object) ? [{ one, row }] : [];
    });
    const gaps = ({ one }: Subject) => openness(one.object, ours ? onlyEngine(one.object) : applyingEngine(set, one));
    // Among objects that are protected better, one is an oversight; where none is, one word about all of them is enough.
    const kept = subjects.filter(({ one }) =>
      isProtectedSomehow(one.object, ours ? undefined : applyingEngine(set, one)),
    );
    const best = new Map<string, number>();
    for (const each of kept)
      for (const group of [each.row.role, kindOf(each.one.object)])
        best.set(group, Math.min(best.get(group) ?? gaps(each), gaps(each)));
    const isCared = (each: Subject) => {
      const { one, row } = each;
      // Who lets go of one object by a word of its own is told so.
      if (chosenPruning(one.object).length > 0) return true;
      const known = best.get(isOfTenants(one.object, row) ? kindOf(one.object) : row.role);
      const isBetter = known !== undefined && (row.role === "mesh" || known === 0 || known < gaps(each));
      return ours || isBetter;
    };
    // What the mesh has nothing in is no concern of its.
    const isConcerned = ({ one: { object } }: Subject) =>
      ours || kindOf(object) !== "/Namespace" || namespaceUse(set, object) !== undefined;
    // Parts of a mesh are somebody's, although nobody here applies them.
    const unread = new Set(
      ours
        ? []
        : unreadAmong(
            set,
            subjects.map(({ one }) => one),
          ),
    );
    const isApplied = ({ one, row }: Subject) => row.role === "mesh" || !unread.has(one);
    const concerned = subjects.filter((each) => isConcerned(each) && isApplied(each));
    return [
      ...concerned.filter(isCared).flatMap(({ one, row }) => single(set, one, row, ours)),
      ...(ours || kept.length > 0 ? set.objects.flatMap(definitions) : []),
      ...together(
        concerned.filter((subject) => !isCared(subject)),
        set,
      ),
    ];
  },
};

/** A CRD that goes takes every object of its kind along, those that are protected included. */
function definitions(one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const group = textAt(object, "spec", "group") ?? "";
  const isOfMesh = protectedKind({ apiVersion: `${group}/v1`, kind: textAt(object, "spec", "names", "kind") ?? "" });
  if (object.kind !== "CustomResourceDefinition" || group === "" || !isOfMesh || isProtectedSomehow(object)) return [];
  return [
    about("DEL004", one, {
      at: annotations,
      severity: "warning",
      message: `CustomResourceDefinition ${object.metadata.name} without ${unsaid(object).join(" and without ")}`,
      hint: "Once it vanishes from Git, every object of its kind is deleted with it, whatever protects them.",
      fix: protecting(one, onlyEngine(object)),
    }),
  ];
}

/** Routes and policies come and go with their teams: that none of them is kept is what everybody means. */
const roles = ["mesh", "namespace"] as const satisfies readonly ProtectedKinds["role"][];

interface Subject {
  readonly one: CheckedObject;
  readonly row: ProtectedKinds;
}

/** A row of changes says what goes next; what has an owner in the cluster is deleted by it, not by an engine. */
function leavesByItself(object: KubernetesObject): boolean {
  return mayBeHold(object) || hasOwner(object) || isLetGo(object);
}

function single(set: ManifestSet, one: CheckedObject, row: ProtectedKinds, ours: boolean): readonly Finding[] {
  const { object } = one;
  const chosen = chosenPruning(object);
  if (chosen.length > 0 && row.role === "traffic") {
    return [
      about("DEL004", one, {
        at: annotations,
        severity: "warning",
        message: `${object.kind} with ${chosen.join(" and ")}: that is kept, so an engine deletes it once it vanishes from Git`,
        hint: `Take the annotation away unless the object is on its way out: ${lossOf(object, row)}.`,
      }),
    ];
  }
  const engine = ours ? onlyEngine(object) : applyingEngine(set, one);
  const said = unsaid(object, ours ? undefined : engine);
  if (said.length === 0) return [];
  const complete = engine !== undefined && gapsOf(object)[engine] === undefined;
  // Ours serve either engine, so that moving from one to the other opens no gap.
  if (complete && !ours) return [];
  // That is asked of whoever deletes the whole Application, and its objects with it.
  const isRare = !ours && said.length === 1 && said[0] === "Delete=false for Argo CD";
  const isBeside = !ours && kindOf(object) === "/Namespace" && !holdsParts(set, object.metadata.name);
  return [
    about("DEL004", one, {
      at: annotations,
      ...((complete || isRare || isBeside || (!ours && isOfTenants(object, row))) && { severity: "warning" as const }),
      message: `${object.kind} without ${said.join(" and without ")}${speaksPast(object, engine)}`,
      hint: `Once it vanishes from Git, ${lossOf(object, row)}.`,
      fix: protecting(one, engine),
    }),
  ];
}

/** Routes, policies and gateways: whoever keeps waypoints need not keep those of every tenant, and whoever takes one away means it more often than not. */
function isOfTenants(object: KubernetesObject, { role }: ProtectedKinds): boolean {
  const isWaypoint =
    kindOf(object) === "gateway.networking.k8s.io/Gateway" &&
    textAt(object, "spec", "gatewayClassName") === "istio-waypoint";
  return role === "traffic" && !isWaypoint;
}

/** What else of a tree is not kept, by the gravest of it. */
const restOf = {
  mesh: "the rest of the mesh",
  namespace: "others like it",
} as const satisfies Record<(typeof roles)[number], string>;

/** Roles of which a tree protects nothing. Without a mesh in it there is nothing to say of namespaces and routes. */
function together(members: readonly Subject[], set: ManifestSet): readonly Finding[] {
  if (!set.objects.some(({ object }) => protectedKind(object)?.role === "mesh")) return [];
  const gravest = roles.find((role) => members.some(({ row }) => row.role === role));
  if (gravest === undefined) return [];
  const { first } = inShort(members.filter(({ row }) => row.role === gravest).map(({ one }) => one));
  const row = members.find(({ one }) => one === first)?.row;
  if (!first || !row) return [];
  const engine = applyingEngine(set, first);
  const names = `${objectId(first.object)}${members.length > 1 ? ` and ${restOf[gravest]}` : ""}`;
  const open = isProtectedSomehow(first.object, engine)
    ? `what keeps an engine from deleting ${names} is only half of it`
    : prunesNoneAlone(set, members)
      ? `only an Application that prunes nothing by itself keeps ${names} (a sync with prune by hand deletes it, and so does a finalizer of the Application when that goes)`
      : `nothing keeps an engine from pruning ${names}`;
  return [
    about("DEL004", first, {
      at: annotations,
      severity: "warning",
      // Without names or a number of the others: a route more is no other finding, and a baseline knows it by its words.
      message: `${open}: without ${unsaid(first.object, engine).join(" and without ")}`,
      hint: `Once such an object vanishes from Git, ${lossOf(first.object, row)}.`,
      // Whoever takes away a route or a policy of a tenant means it more often than not.
      fix: members
        .filter(({ one, row: its }) => !isOfTenants(one.object, its))
        .flatMap(({ one }) => protecting(one, engine)),
    }),
  ];
}

/** Whether all of them are known to be applied by Applications none of which prunes by itself. */
function prunesNoneAlone(set: ManifestSet, members: readonly Subject[]): boolean {
  const readers = members.map(({ one }) => readersOf(set, one));
  const isArgo = (one: CheckedObject) => kindOf(one.object) === "argoproj.io/Application" && !prunesByItself(one);
  return readers.every((some) => some.length > 0 && some.every(({ by }) => isArgo(by)));
}

/** For the engine that applies the object, and for both where either may. */
function protecting(one: CheckedObject, engine?: "argocd" | "flux"): readonly Change[] {
  const { argocd, flux } = gapsOf(one.object);
  return [
    ...(argocd !== undefined && engine !== "flux"
      ? [{ one, at: [...annotations, argoSyncOptions], options: ["Prune=false", "Delete=false"] }]
      : []),
    ...(flux !== undefined && engine !== "argocd" ? [{ one, at: [...annotations, fluxPrune], value: "disabled" }] : []),
  ];
}
