import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { inNamespaces } from "../objects";
import { podMembership, podSpec } from "../pods/mesh-membership";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { type Workload, workloadsOf } from "../workloads";
import { takingMtlsAlone } from "./strict-pods";

type Path = readonly (string | number)[];

/**
 * Workloads in no mesh that are told to call a Service by plain HTTP, whose pods take mTLS of the mesh alone (POL004). The address is one of the
 * values of their variables.
 */
export function refusedClients(set: ManifestSet): readonly Finding[] {
  const services = inNamespaces(set, "", "Service");
  return workloadsOf(set).flatMap((client) => {
    const calls = callsOf(client);
    if (calls.length === 0 || podMembership(set, client) !== "none") return [];
    // What runs on the node's own network is let through to ambient pods beside it, as the probes of kubelet are.
    if (valueAt(client.one.object, ...podSpec(client), "hostNetwork") === true) return [];
    const seen = new Set<CheckedObject>();
    return calls.flatMap(({ at, name, namespace, port, variable }) => {
      const home = namespace ?? client.one.object.metadata.namespace;
      const service = services.get(home)?.get(name);
      if (!service || seen.has(service) || set.apart?.(client.one, service) === true) return [];
      const ports = listAt(service.object, "spec", "ports").filter((it) => wordOf(valueAt(it, "port")) === port);
      const strict = ports.length > 0 ? takingMtlsAlone(set, service, ports) : undefined;
      if (!strict || set.writes?.(client.one, "env") || set.writes?.(strict.by, "mode")) return [];
      seen.add(service);
      const by = strict.by.object.metadata;
      return [
        about("POL004", client.one, {
          at,
          severity: "warning",
          message: `${variable} has it call Service ${home}/${name} by plain HTTP, its pods are in no mesh, and PeerAuthentication ${by.namespace}/${by.name} has those of the Service take mTLS of the mesh alone: its calls are refused`,
          hint: "Take the pods into the mesh, or let plain text in for those of the Service: a PeerAuthentication with mode PERMISSIVE.",
        }),
      ];
    });
  });
}

interface Call {
  readonly at: Path;
  readonly variable: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly port: string;
}

/** `http://catalog.shop.svc.cluster.local:8000/items`; a name with other ends is some other host's. */
const address = /^http:\/\/([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?(?::(\d+))?(?:[/?#]|$)/;

function callsOf(client: Workload): readonly Call[] {
  return ["containers", "initContainers"].flatMap((list) =>
    listAt(client.one.object, ...podSpec(client), list).flatMap((container, which) =>
      listAt(container, "env").flatMap((variable, index): Call[] => {
        const [, name, namespace, port = "80"] = address.exec(textAt(variable, "value") ?? "") ?? [];
        if (name === undefined) return [];
        const at = [...podSpec(client), list, which, "env", index, "value"];
        return [{ at, variable: textAt(variable, "name") ?? "", name, namespace, port }];
      }),
    ),
  );
}
