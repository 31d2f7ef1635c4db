import type { Finding } from "../../findings/finding";
import { listAt, textAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { inNamespaces, labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { takingMtlsAlone } from "./strict-pods";

/** Where OpenShift's router runs. */
const routers = "openshift-ingress";

/** Routes of OpenShift to pods that take mTLS of the mesh alone, which the router does not speak, however a Route ends TLS (POL004). */
export function refusedByStrict(set: ManifestSet): readonly Finding[] {
  const isMeshed = objectsOf(set, "", "Namespace").some(
    ({ object }) => object.metadata.name === routers && memberOf(labelsOf(object)) !== undefined,
  );
  if (isMeshed) return [];
  return objectsOf(set, "route.openshift.io", "Route").flatMap((one) => {
    const { namespace } = one.object.metadata;
    const name = textAt(one.object, "spec", "to", "name") ?? "";
    const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
    if (!service || namespace === undefined || set.apart?.(one, service) === true) return [];
    const strict = takingMtlsAlone(set, service, portsMeant(one, service));
    if (!strict) return [];
    const by = strict.by.object.metadata;
    return [
      about("POL004", one, {
        at: ["spec", "to", "name"],
        severity: "warning",
        message: `the router is not in the mesh, and PeerAuthentication ${by.namespace}/${by.name} has the pods of Service ${namespace}/${name} take mTLS of the mesh alone: what comes in by the Route is refused`,
        hint: "Send it to a gateway of the mesh, or let plain text in for these pods: a PeerAuthentication with mode PERMISSIVE.",
      }),
    ];
  });
}

/** The ports of the Service that a Route may send to: it names the Service's port, or that of the pods. */
function portsMeant({ object }: CheckedObject, service: CheckedObject): readonly unknown[] {
  const named = textAt(object, "spec", "port", "targetPort");
  const ports = listAt(service.object, "spec", "ports");
  const isMeant = (port: unknown) =>
    [textAt(port, "name"), textAt(port, "targetPort"), textAt(port, "port")].includes(named);
  return named === undefined ? ports : ports.filter(isMeant);
}
