import { oncePer } from "../../basics/once-per";
import { textAt, valueAt } from "../../objects/object-paths";
import { parseYamlDocuments } from "../../source/yaml-source";
import { labelsOf, objectsOf, podNamespace, sailObjects, versionOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { gatewayClass } from "../waypoints";

/** What is laid over the objects that istiod makes for a Gateway. */
export interface Overlays {
  readonly one: CheckedObject;
  readonly at: readonly string[];
  /** The class of Gateways whose defaults these are; none for those of a Gateway that names them. */
  readonly ofClass?: string;
  readonly entries: readonly Overlay[];
}

/** One of them, by the kind of object that it is for. */
export interface Overlay {
  readonly key: string;
  readonly at: readonly string[];
  /** Undefined for what is no YAML. */
  readonly value: unknown;
}

export const classLabel = "gateway.istio.io/defaults-for-class";

/** Every overlay that Gateways or classes have here. */
export const overlaysOf = oncePer((set: ManifestSet): readonly Overlays[] => {
  if (!readsOverlays(set)) return [];
  const named = new Set(
    managedGateways(set).map((one) => `${one.object.metadata.namespace}/${parametersOf(one)?.name}`),
  );
  const maps = objectsOf(set, "", "ConfigMap").flatMap((one) => {
    const { namespace, name } = one.object.metadata;
    const ofClass = labelsOf(one.object)[classLabel];
    if (ofClass === undefined && !named.has(`${namespace}/${name}`)) return [];
    const texts = Object.entries(Object(valueAt(one.object, "data")) as object);
    const entries = texts.map(([key, text]) => ({ key, at: ["data", key], value: parsed(text) }));
    return [{ one, at: ["data"], entries, ...(ofClass !== undefined && { ofClass }) }];
  });
  const values = sailObjects(set, ["Istio"]).flatMap((one) => {
    const at = ["spec", "values", "gatewayClasses"];
    return Object.entries(Object(valueAt(one.object, ...at)) as object).map(([ofClass, kinds]) => ({
      one,
      at: [...at, ofClass],
      ofClass,
      entries: Object.entries(Object(kinds) as object).map(([key, value]) => ({
        key,
        at: [...at, ofClass, key],
        value,
      })),
    }));
  });
  return [...maps, ...values];
});

/** What a Gateway gets: the defaults of its class, and over them its own. */
export function overlaysFor(set: ManifestSet, gateway: CheckedObject): readonly Overlays[] {
  const { namespace } = gateway.object.metadata;
  const name = parametersOf(gateway)?.name;
  const all = overlaysOf(set);
  const own = all.filter(
    ({ one: { object }, ofClass }) =>
      ofClass === undefined && object.metadata.namespace === namespace && object.metadata.name === name,
  );
  return [...all.filter(({ ofClass }) => ofClass === gatewayClass(gateway)), ...own];
}

/** What the last of some overlays says of an object: `spec.replicas` of the deployment. */
export function saidBy(overlays: readonly Overlays[], key: string, ...path: readonly string[]): string | undefined {
  const values = overlays.flatMap(({ entries }) => entries.filter((it) => it.key === key).map(({ value }) => value));
  return values.flatMap((value) => textAt(value, ...path) ?? []).at(-1);
}

/** Gateways that istiod deploys; those with an address of their own are deployed by others. */
export function managedGateways(set: ManifestSet): readonly CheckedObject[] {
  const classes = objectsOf(set, "gateway.networking.k8s.io", "GatewayClass").flatMap(({ object }) =>
    (textAt(object, "spec", "controllerName") ?? "").startsWith("istio.io/") ? [object.metadata.name] : [],
  );
  const known = ["istio", "istio-waypoint", "istio-east-west", ...classes];
  return objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    (one) => known.includes(gatewayClass(one)) && valueAt(one.object, "spec", "addresses") === undefined,
  );
}

/** What a Gateway names as its parameters. */
export function parametersOf({ object }: CheckedObject) {
  const ref = valueAt(object, "spec", "infrastructure", "parametersRef");
  const name = textAt(ref, "name");
  return name === undefined ? undefined : { name, group: textAt(ref, "group") ?? "", kind: textAt(ref, "kind") ?? "" };
}

/** Namespaces in which istiod looks for defaults of classes: its own. */
export function defaultsNamespaces(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["Istio", "IstioRevision"]).map(podNamespace);
}

/** Istio reads overlays from 1.26 on. */
function readsOverlays(set: ManifestSet): boolean {
  return sailObjects(set, ["Istio", "IstioRevision"]).every(
    (one) => Number(/^v?1\.(\d+)/.exec(versionOf(one) ?? "")?.[1] ?? first) >= first,
  );
}

const first = 26;

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  // Nothing but comments lays nothing over.
  if (text.split("\n").every((line) => /^\s*(#|$)/.test(line))) return {};
  try {
    return parseYamlDocuments(text, "data")[0]?.value;
  } catch {
    return undefined;
  }
}
