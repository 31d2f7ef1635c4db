import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { labelsOf, namespaceLabels, objectsOf, ofGroup } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { clientTls } from "./client-tls";
import { hostsOverlap } from "./host-names";

const group = "networking.istio.io";

/** What proxies read as requests, and send on in plain text unless a DestinationRule says otherwise. */
const readable = /^(HTTP|HTTP2|GRPC|GRPC-WEB)$/i;

/**
 * Ports of what is outside of the mesh that lead to 443 and are said to speak HTTP, while nothing originates TLS for them (TGT004): what
 * clients send with TLS is no HTTP to the proxy, and what they send without gets to a server that wants TLS.
 */
export function plainToTls(set: ManifestSet): readonly Finding[] {
  // A policy of the Gateway API originates TLS as well.
  if (ofGroup(set, "gateway.networking.k8s.io").some(({ object }) => object.kind === "BackendTLSPolicy")) return [];
  return objectsOf(set, group, "ServiceEntry").flatMap((one) => {
    if (textAt(one.object, "spec", "location") === "MESH_INTERNAL" || !isRead(set, one)) return [];
    const hosts = listAt(one.object, "spec", "hosts").map(wordOf);
    if (set.fetches?.() === true || hosts.some((host) => isOriginated(set, host))) return [];
    return listAt(one.object, "spec", "ports").flatMap((port, index) => {
      const protocol = textAt(port, "protocol") ?? "";
      const target = valueAt(port, "targetPort") ?? valueAt(port, "number");
      if (!readable.test(protocol) || wordOf(target) !== "443" || hasPorts(one)) return [];
      const isSame = valueAt(port, "targetPort") === undefined;
      return [
        about("TGT004", one, {
          at: ["spec", "ports", index, "protocol"],
          severity: "warning",
          message: `port ${wordOf(valueAt(port, "number"))} of ${hosts.join(", ")} is said to speak ${protocol}${isSame ? "" : " and leads to 443"}, and no DestinationRule here originates TLS for it: proxies send plain text to 443${isSame ? ", and take TLS of clients for broken HTTP" : ""}`,
          hint: isSame
            ? "Write protocol: TLS where clients bring TLS themselves; where they do not, a DestinationRule with tls.mode SIMPLE."
            : "Write a DestinationRule with tls.mode SIMPLE for the host.",
        }),
      ];
    });
  });
}

/** Endpoints may map the port to another one. */
function hasPorts({ object }: CheckedObject): boolean {
  return (
    valueAt(object, "spec", "workloadSelector") !== undefined ||
    listAt(object, "spec", "endpoints").some((endpoint) => valueAt(endpoint, "ports") !== undefined)
  );
}

/** ztunnel reads no requests: in ambient only waypoints do. */
function isRead(set: ManifestSet, one: CheckedObject): boolean {
  if (!isAmbientMesh(set)) return true;
  const label = "istio.io/use-waypoint";
  const name =
    labelsOf(one.object)[label] ?? namespaceLabels(set, one.object.metadata.namespace ?? "").labels[label] ?? "none";
  return name !== "none";
}

function isOriginated(set: ManifestSet, host: string): boolean {
  return objectsOf(set, group, "DestinationRule").some(
    (rule) =>
      isMeant(textAt(rule.object, "spec", "host") ?? "", host) &&
      clientTls(rule).some(({ mode }) => mode !== "DISABLE"),
  );
}

/** A rule for a host that is misspelt is said by itself. */
function isMeant(ruled: string, host: string): boolean {
  return hostsOverlap(ruled, host) || slipOf(ruled, [host]) !== undefined;
}
