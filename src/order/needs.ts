import { revisionOf } from "../catalog/revisions";
import { apiGroup, type KubernetesObject } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import { groupKind, type OrderEntry } from "./entry";

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
  /** Kind of what needs, left out for every kind, and of what is needed. */
  readonly of?: string;
  readonly on: string;
  readonly how: Need["how"];
  readonly test?: Test;
}[] = [
  { of: "sailoperator.io/IstioCNI", on: "sailoperator.io/Istio", how: "version" },
  { of: "sailoperator.io/ZTunnel", on: "sailoperator.io/Istio", how: "ready" },
  { of: "sailoperator.io/ZTunnel", on: "sailoperator.io/IstioCNI", how: "ready" },
  { of: "sailoperator.io/IstioRevisionTag", on: "sailoperator.io/Istio", how: "ready", test: isTarget },
  { of: "gateway.networking.k8s.io/Gateway", on: "sailoperator.io/Istio", how: "ready", test: isIstiodsGateway },
  { of: "Namespace", on: "gateway.networking.k8s.io/Gateway", how: "ready", test: isItsWaypoint },
  { of: "Namespace", on: "sailoperator.io/ZTunnel", how: "ready", test: isAmbient },
  { of: "batch/Job", on: "ServiceAccount", how: "there", test: isItsAccount },
  { on: "apiextensions.k8s.io/CustomResourceDefinition", how: "there", test: isItsCrd },
];

/** Every need among some objects. */
export function needsAmong<E extends OrderEntry>(entries: readonly E[]): readonly Need<E>[] {
  const byKind = kindsOf(entries);
  return table.flatMap(({ of, on, how, test = () => true }) => {
    const needed = byKind.get(on) ?? [];
    if (needed.length === 0) return [];
    const dependants = of === undefined ? entries : (byKind.get(of) ?? []);
    return dependants.flatMap((dependant) =>
      needed.filter((one) => test(dependant.object, one.object)).map((one) => ({ dependant, needed: one, how })),
    );
  });
}

/** A mesh may carry a hundred thousand objects, hardly any of which need another: each is looked at once. */
function kindsOf<E extends OrderEntry>(entries: readonly E[]): ReadonlyMap<string, readonly E[]> {
  const kinds = new Map<string, E[]>();
  for (const one of entries) {
    const kind = groupKind(one.object);
    const members = kinds.get(kind);
    if (members) members.push(one);
    else kinds.set(kind, [one]);
  }
  return kinds;
}

/** Gateways of a class that istiod makes workloads for; other controllers have theirs. */
function isIstiodsGateway(gateway: KubernetesObject): boolean {
  return /istio|waypoint/.test(textAt(gateway, "spec", "gatewayClassName") ?? "");
}

function isAmbient(namespace: KubernetesObject): boolean {
  return namespace.metadata.labels?.["istio.io/dataplane-mode"] === "ambient";
}

/** A tag of an Istio, or of the revision that the operator makes of it now: one that still names the revision before has nothing to wait for. */
function isTarget(tag: KubernetesObject, istio: KubernetesObject): boolean {
  const isRevision = textAt(tag, "spec", "targetRef", "kind") === "IstioRevision";
  return textAt(tag, "spec", "targetRef", "name") === (isRevision ? revisionOf(istio) : istio.metadata.name);
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
