import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

const group = "networking.istio.io";

/** Two that speak for one host, of which only one counts (TGT004). */
export function rivalHosts(set: ManifestSet): readonly Finding[] {
  const routes = objectsOf(set, group, "VirtualService");
  return [
    ...twins(objectsOf(set, group, "DestinationRule").filter(isWhole), (one) => [hostOf(one)], rival),
    ...twins(routes.filter(isOfMesh), virtualHosts, rivalRoutes),
    ...twins(routes.filter(takesAll), gatewayHosts, rivalCatchAlls),
  ];
}

/** A host as others of its namespace would write it in full. */
export function full(host: string, namespace: string | undefined): string {
  const [name = "", home = namespace, ...rest] = host.split(".");
  return rest.length === 0 || rest[0] === "svc" ? `${name}.${home}` : host;
}

function hostOf({ object }: CheckedObject): string {
  return full(textAt(object, "spec", "host") ?? "", object.metadata.namespace);
}

/** Those that set a policy for the whole host and for all clients: of two, only one counts. */
function isWhole({ object }: CheckedObject): boolean {
  return (
    valueAt(object, "spec", "trafficPolicy") !== undefined && valueAt(object, "spec", "workloadSelector") === undefined
  );
}

/** Routes for sidecars and waypoints are not merged; those of gateways are. */
export function isOfMesh({ object }: CheckedObject): boolean {
  const gateways = listAt(object, "spec", "gateways");
  return gateways.length === 0 || gateways.includes("mesh");
}

function virtualHosts({ object }: CheckedObject): readonly string[] {
  return listAt(object, "spec", "hosts").map((host) => full(wordOf(host), object.metadata.namespace));
}

/** Those of one gateway are merged, the older first: what takes every request leaves nothing to the next. */
function takesAll({ object }: CheckedObject): boolean {
  return listAt(object, "spec", "http").some((rule) => listAt(rule, "match").length === 0);
}

function gatewayHosts({ object }: CheckedObject): readonly string[] {
  const gateways = listAt(object, "spec", "gateways")
    .map(wordOf)
    .filter((gateway) => gateway !== "mesh");
  return gateways.flatMap((gateway) => listAt(object, "spec", "hosts").map((host) => `${wordOf(host)} at ${gateway}`));
}

function twins(
  all: readonly CheckedObject[],
  keys: (one: CheckedObject) => readonly string[],
  said: (one: CheckedObject, other: CheckedObject, key: string) => Finding,
): readonly Finding[] {
  const first = new Map<string, CheckedObject>();
  return all.flatMap((one) =>
    keys(one).flatMap((host) => {
      // What one namespace says is not what all see: exportTo may keep it in.
      const key = `${one.object.metadata.namespace} ${host}`;
      const other = first.get(key);
      if (!other) first.set(key, one);
      return other && other.object.metadata.name !== one.object.metadata.name ? [said(one, other, host)] : [];
    }),
  );
}

const rival = (one: CheckedObject, other: CheckedObject, host: string) =>
  about("TGT004", one, {
    at: ["spec", "host"],
    severity: "warning",
    message: `a second DestinationRule with a trafficPolicy for ${host}, beside ${other.object.metadata.name}: Istio takes that of the older one`,
    hint: "Merge the two.",
  });

const rivalRoutes = (one: CheckedObject, other: CheckedObject, host: string) =>
  about("TGT004", one, {
    at: ["spec", "hosts"],
    severity: "warning",
    message: `a second VirtualService for ${host} within the mesh, beside ${other.object.metadata.name}: sidecars take the older one and leave the other out`,
    hint: "Merge the two.",
  });

const rivalCatchAlls = (one: CheckedObject, other: CheckedObject, host: string) =>
  about("TGT004", one, {
    at: ["spec", "hosts"],
    severity: "warning",
    message: `a second VirtualService with a rule for every request of ${host}, beside ${other.object.metadata.name}: the older one takes all of them`,
    hint: "Merge the two, or give the rules of one a match.",
  });
