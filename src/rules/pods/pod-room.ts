import type { Finding } from "../../findings/finding";
import { textAt, valueAt, wordOf } from "../../objects/object-paths";
import { annotationsOf, objectsOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { gatewayClass } from "../waypoints";
import { managedGateways, overlaysFor, saidBy } from "./gateway-overlays";
import { limitRange } from "./limit-ranges";
import { quantity } from "./quantity";
import { type Amounts, type Tenant, tenantsOf } from "./tenants";

/** What ResourceQuotas and LimitRanges of the manifests leave to the pods of the mesh. */
export function roomForPods(set: ManifestSet): readonly Finding[] {
  const tenants = tenantsOf(set);
  const at = (one: CheckedObject) => tenants.filter(({ namespace }) => namespace === one.object.metadata.namespace);
  return [
    ...objectsOf(set, "", "ResourceQuota").flatMap((one) => [...quota(set, one, at(one)), ...balancers(set, one)]),
    ...objectsOf(set, "", "LimitRange").flatMap((one) => limitRange(set, one, at(one))),
  ];
}

/** A quota that is only for some pods is about others. */
function quota(set: ManifestSet, one: CheckedObject, tenants: readonly Tenant[]): readonly Finding[] {
  if (tenants.length === 0 || ["scopes", "scopeSelector"].some((it) => valueAt(one.object, "spec", it))) return [];
  const hard = Object(valueAt(one.object, "spec", "hard")) as Amounts;
  return Object.entries(hard).flatMap(([key, value]) => {
    const most = quantity(value);
    if (most === undefined) return [];
    const at = ["spec", "hard", key];
    if (key === "pods" || key === "count/pods") return count(one, at, most, tenants);
    const [kind = "", resource = ""] = /^(cpu|memory)$/.test(key) ? ["requests", key] : key.split(".");
    if (!["cpu", "memory"].includes(resource)) return [];
    return tenants.flatMap((it) => share({ set, one, at, most }, it, kind as "requests" | "limits", resource));
  });
}

function count(
  one: CheckedObject,
  at: readonly string[],
  most: number,
  tenants: readonly Tenant[],
): readonly Finding[] {
  const least = tenants.reduce((sum, { pods = 1 }) => sum + pods, 0);
  const names = tenants.map(({ name }) => name).join(" and ");
  const isFull = tenants.every(({ pods }) => pods !== undefined) && most === least;
  if (most >= least && !isFull) return [];
  const message = isFull
    ? `ResourceQuota lets ${most} pod${most === 1 ? "" : "s"} in, which ${names} takes: the next version gets no pod beside the old ones, and the Istio says Healthy all the same`
    : `ResourceQuota lets ${most} pods in, and ${names} has at least ${least}: the others are refused`;
  const hint = "Leave room for twice the pods: a new one comes before an old one goes.";
  return [about("NS007", one, { at, ...(isFull && { severity: "warning" as const }), message, hint })];
}

interface Hard {
  readonly set: ManifestSet;
  readonly one: CheckedObject;
  readonly at: readonly string[];
  readonly most: number;
}

/** A quota of what pods ask for refuses those that ask for more than all of it, and those that do not say it. */
function share(
  { set, one, at, most }: Hard,
  { name, pods = 1, requests, limits, isKnown }: Tenant,
  kind: "requests" | "limits",
  resource: string,
): readonly Finding[] {
  const asked = (kind === "requests" ? requests : limits)[resource];
  const much = quantity(asked);
  if (much !== undefined && much * pods > most) {
    const message = `ResourceQuota lets ${kind} of ${wordOf(valueAt(one.object, ...at))} ${resource} in, and each pod of ${name} has ${asked}: ${much > most ? "it is refused" : `${pods} of them have no room`}`;
    return [about("NS007", one, { at, message })];
  }
  const fills = objectsOf(set, "", "LimitRange").some(
    ({ object }) => object.metadata.namespace === one.object.metadata.namespace,
  );
  if (asked !== undefined || kind === "requests" || !isKnown || fills) return [];
  const message = `with a ResourceQuota of limits.${resource} pods have to say theirs, and those of ${name} do not: they are refused, unless a LimitRange says it for them`;
  const hint = `Set resources.limits.${resource} in its values, or add a LimitRange with a default.`;
  return [about("NS007", one, { at, severity: "warning", message, hint })];
}

const serviceType = "networking.istio.io/service-type";

/** The load balancers that Gateways of a namespace have istiod ask for, beside those that are written. */
function balancers(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "hard", "services.loadbalancers"];
  const most = quantity(valueAt(one.object, ...at));
  const isHome = ({ object }: CheckedObject) => object.metadata.namespace === one.object.metadata.namespace;
  const gateways = managedGateways(set).filter((it) => {
    const type = saidBy(overlaysFor(set, it), "service", "spec", "type") ?? annotationsOf(it.object)[serviceType];
    return isHome(it) && gatewayClass(it) !== "istio-waypoint" && (type ?? "LoadBalancer") === "LoadBalancer";
  });
  const services = objectsOf(set, "", "Service").filter(
    (it) => isHome(it) && textAt(it.object, "spec", "type") === "LoadBalancer",
  );
  if (most === undefined || gateways.length === 0 || gateways.length + services.length <= most) return [];
  const { names } = inShort([...gateways, ...services]);
  const message = `ResourceQuota lets ${most} load balancer${most === 1 ? "" : "s"} in, and ${names} ask for ${gateways.length + services.length}: a Service is refused, and its gateway gets no address`;
  return [about("NS007", one, { at, message, hint: `Raise it, or annotate the Gateway ${serviceType}: ClusterIP.` })];
}
