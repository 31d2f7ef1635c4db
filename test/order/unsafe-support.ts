import { type KubernetesObject, objectId } from "../../src/objects/kubernetes-object";
import { argocdOrder } from "../../src/order/argocd";
import type { OrderEntry } from "../../src/order/entry";
import { fluxOrder } from "../../src/order/flux";
import { type SnapshotFacts, unsafeOrders } from "../../src/order/unsafe";
import { entry, object } from "./support";

export const system = { namespace: "istio-system" };

/** A snapshot with a gate at each end, by layer. */
export const layers: Readonly<Record<string, KubernetesObject[]>> = {
  "05-precheck": [
    object("ServiceAccount", "meshstep-prod", { ...system, wave: "5" }),
    object("Role", "meshstep-prod", { ...system, wave: "5" }),
    object("Role", "meshstep-prod", { namespace: "shop", wave: "5" }),
    object("Job", "prod-precheck-03-aaaa", { ...system, wave: "5" }, account("meshstep-prod")),
  ],
  "20-control-plane": [object("Istio", "default", { wave: "20" }, version("v1.28.4"))],
  "30-cni": [object("IstioCNI", "default", { wave: "30" }, version("v1.28.4"))],
  "40-ztunnel": [object("ZTunnel", "default", { wave: "40" }, version("v1.28.4"))],
  "50-waypoints": [waypoint("waypoint", "shop", "50")],
  "60-routing": [object("HTTPRoute", "reviews", { namespace: "shop", wave: "60" })],
  "90-verify": [object("Job", "prod-verify-03-aaaa", { ...system, wave: "90" })],
  "95-marker": [object("ConfigMap", "meshstep-prod", { ...system, wave: "95" })],
};

export type Change = (all: Record<string, KubernetesObject[]>) => void;
export type Said = readonly [rule: string, severity: string, object: string | undefined, part: string];

const facts: SnapshotFacts<OrderEntry> = { jobs: true, byHand: false };
export const add =
  (layer: string, ...objects: KubernetesObject[]): Change =>
  (all) => {
    all[layer] = [...(all[layer] ?? []), ...objects];
  };
export const replace =
  (layer: string, ...objects: KubernetesObject[]): Change =>
  (all) => {
    all[layer] = objects;
  };

export function snapshot(...changes: readonly Change[]): OrderEntry[] {
  const all: Record<string, KubernetesObject[]> = { ...layers };
  for (const change of changes) change(all);
  return Object.entries(all).flatMap(([layer, objects]) =>
    objects.map((one) => entry(one, layer === "namespaces" ? layer : `mesh/${layer}`)),
  );
}

export function said(
  engine: "argocd" | "flux",
  entries: readonly OrderEntry[],
  more: Partial<SnapshotFacts<OrderEntry>> = {},
) {
  const order = engine === "argocd" ? argocdOrder(entries) : fluxOrder(entries);
  const problems = unsafeOrders(entries, order, { ...facts, ...more });
  return problems.map(({ rule, severity, entry: about, message }) => [
    rule,
    severity,
    about && objectId(about.object),
    message,
  ]);
}

export function expectSaid(found: ReturnType<typeof said>, expected: readonly Said[]): void {
  expect(found).toEqual(
    expected.map(([rule, severity, about, part]) => [rule, severity, about, expect.stringContaining(part)]),
  );
}

export function version(text: string): object {
  return { spec: { version: text } };
}

function account(serviceAccountName: string): object {
  return { spec: { template: { spec: { serviceAccountName } } } };
}

function waypoint(name: string, inNamespace: string, wave: string): KubernetesObject {
  return object("Gateway", name, { namespace: inNamespace, wave }, { spec: { gatewayClassName: "istio-waypoint" } });
}
