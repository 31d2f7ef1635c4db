import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { istiodPods } from "./istiod-pods";
import { quantity } from "./quantity";

type Amounts = Readonly<Record<string, unknown>>;

/** Pods that somebody makes in a namespace, by what one of their containers asks for. */
interface Tenant {
  readonly name: string;
  readonly namespace: string;
  /** How many there are at least; undefined where that hangs on the nodes. */
  readonly pods: number | undefined;
  /** What it requests and what it may take at most, as far as that is known. */
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Whether both are known: a vendor's operator may set limits of its own. */
  readonly isKnown: boolean;
}

/** What Istio's charts ask for where values say nothing. */
const chartRequests = {
  istiod: { cpu: "500m", memory: "2Gi" },
  IstioCNI: { cpu: "100m", memory: "100Mi" },
  ZTunnel: { cpu: "200m", memory: "512Mi" },
};

/** What ResourceQuotas and LimitRanges of the manifests leave to the pods of the mesh. */
export function roomForPods(set: ManifestSet): readonly Finding[] {
  const tenants = tenantsOf(set);
  const at = (one: CheckedObject) => tenants.filter(({ namespace }) => namespace === one.object.metadata.namespace);
  return [
    ...objectsOf(set, "", "ResourceQuota").flatMap((one) => quota(set, one, at(one))),
    ...objectsOf(set, "", "LimitRange").flatMap((one) => [
      ...range(one, at(one)),
      ...(at(one).length > 0 ? [] : sidecarRange(set, one)),
    ]),
  ];
}

function tenantsOf(set: ManifestSet): readonly Tenant[] {
  const isKnown = set.distribution.name !== "alauda";
  const part = (one: CheckedObject, key: string, defaults: Amounts) => ({
    requests: { ...(isKnown && defaults), ...amounts(one, key, "requests") },
    limits: amounts(one, key, "limits"),
    isKnown,
  });
  return [
    ...istiodPods(set).map(({ one, namespace, replicas }) => ({
      name: `istiod of ${objectId(one.object)}`,
      namespace,
      pods: replicas.least,
      ...part(one, "pilot", chartRequests.istiod),
    })),
    ...sailObjects(set, ["IstioCNI", "ZTunnel"]).map((one) => ({
      name: objectId(one.object),
      namespace: podNamespace(one),
      pods: undefined,
      ...(one.object.kind === "ZTunnel"
        ? part(one, "ztunnel", chartRequests.ZTunnel)
        : part(one, "cni", chartRequests.IstioCNI)),
    })),
  ];
}

function amounts({ object }: CheckedObject, key: string, kind: string): Amounts {
  return Object(valueAt(object, "spec", "values", key, "resources", kind)) as Amounts;
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

function range(one: CheckedObject, tenants: readonly Tenant[]): readonly Finding[] {
  return listAt(one.object, "spec", "limits").flatMap((limit, index) => {
    if (textAt(limit, "type") !== "Container") return [];
    return tenants.flatMap(({ name, requests, limits }) =>
      ["cpu", "memory"].flatMap((resource) => {
        const asked = limits[resource] ?? requests[resource];
        const [bound, says] =
          limits[resource] === undefined && valueAt(limit, "default", resource) !== undefined
            ? ["default", "gives"]
            : ["max", "allows"];
        const most = valueAt(limit, bound, resource);
        const [have, may] = [quantity(asked), quantity(most)];
        if (have === undefined || may === undefined || have <= may) return [];
        const message = `LimitRange ${says} a container ${wordOf(most)} ${resource}, and ${name} asks for ${asked}: its pods are refused`;
        return [about("NS007", one, { at: ["spec", "limits", index, bound, resource], message })];
      }),
    );
  });
}

/** What the charts give a sidecar at most. */
const sidecarLimits: Amounts = { cpu: "2000m", memory: "1024Mi" };

/** Sidecars come with limits of their own, which pods may set by annotations. */
function sidecarRange(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const [istio, ...others] = sailObjects(set, ["Istio"]);
  if (!istio || others.length > 0 || home === undefined || set.distribution.name === "alauda") return [];
  if (memberOf(namespaceLabels(set, home).labels) !== "sidecars") return [];
  const own = valueAt(istio.object, "spec", "values", "global", "proxy", "resources", "limits");
  const limits = { ...sidecarLimits, ...(Object(own) as Amounts) };
  return listAt(one.object, "spec", "limits").flatMap((limit, index) =>
    textAt(limit, "type") !== "Container"
      ? []
      : ["cpu", "memory"].flatMap((resource) => {
          const [have, may] = [quantity(limits[resource]), quantity(valueAt(limit, "max", resource))];
          if (have === undefined || may === undefined || have <= may) return [];
          const message = `LimitRange allows a container ${wordOf(valueAt(limit, "max", resource))} ${resource}, and the sidecars of ${home} have a limit of ${limits[resource]}: pods that do not set another by annotation are refused`;
          const hint = `Lower global.proxy.resources.limits.${resource} of the Istio, or raise the LimitRange.`;
          return [
            about("NS007", one, {
              at: ["spec", "limits", index, "max", resource],
              severity: "warning",
              message,
              hint,
            }),
          ];
        }),
  );
}
