import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../findings/input-error";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import { carriedWaypoint } from "../../mesh/waypoint-uses";
import { apiGroup, identity, type KubernetesObject, objectId } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { carriedChanges, leavingObjects } from "./carried";
import { movedNamespaces } from "./traffic-moves";

/*
 * What a policy or a route is attached to. Labels decide which proxy a request goes through, and a policy holds for a request only where that proxy has
 * it: while labels move, and while a proxy that goes is still there, it is on both sides.
 */

/** Groups whose objects can refuse a request, send it elsewhere, or see it. */
const attaching = [
  "security.istio.io",
  "extensions.istio.io",
  "networking.istio.io",
  "gateway.networking.k8s.io",
  "telemetry.istio.io",
];

/** Lists of what an object is attached to: of policies, of Gateway API's routes, and of VirtualServices. */
const lists = ["targetRefs", "parentRefs", "gateways"] as const;

/** What is attached to something else, in a row that moves traffic which it may hold for, or takes away what it was attached to. */
interface Reattached {
  readonly before: CarriedObject;
  readonly after: CarriedObject;
}

function reattached(before: Mesh, after: Mesh): readonly Reattached[] {
  const moved = movedNamespaces(before, after);
  const gone = leavingGateways(before, after);
  return carriedChanges(before, after).changed.filter(
    (pair) =>
      attaching.includes(apiGroup(pair.after.object)) &&
      !isDeepStrictEqual(attachedTo(pair.before.object), attachedTo(pair.after.object)) &&
      (moved(pair.after.object.metadata.namespace) || targetIds(pair.before.object).some((id) => gone.has(id))),
  );
}

/** Identities of what goes and may still take requests. Nobody uses a waypoint that goes, or the labels of those who did move as well. */
function leavingGateways(before: Mesh, after: Mesh): ReadonlySet<string> {
  const { carried } = leavingObjects(before, after);
  return new Set(carried.filter(({ object }) => !carriedWaypoint(object)).map(({ object }) => identity(object)));
}

/** The objects of the second description; where traffic is yet to move, each keeps what it was attached to beside what it is to be attached to. */
export function attachedToBoth(before: Mesh, after: Mesh): readonly CarriedObject[] {
  const pairs = reattached(before, after);
  return after.carried.map((one) => {
    const pair = pairs.find((it) => it.after === one);
    return pair ? { ...one, object: withMore(one.object, attachedTo(pair.before.object)) } : one;
  });
}

type Attachments = Readonly<Record<(typeof lists)[number], readonly unknown[]>>;

function withMore(object: KubernetesObject, more: Attachments): KubernetesObject {
  const own = attachedTo(object);
  const added = lists.flatMap((key) => {
    const missing = more[key].filter((one) => !own[key].some((it) => isDeepStrictEqual(it, one)));
    return missing.length > 0 ? [[key, [...own[key], ...missing]] as const] : [];
  });
  if (added.length === 0) return object;
  const { targetRef: _, ...spec } = valueAt(object, "spec") as Record<string, unknown>;
  return { ...object, spec: { ...spec, ...Object.fromEntries(added) } };
}

/**
 * A policy that goes from workloads to waypoints, or back, cannot be on both sides under one name: whichever side it leaves first, nobody enforces it
 * there. Nor can one that selects the pods of a Gateway that goes.
 */
export function detached(before: Mesh, after: Mesh): readonly Problem[] {
  const gone = leavingGateways(before, after);
  const hint =
    "Give it a new name: the old one stays until the traffic has moved. Or move the traffic first, and the policy when that is done.";
  const crossing = reattached(before, after).flatMap(({ before: { object: was }, after: { object, place } }) => {
    const [from, to] = [was, object].map((one) => attachedTo(one).targetRefs.length > 0);
    if (from === to) return [];
    const way = to ? "from workloads to targetRefs" : "from targetRefs to workloads";
    const message = `${objectId(object)} goes ${way} while the traffic that it is for moves: in between nobody would enforce it`;
    const allows = object.kind === "AuthorizationPolicy" && (textAt(object, "spec", "action") ?? "ALLOW") === "ALLOW";
    return [{ message, place, hint: allows ? `${hint} ${seenBehind}` : hint }];
  });
  const selecting = carriedChanges(before, after).changed.flatMap(({ before: { object: was }, after: one }) => {
    const from = selectedGateway(was);
    if (from === undefined || from === selectedGateway(one.object) || !gone.has(from)) return [];
    const message = `${objectId(one.object)} selects the pods of another Gateway, while the one that it has selected so far is still there: nobody would enforce it there`;
    return [{ message, place: one.place, hint }];
  });
  return [...crossing, ...selecting];
}

/** What an ALLOW policy of workloads needs while there is a waypoint before them. */
const seenBehind =
  "Behind a waypoint ztunnel sees the waypoint's identity and no other: until the one for workloads goes it has to allow that, too (cluster.local/ns/NAMESPACE/sa/WAYPOINT).";

/** What an object is attached to; nothing for a policy of workloads. */
function attachedTo(object: KubernetesObject): Attachments {
  const one = valueAt(object, "spec", "targetRef");
  const [targetRefs, parentRefs, gateways] = lists.map((key) => listAt(object, "spec", key));
  return {
    targetRefs: one === undefined ? (targetRefs ?? []) : [one],
    parentRefs: parentRefs ?? [],
    gateways: gateways ?? [],
  };
}

/** Identities of what an object is attached to. */
export function targetIds(object: KubernetesObject): readonly string[] {
  const { namespace: own = "default" } = object.metadata;
  const { targetRefs, parentRefs, gateways } = attachedTo(object);
  const named = [...targetRefs, ...parentRefs].map((ref) => {
    const [kind = "Gateway", name, namespace = own] = ["kind", "name", "namespace"].map((key) => textAt(ref, key));
    const group = textAt(ref, "group") ?? (kind === "Gateway" ? "gateway.networking.k8s.io" : "");
    return `${group}/${kind}/${namespace}/${name}`;
  });
  const spelled = gateways.map(
    (one) => `networking.istio.io/Gateway/${String(one).includes("/") ? one : `${own}/${one}`}`,
  );
  return [...named, ...spelled];
}

/** The identity of the Gateway whose pods a policy selects by the label that istiod gives them. */
function selectedGateway(object: KubernetesObject): string | undefined {
  const labels = ["gateway.networking.k8s.io/gateway-name", "istio.io/gateway-name"];
  const selectors = [
    ["selector", "matchLabels"],
    ["workloadSelector", "labels"],
    ["workloadSelector", "matchLabels"],
  ];
  const [name] = selectors.flatMap((path) => labels.flatMap((label) => textAt(object, "spec", ...path, label) ?? []));
  return name === undefined
    ? undefined
    : `gateway.networking.k8s.io/Gateway/${object.metadata.namespace ?? "default"}/${name}`;
}
