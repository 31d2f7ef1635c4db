import { grouped } from "../../basics/grouped";
import { nearest } from "../../basics/nearest";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt } from "../../objects/object-paths";
import { kindsOf } from "../objects";
import { about, type CheckedObject, fewOf, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";
import { type Target, targetsOf } from "../targets";
import { classTargets } from "../traffic/class-targets";
import { routesOf } from "../traffic/routes";
import { strayed } from "../traffic/strayed-targets";
import { bringsMore } from "../unseen";

export const tgt001: Rule = {
  id: "TGT001",
  state: (set) => {
    const all = targetsOf(set);
    const targets = all.filter(({ kind }) => judged.includes(kind));
    const wrong = [
      ...all.flatMap(otherGroup),
      ...all.flatMap(noKind),
      ...all.flatMap(noTarget),
      ...classTargets(set, all),
      ...routesOf(set).flatMap(unattached),
    ];
    if (targets.length === 0) return wrong;
    const there = byKind(set);
    const homes = new Set(
      set.objects.map(({ object }) => (object.kind === "Namespace" ? object.metadata.name : object.metadata.namespace)),
    );
    const lost = targets.flatMap((target) => {
      const { one, at, kind, name, namespace } = target;
      const near = nearby(there.get(kind), namespace);
      if (near.some((other) => other.name === name)) return [];
      // Applications with their Services and ServiceEntries, and gateways of other teams, are in other folders: only where some of their kind are here is one missed.
      if (near.length === 0 && kind === "/Service") return strayed(set, target);
      if (near.length === 0 && there.get(kind)?.size === 0) return [];
      if (near.length === 0 && !isAtHome(there, target, homes)) return [];
      if (namespace !== undefined && set.fetches?.(namespace)) return [];
      const others = [...(there.get(kind)?.values() ?? [])].flat();
      const names = near.map((other) => other.name);
      const hint = hintFor(target, names, others);
      // Of the Services of an application some may be made by whoever brings the rest of it.
      const isUnsure = kind === "/Service" && hint === undefined;
      if (isUnsure && namespace !== undefined && bringsMore(set, namespace)) return [];
      return [
        about("TGT001", one, {
          at,
          ...((isUnsure || (namespace === undefined && hint === undefined)) && { severity: "warning" as const }),
          message: `${one.object.kind} is attached to ${kind.split("/")[1]}/${[namespace, name].filter(Boolean).join("/")}, which is not among these manifests: it has no effect`,
          ...(hint !== undefined && { hint }),
        }),
      ];
    });
    return [...wrong, ...lost];
  },
  unjudged: (set) => {
    const there = byKind(set).get("/Service");
    const open = targetsOf(set).filter(
      (one) => one.kind === "/Service" && nearby(there, one.namespace).length === 0 && strayed(set, one).length === 0,
    );
    if (open.length === 0) return [];
    const { shown, many } = fewOf(open.map(({ namespace, name }) => [namespace, name].filter(Boolean).join("/")));
    return [
      `whether Service${many ? "s" : ""} ${shown}, which routes and policies are attached to, ${many ? "are" : "is"} there: no Service of ${many ? "their namespaces" : "its namespace"} is among these manifests`,
    ];
  },
};

const groups: Readonly<Record<string, string>> = {
  Gateway: "gateway.networking.k8s.io",
  GatewayClass: "gateway.networking.k8s.io",
  ServiceEntry: "networking.istio.io",
  Service: "",
};

/** A kind under the group of another one: `group` left out means the core group in a policy. */
function otherGroup({ one, at, kind }: Target): readonly Finding[] {
  const [group = "", name = ""] = kind.split("/");
  const right = groups[name];
  if (right === undefined || right === group || (name === "Service" && group === "core")) return [];
  const where = [...at.slice(0, -1), "group"];
  return [
    about("TGT001", one, {
      at: where,
      message: `${one.object.kind} is attached to a ${name} of ${group === "" ? "the core group" : group}, which has no such kind: it has no effect`,
      hint: `Write group: ${right === "" ? '""' : right}.`,
      fix: [{ at: where, value: right }],
    }),
  ];
}

/** What has its policies by selector, or none at all. */
const unfit = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Pod",
  "Namespace",
  "ServiceAccount",
  "HTTPRoute",
  "GRPCRoute",
  "VirtualService",
];

/** A policy is attached to gateways and services alone. */
function noTarget({ one, at, kind }: Target): readonly Finding[] {
  const name = kind.split("/")[1] ?? "";
  if (one.object.kind.endsWith("Route") || !unfit.includes(name)) return [];
  const message = `${one.object.kind} is attached to a ${name}, which takes none: it has no effect`;
  const hint = `It takes ${Object.keys(groups).sort().join(", ")}; workloads are chosen by spec.selector.`;
  return [about("TGT001", one, { at: [...at.slice(0, -1), "kind"], message, hint })];
}

/** A kind that is spelt nearly as one of these. */
function noKind({ one, at, kind }: Target): readonly Finding[] {
  const name = kind.split("/")[1] ?? "";
  const near = Object.hasOwn(groups, name) ? undefined : nearest(name, Object.keys(groups));
  if (near === undefined) return [];
  const where = [...at.slice(0, -1), "kind"];
  const message = `${one.object.kind} is attached to a ${name}, which is no kind that takes any: it has no effect`;
  return [
    about("TGT001", one, { at: where, message, hint: `Did you mean ${near}?`, fix: [{ at: where, value: near }] }),
  ];
}

/** A route that hangs on nothing. */
function unattached(one: CheckedObject): readonly Finding[] {
  if (listAt(one.object, "spec", "parentRefs").length > 0) return [];
  const message = `${one.object.kind} without parentRefs is attached to nothing: it has no effect`;
  // One that names no namespace may be a part of which somebody else makes the whole.
  const isPart = one.object.metadata.namespace === undefined;
  return [
    about("TGT001", one, {
      at: ["spec", "parentRefs"],
      ...(isPart && { severity: "warning" as const }),
      message,
    }),
  ];
}

const serviceEntry = "networking.istio.io/ServiceEntry";

/** Kinds of others come from elsewhere; of GatewayClasses see {@link classTargets}. */
const judged: readonly string[] = ["gateway.networking.k8s.io/Gateway", "/Service", serviceEntry];

interface Named {
  readonly name: string;
  readonly namespace: string | undefined;
}

type ByNamespace = ReadonlyMap<string | undefined, readonly Named[]>;

/** By kind, then by namespace: thousands of routes ask. */
const byKind = oncePer((set: ManifestSet): ReadonlyMap<string, ByNamespace> => {
  const named = (kind: string): readonly Named[] =>
    (kindsOf(set).get(kind) ?? []).map(({ object: { metadata } }) => ({
      name: metadata.name,
      namespace: metadata.namespace,
    }));
  return new Map(judged.map((kind) => [kind, grouped(named(kind), ({ namespace }) => namespace)]));
});

/**
 * Whether the target's namespace is one of these manifests, or the target stands in another one: what is somebody else's is not missed.
 * What an application enters of the world outside stands beside it, so that other namespaces say nothing of it.
 */
function isAtHome(
  there: ReadonlyMap<string, ByNamespace>,
  { kind, name, namespace }: Target,
  homes: ReadonlySet<string | undefined>,
): boolean {
  const isElsewhere = [...(there.get(kind)?.values() ?? [])].flat().some((other) => other.name === name);
  return isElsewhere || (kind !== serviceEntry && homes.has(namespace));
}

/** A namespace that a manifest leaves open could be any. */
function nearby(there: ByNamespace | undefined, namespace: string | undefined): readonly Named[] {
  if (namespace === undefined) return [...(there?.values() ?? [])].flat();
  return [...(there?.get(namespace) ?? []), ...(there?.get(undefined) ?? [])];
}

function hintFor({ kind, name }: Target, names: readonly string[], all: readonly Named[]): string | undefined {
  // `reviews` and `reviews-v1` are two Services.
  const near = kind === "/Service" ? slipOf(name, names) : nearest(name, names);
  if (near !== undefined) return `Did you mean ${near}?`;
  const elsewhere = all.find((other) => other.name === name);
  return elsewhere && `There is one in namespace ${elsewhere.namespace}.`;
}
