import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { textAt, valueAt, wordOf } from "../../objects/object-paths";
import { mayBeThere } from "../elsewhere";
import { inNamespaces, objectsOf } from "../objects";
import { deploymentsOf } from "../pods/gateway-budgets";
import {
  defaultsNamespaces,
  managedGateways,
  type Overlay,
  type Overlays,
  overlaysFor,
  overlaysOf,
  parametersOf,
  saidBy,
} from "../pods/gateway-overlays";
import { overlayFaults, overlayKeys } from "../pods/overlay-faults";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

export const gtw005: Rule = {
  id: "GTW005",
  state: (set) => [
    ...managedGateways(set).flatMap((one) => [
      ...lostParameters(set, one),
      ...renamed(set, one),
      ...noPods(set, one),
      ...counts(set, one),
    ]),
    ...overlaysOf(set).flatMap((overlays) => [
      ...overlays.entries.flatMap((entry) => faults(overlays, entry)),
      ...unread(set, overlays),
    ]),
  ],
};

/** Parameters that are not there, or of a kind that istiod does not take. */
function lostParameters(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "infrastructure", "parametersRef"];
  const ref = parametersOf(one);
  const { namespace } = one.object.metadata;
  if (!ref || namespace === undefined || /[${]/.test(ref.name)) return [];
  if (ref.kind !== "ConfigMap" || ref.group !== "") {
    const kind = ref.group === "" ? ref.kind : `${ref.group}/${ref.kind}`;
    const message = `parametersRef is of kind ${kind}, and istiod takes a ConfigMap of the core group alone: it deploys nothing for the Gateway`;
    return [about("GTW005", one, { at, message })];
  }
  const there = [...(inNamespaces(set, "", "ConfigMap").get(namespace)?.values() ?? [])];
  if (there.some(({ object }) => object.metadata.name === ref.name) || isElsewhere(set, one, ref.name)) return [];
  const names = there.filter(holdsOverlays).map(({ object }) => object.metadata.name);
  const other = objectsOf(set, "", "ConfigMap").find((it) => it.object.metadata.name === ref.name && holdsOverlays(it));
  const meant = slipOf(ref.name, names) ?? (names.length === 1 ? names[0] : undefined);
  const isHome = objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace);
  if (!isHome && meant === undefined && !other) return [];
  return [
    about("GTW005", one, {
      at: [...at, "name"],
      ...(meant === undefined && !other && { severity: "warning" as const }),
      message: `parametersRef names ConfigMap ${namespace}/${ref.name}, which is not among these manifests: without it istiod deploys nothing for the Gateway`,
      ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
      ...(meant === undefined &&
        other && {
          hint: `It is taken from namespace ${namespace} alone; there is one in ${other.object.metadata.namespace}.`,
        }),
    }),
  ];
}

function isElsewhere(set: ManifestSet, one: CheckedObject, name: string): boolean {
  const { namespace = "" } = one.object.metadata;
  return (
    mayBeThere(set, { group: "", kind: "ConfigMap", namespace, name }) || set.writes?.(one, "parametersRef") === true
  );
}

function holdsOverlays({ object }: CheckedObject): boolean {
  const keys = Object.keys(Object(valueAt(object, "data")) as object);
  return keys.length > 0 && keys.every((key) => overlayKeys.includes(key));
}

/** What istiod, or the API server after it, makes nothing of. */
function faults({ one, ofClass }: Overlays, entry: Overlay): readonly Finding[] {
  const whose = ofClass === undefined ? "the Gateway" : `the Gateways of class ${ofClass}`;
  return overlayFaults(entry).map(({ at, what, hint }) =>
    about("GTW005", one, {
      at,
      message: `${what}: istiod does not deploy ${whose}`,
      ...(hint !== undefined && { hint }),
    }),
  );
}

/** Defaults of a class in a namespace that istiod does not look into. */
function unread(set: ManifestSet, { one, ofClass }: Overlays): readonly Finding[] {
  const homes = defaultsNamespaces(set);
  const { namespace } = one.object.metadata;
  if (ofClass === undefined || one.object.kind !== "ConfigMap" || namespace === undefined) return [];
  if (homes.length === 0 || homes.includes(namespace)) return [];
  const message = `defaults of class ${ofClass} are read in the namespace of istiod alone, which is ${homes.join(" or ")}: these are for nobody`;
  return [about("GTW005", one, { at: ["metadata", "namespace"], severity: "warning", message })];
}

/** Whatever is laid over an object, its name stays. */
function renamed(set: ManifestSet, gateway: CheckedObject): readonly Finding[] {
  const names = deploymentsOf(gateway);
  return overlaysFor(set, gateway).flatMap(({ one, entries }) =>
    entries.flatMap(({ key, at, value }) => {
      const name = textAt(value, "metadata", "name");
      if (key === "serviceAccount" || name === undefined || names.includes(name)) return [];
      const message = `the overlay calls the ${key} ${name}, and istiod lets none rename what it makes: it does not deploy ${objectId(gateway.object)}`;
      return [about("GTW005", one, { at, message, hint: "Leave metadata.name out." })];
    }),
  );
}

function noPods(set: ManifestSet, gateway: CheckedObject): readonly Finding[] {
  const overlays = overlaysFor(set, gateway);
  const last = overlays.findLast((it) => saidBy([it], "deployment", "spec", "replicas") !== undefined);
  const entry = last?.entries.find(({ key }) => key === "deployment");
  if (!last || !entry || saidBy([last], "deployment", "spec", "replicas") !== "0" || isScaled(set, gateway)) return [];
  const message = `replicas: 0 leaves ${objectId(gateway.object)} no pod: whatever goes through it fails`;
  return [about("GTW005", last.one, { at: entry.at, message, hint: "Write 2 or more." })];
}

/** Other scalers than Kubernetes' own may begin at none. */
function isScaled(set: ManifestSet, gateway: CheckedObject): boolean {
  return objectsOf(set, "keda.sh", "ScaledObject").some(
    ({ object }) =>
      object.metadata.namespace === gateway.object.metadata.namespace &&
      deploymentsOf(gateway).includes(textAt(object, "spec", "scaleTargetRef", "name") ?? ""),
  );
}

/** istiod's own template has a maximum of 1, which the overlay has to raise with its minimum. */
function counts(set: ManifestSet, gateway: CheckedObject): readonly Finding[] {
  const overlays = overlaysFor(set, gateway);
  const [least, most = "1"] = ["minReplicas", "maxReplicas"].map((key) =>
    saidBy(overlays, "horizontalPodAutoscaler", "spec", key),
  );
  const last = overlays.findLast(({ entries }) => entries.some(({ key }) => key === "horizontalPodAutoscaler"));
  if (!last || least === undefined || !(Number(least) > Number(most))) return [];
  const at = last.entries.find(({ key }) => key === "horizontalPodAutoscaler")?.at ?? last.at;
  const message = `minReplicas ${least} is above maxReplicas, which is ${most}${most === "1" ? " unless it is said" : ""}: the API server refuses the autoscaler of ${objectId(gateway.object)}`;
  return [about("GTW005", last.one, { at, message, hint: `Write maxReplicas: ${wordOf(least)} or more.` })];
}
