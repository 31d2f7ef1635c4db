import { grouped } from "../basics/grouped";
import { oncePer } from "../basics/once-per";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../objects/object-paths";
import { objectsOf } from "./objects";
import type { CheckedObject, ManifestSet } from "./rule";
import { podTemplates } from "./waypoints";

/** Pods that a manifest makes, or is. */
export interface Workload {
  readonly one: CheckedObject;
  /** Where the labels and annotations of its pods stand. */
  readonly metadata: readonly string[];
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** Every manifest that makes pods. */
export const workloadsOf = oncePer(findWorkloads);

/** Those of one namespace, or of none that is written down. */
export function workloadsIn(set: ManifestSet, namespace: string | undefined): readonly Workload[] {
  return byNamespace(set).get(namespace) ?? [];
}

const byNamespace = oncePer((set: ManifestSet) =>
  grouped(workloadsOf(set), ({ one }): string | undefined => one.object.metadata.namespace),
);

/** Those of one namespace that a plain selector means, looked up by its first label: a namespace may have thousands, and as many selectors. */
export function selectedIn(set: ManifestSet, namespace: string | undefined, selector: unknown): readonly Workload[] {
  const [first] = Object.entries(fields(selector));
  const among = first === undefined ? workloadsIn(set, namespace) : byLabel(set).get(labelKey(namespace, ...first));
  return (among ?? []).filter(({ labels }) => selects(selector, labels));
}

const byLabel = oncePer((set: ManifestSet): ReadonlyMap<string, readonly Workload[]> => {
  const found = new Map<string, Workload[]>();
  for (const one of workloadsOf(set)) {
    for (const pair of Object.entries(one.labels)) {
      const key = labelKey(one.one.object.metadata.namespace, ...pair);
      const members = found.get(key);
      if (members) members.push(one);
      else found.set(key, [one]);
    }
  }
  return found;
});

/** The pods behind a Service that are here. */
export function podsBehind(set: ManifestSet, { object }: CheckedObject): readonly Workload[] {
  const selector = valueAt(object, "spec", "selector");
  return Object.keys(Object(selector)).length === 0 ? [] : selectedIn(set, object.metadata.namespace, selector);
}

/** The Services in front of pods, looked up by the labels of these. A Service without a selector is in front of none. */
export function servicesBefore(set: ManifestSet, { one, labels }: Workload): readonly CheckedObject[] {
  const { namespace } = one.object.metadata;
  return Object.entries(labels)
    .flatMap((pair) => bySelector(set).get(labelKey(namespace, ...pair)) ?? [])
    .filter(({ object }) => selects(valueAt(object, "spec", "selector"), labels));
}

/** By the first label that each of them asks for. */
const bySelector = oncePer((set: ManifestSet) =>
  grouped(objectsOf(set, "", "Service"), ({ object }) => {
    const [first] = Object.entries(fields(valueAt(object, "spec", "selector")));
    return first && labelKey(object.metadata.namespace, ...first);
  }),
);

function labelKey(namespace: string | undefined, key: string, value: unknown): string {
  return JSON.stringify([namespace, key, value]);
}

function findWorkloads(set: ManifestSet): readonly Workload[] {
  return set.objects.flatMap((one) => {
    const kind = kindOf(one.object);
    const labels = kind === "/Pod" ? [["metadata", "labels"]] : (podTemplates[kind] ?? []);
    return labels.map((path) => {
      const metadata = path.slice(0, -1);
      return {
        one,
        metadata,
        labels: fields(valueAt(one.object, ...path)),
        annotations: fields(valueAt(one.object, ...metadata, "annotations")),
      };
    });
  });
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Whether labels hold everything that a plain selector asks for. */
export function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields(selector)).every(([key, value]) => labels[key] === value);
}

/** A port of a Service. */
export interface ServicePort {
  readonly name: string | undefined;
  readonly port: number | undefined;
}

export function portsOf(service: CheckedObject): readonly ServicePort[] {
  return listAt(service.object, "spec", "ports").map((one) => {
    const port = valueAt(one, "port");
    return { name: textAt(one, "name"), port: typeof port === "number" ? port : undefined };
  });
}

/** The port of some pods that a port of their Service leads to; undefined for a name that they do not say. */
export function targetPort(port: unknown, { one: { object }, metadata }: Workload): string | undefined {
  const target = valueAt(port, "targetPort") ?? valueAt(port, "port");
  if (typeof target === "number" || /^\d+$/.test(wordOf(target))) return wordOf(target);
  const named = listAt(object, ...metadata.slice(0, -1), "spec", "containers")
    .flatMap((container) => listAt(container, "ports"))
    .find((it) => textAt(it, "name") === target);
  return textAt(named, "containerPort");
}
