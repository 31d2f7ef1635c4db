import type { KubernetesObject } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { type NamespaceIndex, ofGroup } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";

const gatewayApi = "gateway.networking.k8s.io";

/** What a route points to, and where that is written. */
export interface RouteRef {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  /** `gateway.networking.k8s.io/Gateway`; a kind of the core group begins with the slash. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly port: number | undefined;
  readonly sectionName: string | undefined;
}

export function parentsOf(set: ManifestSet): readonly RouteRef[] {
  return routesOf(set).flatMap((one) => refs(one, ["spec", "parentRefs"], gatewayApi, "Gateway"));
}

export function backendsOf(set: ManifestSet): readonly RouteRef[] {
  return routesOf(set).flatMap((one) =>
    listAt(one.object, "spec", "rules").flatMap((it, rule) => [
      ...refs(one, ["spec", "rules", rule, "backendRefs"], "", "Service"),
      ...listAt(it, "filters").flatMap((value, filter) => {
        const at = ["spec", "rules", rule, "filters", filter, "requestMirror", "backendRef"];
        return single(one, valueAt(value, "requestMirror", "backendRef"), at, "", "Service");
      }),
    ]),
  );
}

/** Every route of Gateway API. */
export function routesOf(set: ManifestSet): readonly CheckedObject[] {
  return ofGroup(set, gatewayApi).filter(({ object }) => isRoute(object));
}

export function isRoute(object: KubernetesObject): boolean {
  return apiGroup(object) === gatewayApi && /^[A-Z]+Route$/.test(object.kind);
}

function refs(one: CheckedObject, path: RouteRef["at"], group: string, kind: string): readonly RouteRef[] {
  return listAt(one.object, ...path).flatMap((ref, index) => single(one, ref, [...path, index], group, kind));
}

function single(
  one: CheckedObject,
  ref: unknown,
  at: RouteRef["at"],
  group: string,
  kind: string,
): readonly RouteRef[] {
  const name = textAt(ref, "name");
  const port = valueAt(ref, "port");
  if (name === undefined) return [];
  return [
    {
      one,
      at,
      kind: `${textAt(ref, "group") ?? group}/${textAt(ref, "kind") ?? kind}`,
      name,
      namespace: textAt(ref, "namespace") ?? one.object.metadata.namespace,
      port: typeof port === "number" ? port : undefined,
      sectionName: textAt(ref, "sectionName"),
    },
  ];
}

/** The object that a reference names, when it is there and no namespace is left open. */
export function targetOf(index: NamespaceIndex, { name, namespace }: RouteRef): CheckedObject | undefined {
  return namespace === undefined ? undefined : index.get(namespace)?.get(name);
}
