import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { podMembership, podSpec } from "../pods/mesh-membership";
import { takingMtlsAlone } from "../policies/strict-pods";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selects, type Workload, workloadsOf } from "../workloads";
import { hostsOverlap } from "./host-names";
import { letsNobodyElseOut } from "./registry-only";

const group = "networking.istio.io";

/** An address in a variable of a container: `http://cards.cards.svc:8080/v1`. */
const address = /^(?:[a-z][a-z\d+.-]*:\/\/)?([a-z\d-]+)\.([a-z\d-]+)(?:\.svc(?:\.cluster\.local)?)?(?::\d+)?(?:\/.*)?$/;

/**
 * Services that containers are told to call, and that the Sidecar of their pods leaves out (TGT004): the proxy does not know them and hands on
 * plain text, which is told of those alone that refuse it, and where it hands on nothing.
 */
export function outOfReach(set: ManifestSet): readonly Finding[] {
  const said = new Map<string, Finding>();
  for (const pods of workloadsOf(set)) {
    const sidecar = sidecarOf(set, pods);
    if (!sidecar || podMembership(set, pods) !== "sidecars") continue;
    for (const { variable, name, namespace } of calledBy(pods)) {
      const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
      const host = `${name}.${namespace}.svc.cluster.local`;
      if (!service || isKnown(set, sidecar, namespace, host) || set.apart?.(sidecar, service) === true) continue;
      const isClosed = letsOutToKnownAlone(set, sidecar);
      const strict = takingMtlsAlone(set, service, listAt(service.object, "spec", "ports"));
      const key = `${objectId(sidecar.object)} ${host}`;
      if ((!strict && !isClosed) || said.has(key)) continue;
      const by = strict?.by.object.metadata;
      const end = isClosed
        ? "nobody is let out to what a proxy does not know (REGISTRY_ONLY)"
        : `the proxy sends plain text there, and PeerAuthentication ${by?.namespace}/${by?.name} has it refused`;
      const message = `${objectId(pods.one.object)} is told to call Service ${namespace}/${name} (${variable}), which no host here takes in: ${end}`;
      const hint = `Add ${namespace}/*, or ${namespace}/${host}.`;
      said.set(key, about("TGT004", sidecar, { at: ["spec", "egress"], severity: "warning", message, hint }));
    }
  }
  return [...said.values(), ...entriesLeftOut(set)];
}

/** Entries for hosts outside that a namespace has, and that its Sidecar leaves out where nobody is let out otherwise. */
function entriesLeftOut(set: ManifestSet): readonly Finding[] {
  const sidecars = objectsOf(set, group, "Sidecar").filter(hasHosts);
  const closed = sidecars.filter((one) => isForAll(one) && letsOutToKnownAlone(set, one));
  return closed.flatMap((sidecar) => {
    const { namespace } = sidecar.object.metadata;
    const own = sidecars.filter(({ object }) => object.metadata.namespace === namespace);
    const isLeftOut = ({ object }: CheckedObject) =>
      object.metadata.namespace === namespace &&
      listAt(object, "spec", "hosts").every((host) => !own.some((it) => isTaken(it, namespace ?? "", wordOf(host))));
    const [entry] = namespace === undefined ? [] : objectsOf(set, group, "ServiceEntry").filter(isLeftOut);
    if (!entry) return [];
    const message = `no host here takes in ${objectId(entry.object)}, and nobody is let out to what a proxy does not know (REGISTRY_ONLY)`;
    return [about("TGT004", sidecar, { at: ["spec", "egress"], severity: "warning", message, hint: "Add ./*." })];
  });
}

/** What a Sidecar says of that wins over what the mesh says. */
function letsOutToKnownAlone(set: ManifestSet, { object }: CheckedObject): boolean {
  const own = textAt(object, "spec", "outboundTrafficPolicy", "mode");
  return own === undefined ? letsNobodyElseOut(set) : own === "REGISTRY_ONLY";
}

function isForAll({ object }: CheckedObject): boolean {
  return valueAt(object, "spec", "workloadSelector") === undefined;
}

function hasHosts({ object }: CheckedObject): boolean {
  return listAt(object, "spec", "egress").length > 0;
}

/** The Sidecar that holds for pods: one that selects them, else that of their namespace. That of the whole mesh is not judged. */
function sidecarOf(set: ManifestSet, { one, labels }: Workload): CheckedObject | undefined {
  const own = objectsOf(set, group, "Sidecar").filter(
    ({ object }) => object.metadata.namespace === one.object.metadata.namespace,
  );
  const selector = ({ object }: CheckedObject) => valueAt(object, "spec", "workloadSelector", "labels");
  const found = own.find((it) => selector(it) !== undefined && selects(selector(it), labels)) ?? own.find(isForAll);
  return found && hasHosts(found) ? found : undefined;
}

function calledBy(pods: Workload) {
  return listAt(pods.one.object, ...podSpec(pods), "containers").flatMap((container) =>
    listAt(container, "env").flatMap((entry) => {
      const [, name, namespace] = address.exec(textAt(entry, "value") ?? "") ?? [];
      const variable = textAt(entry, "name") ?? "";
      return name === undefined || namespace === undefined ? [] : [{ variable, name, namespace }];
    }),
  );
}

/** Whether the Sidecar takes a Service in, or an entry gives its host to the proxies in another way. */
function isKnown(set: ManifestSet, sidecar: CheckedObject, namespace: string, host: string): boolean {
  const entries = objectsOf(set, group, "ServiceEntry").flatMap((entry) => listAt(entry.object, "spec", "hosts"));
  return isTaken(sidecar, namespace, host) || entries.some((it) => hostsOverlap(wordOf(it), host));
}

/** Whether a Sidecar takes in a host of a namespace. */
function isTaken({ object }: CheckedObject, namespace: string, host: string): boolean {
  return listAt(object, "spec", "egress").some((egress) =>
    listAt(egress, "hosts").some((it) => {
      const [home = "", name = ""] = wordOf(it).split("/");
      const isThere = home === "*" || home === namespace || (home === "." && namespace === object.metadata.namespace);
      return isThere && hostsOverlap(name, host);
    }),
  );
}
