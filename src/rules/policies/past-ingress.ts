import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { pairs } from "../changed";
import { inNamespaces, labelsOf, namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Step } from "../rule";
import { targetsOf } from "../targets";
import { backendsOf, parentsOf, targetOf } from "../traffic/routes";
import { gatewayClass } from "../waypoints";
import { accountsOf } from "./accounts";
import { actionOf, isDryRun } from "./action";
import { entriesFor } from "./closed-waypoints";
import { attachedTo, guardsPods, isForAll, isForOutside, isGuarded } from "./policies-for-all";

const useLabel = "istio.io/use-waypoint";
const ingressLabel = "istio.io/ingress-use-waypoint";

/** A Service behind a waypoint that a Gateway at the edge of the mesh sends to. */
interface Entered {
  readonly service: CheckedObject;
  readonly gateway: CheckedObject;
}

/**
 * Policies of Services that name a Gateway at the edge, which goes past the waypoint that enforces them (POL002): such Gateways send to the
 * pods, unless a label of the Service or its namespace says otherwise.
 */
export function passedByIngress(set: ManifestSet): readonly Finding[] {
  return passing(set).flatMap(({ policy, at, gateway, service }) => {
    const { namespace, name } = service.object.metadata;
    const by = `${gateway.object.metadata.namespace}/${gateway.object.metadata.name}`;
    return [
      about("POL002", policy, {
        at,
        severity: "warning",
        message: `Gateway ${by} sends straight to the pods of Service ${namespace}/${name}, past its waypoint, and that alone enforces the policy, which does not hold for what comes in there`,
        hint: `Label the Service or the Namespace ${ingressLabel}: "true", or attach a policy to the Gateway as well.`,
      }),
    ];
  });
}

/** Namespaces and Services whose waypoint the Gateways at the edge no longer go through, unless {@link passedByIngress} says more of it (WPT006). */
export function leftByIngress({ before, after }: Step): readonly Finding[] {
  const judged = new Set(passing(after).map(({ service }) => service));
  return ["Namespace", "Service"].flatMap((kind) =>
    pairs({ before, after }, (set) => objectsOf(set, "", kind)).flatMap(({ before: was, after: one }) => {
      if (!isOn(labelsOf(was.object)) || labelsOf(one.object)[ingressLabel] !== undefined) return [];
      const { name } = one.object.metadata;
      const left = entered(after).filter(({ service }) =>
        kind === "Namespace" ? service.object.metadata.namespace === name : service === one,
      );
      const [first] = left;
      if (!first || left.some(({ service }) => judged.has(service))) return [];
      const by = `${first.gateway.object.metadata.namespace}/${first.gateway.object.metadata.name}`;
      return [
        about("WPT006", one, {
          at: ["metadata", "labels"],
          message: `${kind} ${name} no longer has ${ingressLabel}: Gateway ${by} sends to ${objectId(first.service.object)} past the waypoint, and its L7 policies and routes are not enforced on what comes in there`,
        }),
      ];
    }),
  );
}

function passing(set: ManifestSet) {
  const ways = entered(set);
  if (ways.length === 0) return [];
  return targetsOf(set).flatMap(({ one, kind, name, namespace }) => {
    if (kind !== "/Service" || one.object.kind !== "AuthorizationPolicy") return [];
    if (actionOf(one) !== "ALLOW" || isDryRun(one)) return [];
    const own = ways.filter(
      ({ service: { object } }) => object.metadata.name === name && object.metadata.namespace === namespace,
    );
    const found = own.flatMap((way) => {
      const home = way.gateway.object.metadata.namespace;
      const [at] = entriesFor(
        one,
        accountsOf(way.gateway).map((account) => `${home}/${account}`),
      );
      return at && !set.apart?.(one, way.gateway) ? [{ ...way, policy: one, at }] : [];
    });
    return found.slice(0, 1);
  });
}

/**
 * Services whose policies are for all who come, and that a Gateway at the edge goes straight to (POL002). One with policies of its own for the same, and
 * pods that let the waypoint in alone, are guarded otherwise.
 */
export function unguardedByIngress(set: ManifestSet): readonly Finding[] {
  const ways = entered(set);
  if (ways.length === 0) return [];
  const judged = new Set(passing(set).map(({ service }) => service));
  const said = new Set<CheckedObject>();
  return ways.flatMap(({ service, gateway }) => {
    const { namespace, name } = service.object.metadata;
    // Who writes the label knows of it, whatever it says.
    const isMeant = [labelsOf(service.object), namespaceLabels(set, namespace ?? "").labels].some(
      (labels) => labels[ingressLabel] !== undefined,
    );
    if (judged.has(service) || said.has(service) || isMeant || guardsPods(set, namespace)) return [];
    const policies = attachedTo(set, "/Service", service).filter(
      (one) => isForAll(one) && !isGuarded(set, gateway, one) && !set.apart?.(one, gateway),
    );
    if (!policies.some(isForOutside)) return [];
    said.add(service);
    const by = `${gateway.object.metadata.namespace}/${gateway.object.metadata.name}`;
    return [
      about("POL002", service, {
        at: ["metadata"],
        severity: "warning",
        message: `Gateway ${by} sends straight to the pods of Service ${namespace}/${name}, past its waypoint, and that alone enforces ${inShort(policies).names}: what comes in there is not asked`,
        hint: `Label the Service or the Namespace ${ingressLabel}: "true", or attach such a policy to the Gateway as well.`,
      }),
    ];
  });
}

/** Of each Service that goes through a waypoint, the Gateways of class istio whose routes send to it without the label. */
function entered(set: ManifestSet): readonly Entered[] {
  const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
  const services = inNamespaces(set, "", "Service");
  const parents = parentsOf(set).flatMap((ref) => {
    const gateway = ref.kind === "gateway.networking.k8s.io/Gateway" ? targetOf(gateways, ref) : undefined;
    return gateway && gatewayClass(gateway) === "istio" ? [{ route: ref.one, gateway }] : [];
  });
  if (parents.length === 0) return [];
  const backends = backendsOf(set).filter(({ kind }) => kind === "/Service");
  return parents.flatMap(({ route, gateway }) =>
    backends.flatMap((ref) => {
      const service = ref.one === route ? targetOf(services, ref) : undefined;
      return service && goesPast(set, service) ? [{ service, gateway }] : [];
    }),
  );
}

/** Whether a Service has a waypoint that Gateways at the edge do not go through. Its own labels win over those of the namespace. */
function goesPast(set: ManifestSet, service: CheckedObject): boolean {
  const { namespace = "" } = service.object.metadata;
  const own = labelsOf(service.object);
  const { labels: home, complete } = namespaceLabels(set, namespace);
  const waypoint = own[useLabel] ?? home[useLabel];
  if (!complete || waypoint === undefined || waypoint === "none") return false;
  if (home["istio.io/dataplane-mode"] !== "ambient") return false;
  const isOpen = [service, ...objectsOf(set, "", "Namespace")].some(
    (one) =>
      [namespace, service.object.metadata.name].includes(one.object.metadata.name) && set.writes?.(one, ingressLabel),
  );
  return !isOpen && !isOn(own[ingressLabel] === undefined ? home : own);
}

/** As istiod reads it. */
function isOn(labels: Readonly<Record<string, string>>): boolean {
  return ["1", "t", "T", "true", "TRUE", "True"].includes(labels[ingressLabel] ?? "");
}
