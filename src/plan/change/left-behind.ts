import { type Finding, finding } from "../../findings/finding";
import { isEnrolled } from "../../mesh/labels";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import { objectId } from "../../source/kubernetes-object";
import { listAt, textAt, valueAt } from "../../source/object-paths";
import { endOf, startOf } from "./steps";

/** Policies and routes that stay where a namespace leaves what enforces them: nothing fails, and requests that were refused are let through. */
export function leftBehind(mesh: Mesh): readonly Finding[] {
  if (!mesh.before || mesh.upgrade) return [];
  const start = startOf(mesh.before, mesh).mesh;
  const end = endOf(mesh);
  return start.namespaces.flatMap((was): Finding[] => {
    const is = end.namespaces.find(({ name }) => name === was.name);
    const staysIn = is !== undefined && isEnrolled(end, is);
    const left =
      isEnrolled(start, was) && !staysIn ? "the mesh" : was.waypoint && !is?.waypoint ? shown(was) : undefined;
    if (left === undefined) return [];
    const staying = end.carried.filter((one) =>
      staysIn ? isAt(was, one) : isPolicyIn(was.name, one) || isAt(was, one),
    );
    const [first] = staying;
    if (!first) return [];
    const names = staying.map(({ object }) => objectId(object)).join(", ");
    return [
      finding("WPT006", {
        message: `namespace ${was.name} leaves ${left}, and what stays holds for nothing of it any more: ${names}`,
        place: first.place,
      }),
    ];
  });
}

function shown({ name, waypoint }: MeshNamespace): string {
  return `waypoint ${waypoint?.namespace ?? name}/${waypoint?.name}`;
}

function isPolicyIn(namespace: string, { object }: CarriedObject): boolean {
  return object.metadata.namespace === namespace && object.apiVersion.startsWith("security.istio.io/");
}

/** Whether the waypoint of a namespace enforces an object for it: attached to that waypoint, or to a Service of the namespace. */
function isAt({ name, waypoint }: MeshNamespace, { object }: CarriedObject): boolean {
  if (!waypoint) return false;
  const { namespace = "default" } = object.metadata;
  const one = valueAt(object, "spec", "targetRef");
  const refs = [
    ...(one === undefined ? [] : [one]),
    ...["targetRefs", "parentRefs"].flatMap((key) => listAt(object, "spec", key)),
  ];
  return refs.some((ref) => {
    const [kind, to, at = namespace] = ["kind", "name", "namespace"].map((key) => textAt(ref, key));
    if (kind === "Service") return at === name;
    return kind === "Gateway" && to === waypoint.name && at === (waypoint.namespace ?? name);
  });
}
