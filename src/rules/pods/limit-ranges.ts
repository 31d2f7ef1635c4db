import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { namespaceLabels } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { quantity } from "./quantity";
import { proxyResources, type Resources, type Tenant } from "./tenants";

/** What a LimitRange makes of the pods of the mesh. */
export function limitRange(set: ManifestSet, one: CheckedObject, tenants: readonly Tenant[]): readonly Finding[] {
  return [
    ...tenants.flatMap((tenant) =>
      refusals(one, tenant, ["Container", "Pod"]).map(({ at, says }) =>
        about("NS007", one, { at, message: `LimitRange ${says(tenant.name)}: its pods are refused` }),
      ),
    ),
    ...sidecars(set, one),
  ];
}

/** Sidecars come with resources of their own, which pods may set by annotations. */
function sidecars(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  if (home === undefined || memberOf(namespaceLabels(set, home).labels) !== "sidecars") return [];
  const proxy = proxyResources(set, "proxy");
  return (proxy ? refusals(one, proxy, ["Container"]) : []).map(({ at, says, kind, resource }) => {
    const message = `LimitRange ${says(`a sidecar of ${home}`)}: pods that do not set another by annotation are refused`;
    const hint = `Change global.proxy.resources.${kind}.${resource} of the Istio, or the LimitRange.`;
    return about("NS007", one, { at, severity: "warning", message, hint });
  });
}

interface Refusal {
  readonly at: readonly (string | number)[];
  readonly says: (who: string) => string;
  /** What would have to be otherwise. */
  readonly kind: "requests" | "limits";
  readonly resource: string;
}

function refusals(one: CheckedObject, container: Resources, types: readonly string[]): readonly Refusal[] {
  return listAt(one.object, "spec", "limits").flatMap((limit, index) => {
    const type = textAt(limit, "type") ?? "";
    if (!types.includes(type)) return [];
    return ["cpu", "memory"].flatMap((resource) =>
      [tooMuch, tooLittle, tooFar]
        .flatMap((judge) => judge(limit, { ...container, resource, type }))
        .map((found) => ({
          ...found,
          at: ["spec", "limits", index, ...found.at],
          resource,
        })),
    );
  });
}

interface Asked extends Resources {
  readonly resource: string;
  readonly type: string;
}

/** More than the largest, or a request above the limit that is filled in. */
function tooMuch(limit: unknown, { requests, limits, resource, type }: Asked): readonly Omit<Refusal, "resource">[] {
  const own = limits[resource] ?? requests[resource];
  const isFilled = limits[resource] === undefined && valueAt(limit, "default", resource) !== undefined;
  const [bound, says] = isFilled ? ["default", "gives"] : ["max", "allows"];
  const most = valueAt(limit, bound, resource);
  if (!isAbove(own, most)) return [];
  return [
    {
      at: [bound, resource],
      says: (who) => `${says} a ${type.toLowerCase()} ${wordOf(most)} ${resource}, and ${who} asks for ${wordOf(own)}`,
      kind: limits[resource] === undefined ? "requests" : "limits",
    },
  ];
}

function tooLittle(limit: unknown, { requests, limits, resource, type }: Asked): readonly Omit<Refusal, "resource">[] {
  const own = requests[resource] ?? limits[resource];
  const least = valueAt(limit, "min", resource);
  if (!isAbove(least, own)) return [];
  return [
    {
      at: ["min", resource],
      says: (who) =>
        `has a ${type.toLowerCase()} request ${wordOf(least)} ${resource} or more, and ${who} requests ${wordOf(own)}`,
      kind: "requests",
    },
  ];
}

/** A limit that is too many times the request. */
function tooFar(limit: unknown, { requests, limits, resource, type }: Asked): readonly Omit<Refusal, "resource">[] {
  const ratio = quantity(valueAt(limit, "maxLimitRequestRatio", resource));
  const [least, most] = [quantity(requests[resource]), quantity(limits[resource])];
  if (ratio === undefined || least === undefined || most === undefined || least === 0 || most <= ratio * least)
    return [];
  return [
    {
      at: ["maxLimitRequestRatio", resource],
      says: (who) =>
        `lets the limit of a ${type.toLowerCase()} be ${ratio} times its request, and ${who} has ${wordOf(limits[resource])} ${resource} over ${wordOf(requests[resource])}`,
      kind: "limits",
    },
  ];
}

function isAbove(one: unknown, other: unknown): boolean {
  const [much, less] = [quantity(one), quantity(other)];
  return much !== undefined && less !== undefined && much > less;
}
