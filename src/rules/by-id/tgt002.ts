import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { inNamespaces, type NamespaceIndex, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { anyOf } from "../selector";
import { slipOf } from "../slips";
import { isGranted } from "../traffic/grants";
import { acceptance, listenersFor, refusedBy } from "../traffic/listeners";
import { backendsOf, parentsOf, type RouteRef, routesOf, targetOf } from "../traffic/routes";
import { bringsMore } from "../unseen";
import { gatewayClass } from "../waypoints";
import { portsOf } from "../workloads";

export const tgt002: Rule = {
  id: "TGT002",
  state: (set) => {
    const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
    const services = inNamespaces(set, "", "Service");
    return [
      ...parentsOf(set).flatMap((ref) => {
        if (ref.kind === "/Service") return wrongPort(ref, services);
        return ref.kind === "gateway.networking.k8s.io/Gateway" ? refusedBy(set, ref, targetOf(gateways, ref)) : [];
      }),
      ...backendsOf(set).flatMap((ref) =>
        ref.kind === "/Service"
          ? [...missing(set, ref, services, gateways), ...wrongPort(ref, services), ...ungranted(set, ref)]
          : [],
      ),
      ...routesOf(set).flatMap(weightless),
      ...objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => lentCertificates(set, one)),
    ];
  },
  unjudged: (set) => {
    const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
    const open = parentsOf(set).flatMap((ref) => {
      const gateway = ref.kind === "/Service" ? undefined : targetOf(gateways, ref);
      const from = ref.one.object.metadata.namespace;
      if (!gateway || from === undefined) return [];
      const answers = listenersFor(gateway, ref).map((listener) => acceptance(set, listener, from, ref.namespace));
      return anyOf(answers) === "unknown"
        ? [`Gateway ${ref.namespace}/${ref.name} takes routes from namespace ${from}`]
        : [];
    });
    return [...new Set(open)].map((what) => `whether ${what}: it selects by labels that these manifests do not show`);
  },
};

function wrongPort(ref: RouteRef, services: NamespaceIndex): readonly Finding[] {
  const service = targetOf(services, ref);
  const ports = service ? portsOf(service) : [];
  if (ref.port === undefined || ports.length === 0 || ports.some(({ port }) => port === ref.port)) return [];
  return [
    about("TGT002", ref.one, {
      at: [...ref.at, "port"],
      message: `Service ${ref.namespace ?? ""}/${ref.name} has no port ${ref.port}`,
      hint: `It has ${ports.map(({ port }) => port).join(", ")}.`,
    }),
  ];
}

/** Services of other teams are in other folders: one is missed where its neighbours are here, and only a slip is an error. */
function missing(
  set: ManifestSet,
  ref: RouteRef,
  services: NamespaceIndex,
  gateways: NamespaceIndex,
): readonly Finding[] {
  const { namespace } = ref;
  if (namespace === undefined) return [];
  const there = services.get(namespace);
  if (!there || there.has(ref.name)) return [];
  // istiod makes a Service for each Gateway that it deploys.
  const made = [...(gateways.get(namespace)?.values() ?? [])].flatMap((one) => [
    `${one.object.metadata.name}-${gatewayClass(one)}`,
    one.object.metadata.name,
  ]);
  const names = [...there.keys()];
  if (made.includes(ref.name) || serviceMayBeThere(set, namespace, ref.name)) return [];
  const near = slipOf(ref.name, names);
  if (near === undefined && bringsMore(set, namespace)) return [];
  return [
    about("TGT002", ref.one, {
      at: [...ref.at, "name"],
      ...(near === undefined && { severity: "warning" as const }),
      message: `Service ${namespace}/${ref.name} is not among these manifests, and others of the namespace are: its share of the requests fails`,
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    }),
  ];
}

/** A backend in another namespace takes a ReferenceGrant there; of a namespace that is not here it may be in somebody else's folder. */
function ungranted(set: ManifestSet, { one, at, name, namespace }: RouteRef): readonly Finding[] {
  const home = one.object.metadata.namespace;
  if (home === undefined || namespace === undefined || home === namespace) return [];
  const user = { group: "gateway.networking.k8s.io", kind: one.object.kind, namespace: home };
  if (isGranted(set, user, { group: "", kind: "Service", name, namespace })) return [];
  return [
    about("TGT002", one, {
      at: [...at, "namespace"],
      ...(!isHere(set, namespace) && { severity: "warning" as const }),
      message: `Service ${namespace}/${name} is in another namespace, and no ReferenceGrant there lets ${one.object.kind} of ${home} use it: its share of the requests fails`,
      hint: `Add a ReferenceGrant to ${namespace}.`,
    }),
  ];
}

function isHere(set: ManifestSet, namespace: string): boolean {
  return (
    objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace) ||
    inNamespaces(set, "", "Service").has(namespace)
  );
}

/** Certificates in another namespace: without a grant the listener has none, and takes nothing. */
function lentCertificates(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  return listAt(one.object, "spec", "listeners").flatMap((listener, index) =>
    listAt(listener, "tls", "certificateRefs").flatMap((ref, which) => {
      const [name = "", namespace] = ["name", "namespace"].map((key) => textAt(ref, key));
      const used = { group: textAt(ref, "group") ?? "", kind: textAt(ref, "kind") ?? "Secret", name };
      if (home === undefined || namespace === undefined || namespace === home) return [];
      const user = { group: "gateway.networking.k8s.io", kind: "Gateway", namespace: home };
      // Where that namespace is here, GTW002 says it.
      if (objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace)) return [];
      if (isGranted(set, user, { ...used, namespace })) return [];
      return [
        about("TGT002", one, {
          at: ["spec", "listeners", index, "tls", "certificateRefs", which, "namespace"],
          ...(!isHere(set, namespace) && { severity: "warning" as const }),
          message: `${used.kind} ${namespace}/${name} is in another namespace, and no ReferenceGrant there lets Gateway of ${home} use it: the listener takes no traffic`,
          hint: `Add a ReferenceGrant to ${namespace}.`,
        }),
      ];
    }),
  );
}

/** Backends that all weigh nothing answer every request with an error. */
function weightless(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, index) => {
    const backends = listAt(rule, "backendRefs");
    if (backends.length === 0 || backends.some((it) => valueAt(it, "weight") !== 0)) return [];
    const message = "every backend of this rule has weight 0: all of its requests are answered with 500";
    return [about("TGT002", one, { at: ["spec", "rules", index, "backendRefs"], message })];
  });
}
