import { grouped } from "../../basics/grouped";
import { nearest } from "../../basics/nearest";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { isWhole } from "../unseen";
import { selects, workloadsIn, workloadsOf } from "../workloads";

/** A Service whose pods it does not find, or whose ports they do not have. */
export function lostPods(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  return [...slips(set, one), ...lostPorts(set, one)];
}

/** `reviews` of `reviews-v1`: names that differ in their end alone are a row of siblings, not a slip. */
function stem(value: string): string {
  return value.replace(/-[a-z0-9]{1,3}$|\d+$/, "");
}

/** Ports that injection gives to a pod. */
const injected = ["http-envoy-prom", "status-port", "metrics"];

/** A port by a name that no container of the Service's pods has. */
function lostPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = valueAt(one.object, "spec", "selector");
  const named = listAt(one.object, "spec", "ports").flatMap((port, index) => {
    const name = valueAt(port, "targetPort");
    return typeof name === "string" ? [{ name, at: ["spec", "ports", index, "targetPort"] }] : [];
  });
  if (selector === undefined || named.length === 0) return [];
  const pods = workloadsIn(set, one.object.metadata.namespace).filter(
    (it) =>
      selects(selector, it.labels) &&
      // Templates of the mesh's own may add ports; that of gateways adds one.
      [undefined, "gateway"].includes(it.annotations["inject.istio.io/templates"] as string | undefined),
  );
  const names = pods.flatMap(({ one: { object }, metadata }) =>
    ["containers", "initContainers"].flatMap((list) =>
      listAt(object, ...metadata.slice(0, -1), "spec", list).flatMap((container) =>
        listAt(container, "ports").flatMap((port) => textAt(port, "name") ?? []),
      ),
    ),
  );
  if (pods.length === 0) return [];
  return named.flatMap(({ name, at }) => {
    if (names.includes(name) || injected.includes(name) || /^\d+$/.test(name)) return [];
    const message = `no container of its pods has a port named ${name}: requests get 503`;
    const hint = names.length > 0 ? `There are ${[...new Set(names)].join(", ")}.` : "Their ports have no names.";
    return [about("TGT004", one, { at, message, hint })];
  });
}

/** A selector that is nearly the labels of pods, or beside the only pods that nothing else selects; those of other folders cannot be seen. */
function slips(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = Object.entries(Object(valueAt(one.object, "spec", "selector")));
  if (selector.length === 0) return [];
  const near = workloadsIn(set, one.object.metadata.namespace);
  if (near.some(({ labels }) => selector.every(([key, value]) => labels[key] === value))) return [];
  const meant = selector.flatMap(([key, value]) => {
    const values = near.flatMap(({ labels }) => (typeof labels[key] === "string" ? [labels[key]] : []));
    const found = values.includes(wordOf(value)) ? undefined : nearest(wordOf(value), values);
    return found !== undefined && stem(found) !== stem(wordOf(value)) ? [`${key}: ${found}`] : [];
  });
  const [wanted] = meant.length === 1 ? meant : unselected(set, one);
  if (wanted === undefined) return [];
  return [
    about("TGT004", one, {
      at: ["spec", "selector"],
      severity: "warning",
      message: "its selector matches none of the pods of its namespace that are here: requests get 503",
      hint: `Did you mean ${wanted}?`,
    }),
  ];
}

/** Where all of a namespace is here: what the only pods that no Service selects have for the keys of a selector that selects none. */
function unselected(set: ManifestSet, one: CheckedObject): readonly string[] {
  const { namespace } = one.object.metadata;
  const [lone, ...more] = lonePods(set).get(namespace) ?? [];
  if (!lone || more.length > 0 || namespace === undefined || !isWhole(set, namespace)) return [];
  const keys = Object.keys(Object(valueAt(one.object, "spec", "selector")));
  const isOther = keys.every((key) => typeof lone.labels[key] === "string");
  return isOther ? [keys.map((key) => `${key}: ${lone.labels[key]}`).join(", ")] : [];
}

/** By namespace, pods that no Service selects: each asks those alone that begin with one of its labels. */
const lonePods = oncePer((set: ManifestSet) => {
  const selectors = objectsOf(set, "", "Service").flatMap(({ object }) => {
    const selector = valueAt(object, "spec", "selector");
    const [first] = Object.entries(Object(selector));
    return first ? [{ selector, key: labelIn(object.metadata.namespace, first) }] : [];
  });
  const known = grouped(selectors, ({ key }) => key);
  const lone = workloadsOf(set).filter(({ one: { object }, labels }) => {
    if (!/^(Deployment|StatefulSet|DaemonSet)$/.test(object.kind)) return false;
    const near = Object.entries(labels).flatMap((label) => known.get(labelIn(object.metadata.namespace, label)) ?? []);
    return !near.some(({ selector }) => selects(selector, labels));
  });
  return grouped(lone, ({ one }): string | undefined => one.object.metadata.namespace);
});

function labelIn(namespace: string | undefined, [key, value]: [string, unknown]): string {
  return JSON.stringify([namespace, key, value]);
}
