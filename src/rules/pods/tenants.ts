import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { podNamespace, sailObjects } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { gatewayClass } from "../waypoints";
import { managedGateways, overlaysFor, saidBy } from "./gateway-overlays";
import { istiodPods } from "./istiod-pods";

export type Amounts = Readonly<Record<string, unknown>>;

/** What a container requests and what it may take at most, as far as that is known. */
export interface Resources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Pods that somebody makes in a namespace, by what their one container asks for. */
export interface Tenant extends Resources {
  readonly name: string;
  readonly namespace: string;
  /** How many there are at least; undefined where that hangs on the nodes. */
  readonly pods: number | undefined;
  /** Whether both are known: a vendor's operator may set limits of its own. */
  readonly isKnown: boolean;
}

const nothing: Resources = { requests: {}, limits: {} };

/** What Istio's charts ask for where values say nothing. */
const charts = {
  istiod: { requests: { cpu: "500m", memory: "2Gi" }, limits: {} },
  IstioCNI: { requests: { cpu: "100m", memory: "100Mi" }, limits: {} },
  ZTunnel: { requests: { cpu: "200m", memory: "512Mi" }, limits: {} },
  proxy: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "2000m", memory: "1024Mi" } },
  waypoint: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "2", memory: "1Gi" } },
};

/** The pods of the mesh: control planes, what is on every node, and the Gateways that istiod deploys. */
export function tenantsOf(set: ManifestSet): readonly Tenant[] {
  const isKnown = set.distribution.name !== "alauda";
  const part = (one: CheckedObject, key: string, chart: Resources) => ({
    ...over(isKnown ? chart : nothing, valueAt(one.object, "spec", "values", key, "resources")),
    isKnown,
  });
  return [
    ...istiodPods(set).map(({ one, namespace, replicas }) => ({
      name: `istiod of ${objectId(one.object)}`,
      namespace,
      pods: replicas.least,
      ...part(one, "pilot", charts.istiod),
    })),
    ...sailObjects(set, ["IstioCNI", "ZTunnel"]).map((one) => ({
      name: objectId(one.object),
      namespace: podNamespace(one),
      pods: undefined,
      ...(one.object.kind === "ZTunnel" ? part(one, "ztunnel", charts.ZTunnel) : part(one, "cni", charts.IstioCNI)),
    })),
    ...managedGateways(set).map((one) => gateway(set, one)),
  ];
}

function gateway(set: ManifestSet, one: CheckedObject): Tenant {
  const overlays = overlaysFor(set, one);
  const known = proxyResources(set, gatewayClass(one) === "istio-waypoint" ? "waypoint" : "proxy");
  const laid = overlays.flatMap(({ entries }) =>
    entries.flatMap(({ key, value }) =>
      key === "deployment" ? listAt(value, "spec", "template", "spec", "containers") : [],
    ),
  );
  const resources = laid
    .filter((container) => textAt(container, "name") === "istio-proxy")
    .reduce((sum: Resources, container) => over(sum, valueAt(container, "resources")), known ?? nothing);
  const least = saidBy(overlays, "horizontalPodAutoscaler", "spec", "minReplicas");
  return {
    name: objectId(one.object),
    namespace: one.object.metadata.namespace ?? "",
    pods: Number(least ?? saidBy(overlays, "deployment", "spec", "replicas") ?? 1),
    ...resources,
    isKnown: known !== undefined,
  };
}

/** What proxies are given by the one control plane that is here; undefined where it is not known. */
export function proxyResources(set: ManifestSet, kind: "proxy" | "waypoint"): Resources | undefined {
  const [istio, ...others] = sailObjects(set, ["Istio"]);
  if (!istio || others.length > 0 || set.distribution.name === "alauda") return undefined;
  return over(charts[kind], valueAt(istio.object, "spec", "values", "global", kind, "resources"));
}

/** Values are merged into those of the chart, and null takes one away. */
function over(chart: Resources, own: unknown): Resources {
  const merged = (kind: keyof Resources): Amounts =>
    Object.fromEntries(
      Object.entries({ ...chart[kind], ...(Object(valueAt(own, kind)) as Amounts) }).filter(
        ([, value]) => value !== null,
      ),
    );
  return { requests: merged("requests"), limits: merged("limits") };
}
