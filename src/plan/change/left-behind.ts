import { type Finding, finding } from "../../findings/finding";
import { isEnrolled } from "../../mesh/labels";
import type { CarriedObject, KubernetesObject, Mesh } from "../../mesh/mesh";
import { lostBy, namespaceWaypoint, type WaypointName, waypointsIn, waypointUsed } from "../../mesh/waypoint-uses";
import { identity, objectId } from "../../objects/kubernetes-object";
import { targetIds } from "./attachments";
import { waypointIdentity } from "./carried";
import { endOf, startOf } from "./steps";

/** Somebody whose traffic goes past what has enforced policies and routes for it, and which of those stay and hold for it no more. */
interface Left {
  /** `namespace shop leaves waypoint shop/wp`. */
  readonly says: string;
  readonly isLeft: (object: KubernetesObject) => boolean;
}

/** Policies and routes that stay where traffic leaves what enforces them: nothing fails, and requests that were refused are let through. */
export function leftBehind(mesh: Mesh): readonly Finding[] {
  if (!mesh.before || mesh.upgrade) return [];
  const [start, end] = [startOf(mesh.before, mesh).mesh, endOf(mesh)];
  return [
    ...namespacesThatLeave(start, end),
    ...objectsThatLeave(start, end),
    ...narrowedWaypoints(start, end),
  ].flatMap(({ says, isLeft }): Finding[] => {
    const staying = end.carried.filter(({ object }) => isLeft(object));
    const [first] = staying;
    if (!first) return [];
    const names = staying.map(({ object }) => objectId(object)).join(", ");
    const message = `${says}, and what stays holds for nothing of it any more: ${names}`;
    return [finding("WPT006", { message, place: first.place })];
  });
}

function namespacesThatLeave(start: Mesh, end: Mesh): Left[] {
  return start.namespaces.flatMap((was): Left[] => {
    const is = end.namespaces.find(({ name }) => name === was.name);
    const { name } = was;
    const [from, to] = [was, is].map((one) => one && namespaceWaypoint(one));
    const isPast = from === undefined ? () => false : goingPast(from, to, [start, end], (id) => isServed(id, name));
    if (isEnrolled(start, was) && !(is && isEnrolled(end, is))) {
      const isLeft = (object: KubernetesObject) => isPolicyIn(name, object) || isPast(object);
      return [{ says: `namespace ${name} leaves the mesh`, isLeft }];
    }
    if (from === undefined || same(from, to)) return [];
    return [
      { says: `namespace ${name} leaves waypoint ${shown(from)}`, isLeft: isPast },
      ...lessTaken(name, from, to, [start, end]),
    ];
  });
}

/** Who goes to another waypoint that does not take all that the one before has taken. */
function lessTaken(
  name: string,
  from: WaypointName,
  to: WaypointName | undefined,
  [start, end]: readonly [Mesh, Mesh],
): Left[] {
  const [was, is] = [waypointsIn(start).find((one) => same(one, from)), waypointsIn(end).find((one) => same(one, to))];
  const lost = was && is ? lostBy(was.for, is.for) : [];
  if (!is || lost.length === 0) return [];
  const isLeft = (object: KubernetesObject) => targetIds(object).includes(waypointIdentity(is));
  return [{ says: `traffic to ${lost.join(" and to ")} of namespace ${name} goes past waypoint ${shown(is)}`, isLeft }];
}

/** Whether it is a Service or a ServiceEntry of a namespace. */
function isServed(id: string, namespace: string): boolean {
  return ["/Service", "networking.istio.io/ServiceEntry"].some((kind) => id.startsWith(`${kind}/${namespace}/`));
}

/** Services and ServiceEntries that have a label of their own. */
function objectsThatLeave(start: Mesh, end: Mesh): Left[] {
  const is = new Map(end.carried.map(({ object }) => [identity(object), object]));
  return start.carried.flatMap(({ object }: CarriedObject): Left[] => {
    const [from, now] = [waypointUsed(object), is.get(identity(object))];
    const to = now && waypointUsed(now);
    if (!from || !now || same(from, to)) return [];
    const isLeft = goingPast(from, to, [start, end], (id) => id === identity(object));
    return [{ says: `${objectId(object)} leaves waypoint ${shown(from)}`, isLeft }];
  });
}

function narrowedWaypoints(start: Mesh, end: Mesh): Left[] {
  return waypointsIn(end).flatMap((is): Left[] => {
    const was = waypointsIn(start).find((one) => same(one, is));
    const lost = was ? lostBy(was.for, is.for) : [];
    if (lost.length === 0) return [];
    const isLeft = (object: KubernetesObject) =>
      targetIds(object).some(
        (id) => id === waypointIdentity(is) || (lost.includes("Services") && isServed(id, is.namespace)),
      );
    return [{ says: `traffic to ${lost.join(" and to ")} leaves waypoint ${shown(is)}`, isLeft }];
  });
}

/**
 * What is, or was, attached to the waypoint that is left: whatever follows others to a third one holds there. Another waypoint enforces what is attached to
 * what goes through it, and what others of the same kind say there is taken to be what was meant.
 */
function goingPast(
  from: WaypointName,
  to: WaypointName | undefined,
  [start, end]: readonly [Mesh, Mesh],
  isOwn: (id: string) => boolean,
): Left["isLeft"] {
  const isAt = (object: KubernetesObject, { namespace, name }: WaypointName) =>
    targetIds(object).includes(waypointIdentity({ namespace, name }));
  const replaced = new Set(
    to ? end.carried.filter(({ object }) => isAt(object, to)).map(({ object }) => object.kind) : [],
  );
  const held = new Set(start.carried.flatMap(({ object }) => (isAt(object, from) ? [identity(object)] : [])));
  // What holds for the class holds at every waypoint, and for nothing that goes through none.
  const isOfClass = (id: string) => /^gateway\.networking\.k8s\.io\/GatewayClass\/.*\/istio-waypoint$/.test(id);
  return (object) => {
    const follows = to !== undefined && targetIds(object).some((id) => isOwn(id) || isOfClass(id));
    const wasHere = isAt(object, from) || (targetIds(object).length > 0 && held.has(identity(object)));
    return (
      (wasHere && !follows && !replaced.has(object.kind)) ||
      (to === undefined && targetIds(object).some((id) => isOwn(id) || isOfClass(id)))
    );
  };
}

function same(one: WaypointName, other: WaypointName | undefined): boolean {
  return one.namespace === other?.namespace && one.name === other.name;
}

function shown({ namespace, name }: WaypointName): string {
  return `${namespace}/${name}`;
}

function isPolicyIn(namespace: string, object: KubernetesObject): boolean {
  return object.metadata.namespace === namespace && object.apiVersion.startsWith("security.istio.io/");
}
