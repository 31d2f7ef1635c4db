import { oncePer } from "../basics/once-per";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";
import type { CheckedObject, ManifestSet } from "./rule";
import { isRoute } from "./traffic/routes";

/** What a route or a policy is attached to. */
export interface Target {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  /** `gateway.networking.k8s.io/Gateway`; a kind of the core group begins with the slash. */
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

const policies: readonly string[] = [
  "security.istio.io/AuthorizationPolicy",
  "security.istio.io/RequestAuthentication",
  "telemetry.istio.io/Telemetry",
  "extensions.istio.io/WasmPlugin",
  "networking.istio.io/EnvoyFilter",
];

/** Every attachment of routes (`parentRefs`) and policies (`targetRefs`) to a Gateway or a Service. */
export const targetsOf = oncePer(findTargets);

function findTargets(set: ManifestSet): readonly Target[] {
  return set.objects.flatMap((one) => {
    if (isRoute(one.object)) return refs(one, ["spec", "parentRefs"], "gateway.networking.k8s.io", "Gateway");
    if (!policies.includes(kindOf(one.object))) return [];
    const single = valueAt(one.object, "spec", "targetRef");
    const lone = single === undefined ? [] : target(one, ["spec", "targetRef"], single, "", "");
    return [...refs(one, ["spec", "targetRefs"], "", ""), ...lone];
  });
}

function refs(one: CheckedObject, path: readonly string[], group: string, kind: string): Target[] {
  return listAt(one.object, ...path).flatMap((ref, index) => target(one, [...path, index], ref, group, kind));
}

function target(one: CheckedObject, at: Target["at"], ref: unknown, group: string, kind: string): Target[] {
  const name = textAt(ref, "name");
  if (name === undefined) return [];
  return [
    {
      one,
      at: [...at, "name"],
      kind: `${textAt(ref, "group") ?? group}/${textAt(ref, "kind") ?? kind}`,
      name,
      namespace: textAt(ref, "namespace") ?? one.object.metadata.namespace,
    },
  ];
}

/** Whether a policy is attached to something, and not one of workloads. */
export function isAttached({ object }: CheckedObject): boolean {
  return valueAt(object, "spec", "targetRef") !== undefined || listAt(object, "spec", "targetRefs").length > 0;
}
