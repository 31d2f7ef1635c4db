import { apiGroup, type KubernetesObject } from "../source/kubernetes-object";
import { textAt } from "../source/object-paths";
import { groupKind, isCrd, isNamespace, type OrderEntry } from "./entry";

/** Something that an object cannot do without. */
export interface Need<E extends OrderEntry = OrderEntry> {
  readonly dependant: E;
  readonly needed: E;
  /** `there`: applied earlier is enough; `ready`: it has to work; `version`: it has to be at its new version, when both move. */
  readonly how: "there" | "ready" | "version";
}

type Test = (dependant: KubernetesObject, needed: KubernetesObject) => boolean;

/**
 * Which objects need which; `test` tells whether it is this one. Routes and policies are not in it: before their Gateway they say nothing
 * yet, and after it traffic goes without them for a moment, so neither order is the safe one.
 */
const table: readonly {
  readonly of: (object: KubernetesObject) => boolean;
  readonly on: (object: KubernetesObject) => boolean;
  readonly how: Need["how"];
  readonly test?: Test;
}[] = [
  { of: isKind("sailoperator.io/IstioCNI"), on: isKind("sailoperator.io/Istio"), how: "version" },
  { of: isKind("sailoperator.io/ZTunnel"), on: isKind("sailoperator.io/Istio"), how: "ready" },
  { of: isKind("sailoperator.io/ZTunnel"), on: isKind("sailoperator.io/IstioCNI"), how: "ready" },
  { of: isKind("sailoperator.io/IstioRevisionTag"), on: isKind("sailoperator.io/Istio"), how: "ready", test: isTarget },
  { of: isIstiodsGateway, on: isKind("sailoperator.io/Istio"), how: "ready" },
  { of: isNamespace, on: isKind("gateway.networking.k8s.io/Gateway"), how: "ready", test: isItsWaypoint },
  { of: isAmbient, on: isKind("sailoperator.io/ZTunnel"), how: "ready" },
  { of: isKind("batch/Job"), on: isKind("ServiceAccount"), how: "there", test: isItsAccount },
  { of: () => true, on: isCrd, how: "there", test: isItsCrd },
];

/** Every need among some objects. */
export function needsAmong<E extends OrderEntry>(entries: readonly E[]): readonly Need<E>[] {
  return table.flatMap(({ of, on, how, test = () => true }) => {
    const needed = entries.filter(({ object }) => on(object));
    if (needed.length === 0) return [];
    return entries
      .filter(({ object }) => of(object))
      .flatMap((dependant) =>
        needed.filter((one) => test(dependant.object, one.object)).map((one) => ({ dependant, needed: one, how })),
      );
  });
}

function isKind(key: string): (object: KubernetesObject) => boolean {
  return (object) => groupKind(object) === key;
}

/** Gateways of a class that istiod makes workloads for; other controllers have theirs. */
function isIstiodsGateway(object: KubernetesObject): boolean {
  return (
    isKind("gateway.networking.k8s.io/Gateway")(object) &&
    /istio|waypoint/.test(textAt(object, "spec", "gatewayClassName") ?? "")
  );
}

function isAmbient(object: KubernetesObject): boolean {
  return isNamespace(object) && object.metadata.labels?.["istio.io/dataplane-mode"] === "ambient";
}

/** A tag of an Istio, or of the revision that the operator makes of it. */
function isTarget(tag: KubernetesObject, istio: KubernetesObject): boolean {
  const [kind, name = ""] = [textAt(tag, "spec", "targetRef", "kind"), textAt(tag, "spec", "targetRef", "name")];
  const { name: own } = istio.metadata;
  return name === own || (kind === "IstioRevision" && /^-v\d/.test(name.slice(own.length)) && name.startsWith(own));
}

function isItsWaypoint(namespace: KubernetesObject, gateway: KubernetesObject): boolean {
  const { labels = {}, name } = namespace.metadata;
  const where = labels["istio.io/use-waypoint-namespace"] ?? name;
  return labels["istio.io/use-waypoint"] === gateway.metadata.name && where === gateway.metadata.namespace;
}

function isItsAccount(job: KubernetesObject, account: KubernetesObject): boolean {
  const name = textAt(job, "spec", "template", "spec", "serviceAccountName");
  return name === account.metadata.name && job.metadata.namespace === account.metadata.namespace;
}

function isItsCrd(object: KubernetesObject, crd: KubernetesObject): boolean {
  return textAt(crd, "spec", "group") === apiGroup(object) && textAt(crd, "spec", "names", "kind") === object.kind;
}
