import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { memberOf } from "../membership";
import { namespaceLabels, sailObjects } from "../objects";
import type { ManifestSet } from "../rule";
import type { Workload } from "../workloads";

/** How pods take part in a mesh; `unknown` where manifests that are not here decide it. */
export type PodMembership = "sidecars" | "ambient" | "none" | "unknown";

const inject = "sidecar.istio.io/inject";
const mode = "istio.io/dataplane-mode";

/** By the pods' own labels, which win over those of their namespace. */
export function podMembership(set: ManifestSet, workload: Workload): PodMembership {
  const { one, labels, annotations } = workload;
  const home = namespaceLabels(set, one.object.metadata.namespace ?? "");
  const own = wordOf(labels[inject] ?? annotations[inject]);
  const isSidecar =
    own !== "false" && (own === "true" || labels["istio.io/rev"] !== undefined || memberOf(home.labels) === "sidecars");
  // Who brings the proxy along, or has one put in by hand, says false to injection.
  if (hasProxy(workload)) return "sidecars";
  if (valueAt(one.object, ...podSpec(workload), "hostNetwork") === true) return "none";
  if (isSidecar) return "sidecars";
  const dataPlane = labels[mode] ?? home.labels[mode];
  if (dataPlane === "ambient") return "ambient";
  const saysNo = own === "false" && (labels[mode] === "none" || home.complete || !isAmbientMesh(set));
  if (saysNo || (labels[mode] === "none" && home.complete)) return "none";
  return home.complete && injectsNobodyElse(set) ? "none" : "unknown";
}

/** Where the spec of the pods stands. */
export function podSpec({ metadata }: Workload): readonly string[] {
  return [...metadata.slice(0, -1), "spec"];
}

function hasProxy(workload: Workload): boolean {
  return ["containers", "initContainers"].some((list) =>
    listAt(workload.one.object, ...podSpec(workload), list).some((it) => textAt(it, "name") === "istio-proxy"),
  );
}

/** Whether the control planes are here, and inject none but those who ask for it. */
function injectsNobodyElse(set: ManifestSet): boolean {
  const planes = sailObjects(set, ["Istio", "IstioRevision"]);
  const path = ["spec", "values", "sidecarInjectorWebhook", "enableNamespacesByDefault"];
  return planes.length > 0 && planes.every(({ object }) => valueAt(object, ...path) !== true);
}

const pastProxy = ["traffic.sidecar.istio.io/excludeInboundPorts", "traffic.sidecar.istio.io/includeInboundPorts"];

/** Whether a port of some pods goes past their sidecar. */
export function goesPast({ annotations }: Workload, port: string | undefined): boolean {
  const [out, only] = pastProxy.map((key) =>
    annotations[key] === undefined ? undefined : wordOf(annotations[key]).split(/[\s,]+/),
  );
  if (port === undefined) return out !== undefined || only !== undefined;
  return out?.includes(port) === true || (only !== undefined && !only.includes("*") && !only.includes(port));
}
