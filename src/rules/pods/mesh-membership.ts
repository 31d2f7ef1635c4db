import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { chartsOf } from "../charts/chart";
import { valueIn } from "../charts/values";
import { memberOf } from "../membership";
import { namespaceLabels, sailObjects } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { matchSelector, selectorKeys } from "../selector";
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
    own !== "false" &&
    // No webhook takes pods of such a namespace, whatever they ask for.
    home.labels["istio-injection"] !== "disabled" &&
    (own === "true" || !isNeverInjected(set, workload)) &&
    (own === "true" || labels["istio.io/rev"] !== undefined || memberOf(home.labels) === "sidecars");
  // Who brings the proxy along, or has one put in by hand, says false to injection.
  if (hasProxy(workload)) return "sidecars";
  if (valueAt(one.object, ...podSpec(workload), "hostNetwork") === true) return "none";
  if (isSidecar) return "sidecars";
  const dataPlane = labels[mode] ?? home.labels[mode];
  if (dataPlane === "ambient") return "ambient";
  const saysNo = own === "false" && (labels[mode] === "none" || home.complete || !isAmbientMesh(set));
  if (saysNo || (labels[mode] === "none" && home.complete)) return "none";
  const isLeftOut = home.labels["istio-injection"] === "disabled" || injectsNobodyElse(set);
  return home.complete && isLeftOut ? "none" : "unknown";
}

/** Labels that controllers give to the pods that they make. */
const addedLater = /hash$|kubernetes\.io\/|^job-name$|^controller-uid$/;

/** Whether every control plane that is here leaves such pods out, unless they themselves ask for a sidecar. */
export function isNeverInjected(set: ManifestSet, { labels, annotations }: Workload): boolean {
  if (wordOf(labels[inject] ?? annotations[inject]) === "true") return false;
  const planes = sailObjects(set, ["Istio", "IstioRevision"]);
  const known = { labels: labels as Readonly<Record<string, string>> };
  const leavesOut = ({ object }: CheckedObject) =>
    listAt(object, "spec", "values", "sidecarInjectorWebhook", "neverInjectSelector").some(
      // One without terms is passed over.
      (selector) => {
        const keys = selectorKeys(selector);
        const complete = !keys.some((key) => addedLater.test(key));
        return keys.length > 0 && matchSelector(selector, { ...known, complete }) === "yes";
      },
    );
  return planes.length > 0 && planes.every(leavesOut);
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
  const charts = chartsOf(set, "istiod");
  const path = ["sidecarInjectorWebhook", "enableNamespacesByDefault"];
  return (
    planes.length + charts.length > 0 &&
    planes.every(({ object }) => valueAt(object, "spec", "values", ...path) !== true) &&
    charts.every(({ values }) => values !== undefined && wordOf(valueIn(values, path).value ?? "") !== "true")
  );
}

const include = "traffic.sidecar.istio.io/includeInboundPorts";
const exclude = "traffic.sidecar.istio.io/excludeInboundPorts";

/** The annotations by which ports of some pods go past their sidecar: what is excluded counts where all the rest is included. */
export function pastKeys({ annotations }: Workload): readonly string[] {
  const only = annotations[include];
  const isAll = only === undefined || portsIn(only).includes("*");
  return isAll ? (annotations[exclude] === undefined ? [] : [exclude]) : [include];
}

/** Whether a port of some pods goes past their sidecar; without a port, whether any may. */
export function goesPast(workload: Workload, port: string | undefined): boolean {
  return pastKeys(workload).some((key) => {
    const isListed = port === undefined || portsIn(workload.annotations[key]).includes(port);
    return port === undefined || isListed === (key === exclude);
  });
}

function portsIn(value: unknown): readonly string[] {
  return wordOf(value).split(/[\s,]+/);
}
