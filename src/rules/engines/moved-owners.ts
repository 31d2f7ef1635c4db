import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { syncOptions } from "../../order/argocd/annotations";
import { namespaceUse } from "../mesh-namespaces";
import { annotationsOf, isLetGo } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Step } from "../rule";
import { awaits } from "./depends-on";
import { gapsOf } from "./protection";
import { prunesByItself } from "./prunes";
import { readersIn, readersOf } from "./readers";

/** An object that one engine's object applied before a step, and another one applies after it. */
interface Move {
  readonly one: CheckedObject;
  readonly from: CheckedObject;
  readonly to: CheckedObject;
}

/**
 * Parts of a mesh that go from one Kustomization or Application to another in one step (DEL013): the old one deletes what it no longer
 * reads, unless the new one has taken it over by then.
 */
export function movedOwners(step: Step): readonly Finding[] {
  if (readersIn(step.before.objects).length === 0 || readersIn(step.after.objects).length === 0) return [];
  const pairsOfOwners = grouped(movesIn(step), ({ from, to }) => `${identity(from.object)} ${identity(to.object)}`);
  return [...pairsOfOwners.values()].flatMap((moves) => {
    const [{ from, to }] = moves as readonly [Move];
    const order = orderOf(step.after, from, to);
    const { first, names } = inShort(moves.map(({ one }) => one));
    if (!first || order === "safe") return [];
    const [was, is] = [from, to].map(({ object }) => `${object.kind} ${object.metadata.name}`);
    const moved = `${was} applied ${names}, and after this step ${is} does`;
    return [
      about("DEL013", first, {
        ...(order === undefined && { severity: "warning" as const }),
        message: `${moved}${order === undefined ? mayBe : outcomes[order]}`,
        hint: `A step before, keep it from being pruned where it is now: ${isFlux(from) ? `${flux}/prune: disabled` : "sync option Prune=false"}.`,
      }),
    ];
  });
}

const mayBe = ": unless that is first to apply it, the old one deletes what it no longer reads";

const outcomes = {
  deleted: ", which waits for the old one: that deletes what it no longer reads, and only then it is made anew",
  overtaken: ": the old one is as a rule the first to see the commit, and deletes what it no longer reads",
} as const;

const flux = "kustomize.toolkit.fluxcd.io";

function isFlux({ object }: CheckedObject): boolean {
  return kindOf(object) === `${flux}/Kustomization`;
}

function movesIn({ before, after }: Step): readonly Move[] {
  const meant = (set: ManifestSet) => grouped(set.objects.filter(isMeant(set)), ({ object }) => identity(object));
  const [was, is] = [meant(before), meant(after)];
  return [...was].flatMap(([id, ones]): readonly Move[] => {
    const others = is.get(id) ?? [];
    // Of a name in several clusters all who apply it are looked at together.
    const [old, now] = [ownersOf(before, ones), ownersOf(after, others)];
    const left = [...old].filter(([key]) => !now.has(key));
    const come = [...now].filter(([key]) => !old.has(key));
    const [[, from] = [], ...more] = left;
    const [[, to] = [], ...further] = come;
    const [one] = others;
    if (!one || !from || !to || more.length > 0 || further.length > 0 || isFlux(from) !== isFlux(to)) return [];
    // Whoever applies it no more is still there, under its new face: engines ask the object that is live.
    const stays = after.objects.find(({ object }) => identity(object) === identity(from.object));
    return stays && prunesByItself(stays) && !ones.some((it) => isKeptFrom(from, it)) ? [{ one, from: stays, to }] : [];
  });
}

function isMeant(set: ManifestSet): (one: CheckedObject) => boolean {
  return (one) => {
    const role = protectedKind(one.object)?.role;
    if (role === undefined || one.assumed || isLetGo(one.object)) return false;
    return role !== "namespace" || namespaceUse(set, one.object) !== undefined;
  };
}

function ownersOf(set: ManifestSet, ones: readonly CheckedObject[]): ReadonlyMap<string, CheckedObject> {
  return new Map(ones.flatMap((one) => readersOf(set, one).map(({ by }) => [identity(by.object), by] as const)));
}

/** Whether what applies an object leaves it there once it no longer reads it. Both engines ask the object in the cluster, which is as the state before has it. */
export function isKeptFrom(by: CheckedObject, { object }: CheckedObject): boolean {
  if (isFlux(by)) return gapsOf(object).flux === undefined;
  return ["false", "confirm"].includes(syncOptions(annotationsOf(object)).get("Prune") ?? "");
}

/**
 * Whether the old owner is known to go first, or the new one; undefined where nothing orders them. In the lab Argo CD 3.5.3 deleted all objects in four moves
 * of four, and Flux (kustomize-controller 1.9.5) in two of four; where the one waited for the other, it went as the order says.
 */
function orderOf(set: ManifestSet, from: CheckedObject, to: CheckedObject): keyof typeof outcomes | "safe" | undefined {
  if (!isFlux(from)) return "overtaken";
  if (awaits(set, from, to)) return "safe";
  // Of two sources the new one may be read earlier.
  const [a, b] = [from, to].map(({ object }) => sourceOf(object));
  return a === b && awaits(set, to, from) ? "deleted" : undefined;
}

function sourceOf(object: CheckedObject["object"]): string {
  const ref = (key: string) => textAt(object, "spec", "sourceRef", key);
  return `${ref("kind")} ${ref("namespace") ?? object.metadata.namespace}/${ref("name")}`;
}
