import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, valueAt } from "../../objects/object-paths";
import { isGatewayPod } from "../gateway-pods";
import { objectsOf, sailObjects } from "../objects";
import { mtlsOfPods } from "../policies/peer-authentication";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { clientTls, servicesMeant } from "../traffic/client-tls";
import { full } from "../traffic/rival-hosts";
import { backendsOf, parentsOf } from "../traffic/routes";
import { destinationsOf } from "../traffic/virtual-services";
import { gatewayClass, gatewaysNamed } from "../waypoints";
import { servicesBefore, targetPort, type Workload } from "../workloads";
import { goesPast, pastKeys, podMembership } from "./mesh-membership";

/**
 * Ports that annotations let go past the sidecar, and that proxies send to (POD001): automatic mTLS asks whether pods have a sidecar, and
 * knows nothing of their ports, so the application gets mTLS that it cannot read.
 */
export function pastSidecars(set: ManifestSet, workload: Workload): readonly Finding[] {
  const { one, metadata } = workload;
  const key = pastKeys(workload)[0];
  if (key === undefined || podMembership(set, workload) !== "sidecars" || isGatewayPod(set, workload)) return [];
  const { namespace } = one.object.metadata;
  for (const service of isWithMtls(set) ? servicesBefore(set, workload) : []) {
    for (const port of listAt(service.object, "spec", "ports")) {
      const target = targetPort(port, workload);
      const caller = callerOf(set, service, valueAt(port, "port"));
      if (target === undefined || !goesPast(workload, target) || !caller || set.apart?.(caller, one)) continue;
      if (mtlsOfPods(set, workload, target)?.mode === "DISABLE" || isPlain(set, service, valueAt(port, "port")))
        continue;
      return [
        about("POD001", one, {
          at: [...metadata, "annotations", key],
          severity: "warning",
          message: `port ${target} goes past the sidecar, and ${objectId(caller.object)} sends to it by Service ${namespace}/${service.object.metadata.name}: proxies send mTLS to pods with a sidecar, and the application gets that as it is`,
          hint: `Let the sidecar have the port, or write a DestinationRule with tls.mode DISABLE for it.`,
        }),
      ];
    }
  }
  return [];
}

function isWithMtls(set: ManifestSet): boolean {
  const path = ["spec", "values", "meshConfig", "enableAutoMtls"];
  return sailObjects(set, ["Istio", "IstioRevision"]).every(({ object }) => valueAt(object, ...path) !== false);
}

/** A route that sends to a port of a Service, and whose proxy is one of the mesh's. */
function callerOf(set: ManifestSet, service: CheckedObject, port: unknown): CheckedObject | undefined {
  const { namespace, name } = service.object.metadata;
  const isOnly = listAt(service.object, "spec", "ports").length === 1;
  const calls = callsIn(set).get(`${name}.${namespace}`) ?? [];
  return calls.find((call) => (call.port === undefined ? isOnly : call.port === port))?.by;
}

interface Call {
  readonly to: string;
  readonly port: unknown;
  readonly by: CheckedObject;
}

/** What proxies of the mesh are told to send where, by `name.namespace` of the Service. */
const callsIn = oncePer((set: ManifestSet) => {
  const ofMesh = new Set(
    parentsOf(set).flatMap(({ one, kind, name, namespace }) => {
      if (kind === "/Service") return [one];
      const gateways = kind === "gateway.networking.k8s.io/Gateway" ? gatewaysNamed(set, { name, namespace }) : [];
      return gateways.some((gateway) => gatewayClass(gateway).startsWith("istio")) ? [one] : [];
    }),
  );
  const calls = [
    ...objectsOf(set, "networking.istio.io", "VirtualService").flatMap((by) =>
      destinationsOf(by).map(({ host, port }): Call => ({ to: full(host, by.object.metadata.namespace), port, by })),
    ),
    ...backendsOf(set).flatMap(({ one: by, kind, name, namespace, port }): readonly Call[] =>
      kind === "/Service" && ofMesh.has(by) ? [{ to: `${name}.${namespace}`, port, by }] : [],
    ),
  ];
  return grouped(calls, ({ to }) => to);
});

/** Whether clients are told what to send to a port. */
function isPlain(set: ManifestSet, service: CheckedObject, port: unknown): boolean {
  return objectsOf(set, "networking.istio.io", "DestinationRule").some(
    (one) =>
      servicesMeant(set, one).some((it) => it.service === service) &&
      clientTls(one).some(({ mode, holdsFor }) => mode !== "ISTIO_MUTUAL" && holdsFor(Number(port))),
  );
}
