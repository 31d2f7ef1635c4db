import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { podMembership, podSpec } from "../pods/mesh-membership";
import { takingMtlsAlone } from "../policies/strict-pods";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selects, type Workload, workloadsOf } from "../workloads";
import { hostsOverlap } from "./host-names";

const group = "networking.istio.io";

/** An address in a variable of a container: `http://cards.cards.svc:8080/v1`. */
const address = /^(?:[a-z][a-z\d+.-]*:\/\/)?([a-z\d-]+)\.([a-z\d-]+)(?:\.svc(?:\.cluster\.local)?)?(?::\d+)?(?:\/.*)?$/;

/**
 * Services that containers are told to call, and that the Sidecar of their pods leaves out (TGT004): the proxy does not know them and hands on
 * plain text, which is told of those alone that refuse it.
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
      const strict = takingMtlsAlone(set, service, listAt(service.object, "spec", "ports"));
      const key = `${objectId(sidecar.object)} ${host}`;
      if (!strict || said.has(key)) continue;
      const by = strict.by.object.metadata;
      const message = `${objectId(pods.one.object)} is told to call Service ${namespace}/${name} (${variable}), which no host here takes in: the proxy sends plain text there, and PeerAuthentication ${by.namespace}/${by.name} has it refused`;
      const hint = `Add ${namespace}/*, or ${namespace}/${host}.`;
      said.set(key, about("TGT004", sidecar, { at: ["spec", "egress"], severity: "warning", message, hint }));
    }
  }
  return [...said.values()];
}

/** The Sidecar that holds for pods: one that selects them, else that of their namespace. That of the whole mesh is not judged. */
function sidecarOf(set: ManifestSet, { one, labels }: Workload): CheckedObject | undefined {
  const own = objectsOf(set, group, "Sidecar").filter(
    ({ object }) => object.metadata.namespace === one.object.metadata.namespace,
  );
  const selector = ({ object }: CheckedObject) => valueAt(object, "spec", "workloadSelector", "labels");
  const found =
    own.find((it) => selector(it) !== undefined && selects(selector(it), labels)) ??
    own.find((it) => valueAt(it.object, "spec", "workloadSelector") === undefined);
  return found && listAt(found.object, "spec", "egress").length > 0 ? found : undefined;
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
function isKnown(set: ManifestSet, { object }: CheckedObject, namespace: string, host: string): boolean {
  const isTaken = listAt(object, "spec", "egress").some((egress) =>
    listAt(egress, "hosts").some((it) => {
      const [home = "", name = ""] = wordOf(it).split("/");
      const isThere = home === "*" || home === namespace || (home === "." && namespace === object.metadata.namespace);
      return isThere && hostsOverlap(name, host);
    }),
  );
  const entries = objectsOf(set, group, "ServiceEntry").flatMap((entry) => listAt(entry.object, "spec", "hosts"));
  return isTaken || entries.some((it) => hostsOverlap(wordOf(it), host));
}
