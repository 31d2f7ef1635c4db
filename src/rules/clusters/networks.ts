import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { labelsOf, namespaceLabels, objectsOf, podNamespace } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { workloadsOf } from "../workloads";
import { isRemoteSecret, secretsIn } from "./secrets";

const label = "topology.istio.io/network";
const at = ["metadata", "labels", label];

/** What says another network than the control plane does, or none where it has to (ZTN006). */
export function otherNetworks(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  const network = textAt(istio.object, "spec", "values", "global", "network");
  if (network === undefined || network === "" || /[{}$]/.test(network)) return [];
  const own = { network, said: `spec.values.global.network of Istio/${istio.object.metadata.name} is ${network}` };
  const home = objectsOf(set, "", "Namespace").find(({ object }) => object.metadata.name === podNamespace(istio));
  return [
    ...(home ? ofHome(set, istio, home, own) : []),
    ...ofPods(set, own),
    ...objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) => ofGateway(one, own)),
  ];
}

interface Own {
  readonly network: string;
  readonly said: string;
}

/** The namespace of the control plane says the network of the cluster, too: that of all pods that say none themselves. */
function ofHome(set: ManifestSet, istio: CheckedObject, home: CheckedObject, { network, said }: Own) {
  const own = labelsOf(home.object)[label];
  if (own === network) return [];
  if (own === undefined) {
    const because = namespaceLabels(set, home.object.metadata.name).complete ? leadsElsewhere(set, istio) : undefined;
    if (because === undefined || set.writes?.(home, label)) return [];
    const message = `no label ${label}, and ${said}, beside ${because}: what has no sidecar is of no network, and is reached from other networks by no gateway`;
    return [about("ZTN006", home, { at, severity: "warning", message, fix: [{ at, value: network }] })];
  }
  const message = `${label} is ${own}, and ${said}: workloads of one cluster are taken for those of two networks`;
  return [about("ZTN006", home, { at, message, fix: [{ at, value: network }] })];
}

/** What clusters of several networks have, and clusters of one network do not; undefined where nothing of that is here. */
function leadsElsewhere(set: ManifestSet, istio: CheckedObject): string | undefined {
  const gateways = objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    ({ object }) => textAt(object, "spec", "gatewayClassName") === eastWest || isRemoteGateway(object),
  );
  const passing = objectsOf(set, "networking.istio.io", "Gateway").filter(({ object }) =>
    listAt(object, "spec", "servers").some((server) => textAt(server, "tls", "mode") === "AUTO_PASSTHROUGH"),
  );
  const [gateway] = [...gateways, ...passing];
  if (gateway) return `Gateway ${gateway.object.metadata.name}`;
  const isMany = valueAt(istio.object, "spec", "values", "pilot", "env", "AMBIENT_ENABLE_MULTI_NETWORK");
  const remote = secretsIn(set).find(isRemoteSecret);
  return String(isMany) === "true" && remote ? `remote secret ${remote.name}` : undefined;
}

const eastWest = "istio-east-west";

/** A Gateway that stands for one of another network, and not for a control plane elsewhere. */
function isRemoteGateway(object: unknown): boolean {
  return (
    textAt(object, "spec", "gatewayClassName") === "istio-remote" &&
    listAt(object, "spec", "listeners").some((listener) => textAt(listener, "protocol") === "HBONE")
  );
}

/** Gateways between networks: other clusters find them by their label. */
function ofGateway(one: CheckedObject, { network, said }: Own): readonly Finding[] {
  const { object } = one;
  const name = textAt(object, "spec", "gatewayClassName");
  const own = labelsOf(object)[label];
  if (isRemoteGateway(object) && own === network) {
    const message = `it stands for a gateway of network ${own}, and ${said}: what is of another network is not sent there`;
    return [about("ZTN006", one, { at, severity: "warning", message })];
  }
  if (name === eastWest && own === undefined) {
    const message = `a gateway of class ${eastWest} without label ${label}: no other cluster finds it, and ${said}`;
    return [about("ZTN006", one, { at, severity: "warning", message, fix: [{ at, value: network }] })];
  }
  // Those of other classes are of other controllers, or tell of another cluster.
  return name === eastWest || name === "istio" ? different(one, at, { network, said }) : [];
}

/** Pods, and Services in front of pods. */
function ofPods(set: ManifestSet, own: Own): readonly Finding[] {
  const services = objectsOf(set, "", "Service").flatMap((one) =>
    valueAt(one.object, "spec", "selector") === undefined ? [] : [{ one, path: at }],
  );
  const pods = workloadsOf(set).flatMap(({ one, metadata }) => [
    { one, path: [...metadata, "labels", label] },
    ...listAt(one.object, ...metadata.slice(0, -1), "spec", "containers").flatMap((container, index) =>
      listAt(container, "env").flatMap((entry, which) =>
        textAt(entry, "name") === "ISTIO_META_REQUESTED_NETWORK_VIEW"
          ? [{ one, path: [...metadata.slice(0, -1), "spec", "containers", index, "env", which, "value"] }]
          : [],
      ),
    ),
  ]);
  return [...services, ...pods].flatMap(({ one, path }) => different(one, path, own));
}

function different(one: CheckedObject, path: readonly (string | number)[], { network, said }: Own): readonly Finding[] {
  const own = textAt(one.object, ...path);
  if (own === undefined || own === "" || own.split(",").includes(network)) return [];
  const message = `it says network ${own}, and ${said}: other clusters do not come in by it`;
  return [about("ZTN006", one, { at: path, severity: "warning", message })];
}
