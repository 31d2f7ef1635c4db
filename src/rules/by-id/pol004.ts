import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { namespaceLabels, objectsOf } from "../objects";
import { refusedIngresses } from "../policies/ingress-routes";
import { lostTokens } from "../policies/lost-tokens";
import { mtlsAndIdentity, selectingFromRoot } from "../policies/mtls-and-identity";
import { mtlsConflicts, newConflicts } from "../policies/mtls-conflicts";
import { refusedClients } from "../policies/plain-clients";
import { selectedPods } from "../policies/pod-ports";
import { refusedByStrict } from "../policies/router-routes";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { selects } from "../workloads";

export const pol004: Rule = {
  id: "POL004",
  state: (set) => {
    const peers = objectsOf(set, "security.istio.io", "PeerAuthentication");
    return [
      ...peers.flatMap((one) => [...wrongPorts(set, one), ...disabled(set, one)]),
      ...seconds(peers),
      ...notByItself(set),
      ...mtlsConflicts(set),
      ...mtlsAndIdentity(set),
      ...refusedByStrict(set),
      ...refusedIngresses(set),
      ...refusedClients(set),
      ...selectingFromRoot(set),
      ...objectsOf(set, "security.istio.io", "RequestAuthentication").flatMap(tokens),
    ];
  },
  step: (step) => (step.kind === undefined ? [...newConflicts(step), ...lostTokens(step)] : []),
};

/** Ports of mTLS are those of the pods; those of a Service say nothing. Judged where the pods say their ports. */
function wrongPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const selector = valueAt(one.object, "spec", "selector", "matchLabels");
  const ports = Object.keys(Object(valueAt(one.object, "spec", "portLevelMtls")));
  if (selector === undefined || ports.length === 0) return [];
  const { pods, open } = selectedPods(set, one.object.metadata.namespace, selector);
  const services = objectsOf(set, "", "Service").filter(
    ({ object }) =>
      object.metadata.namespace === one.object.metadata.namespace &&
      pods.some(({ labels }) => selects(valueAt(object, "spec", "selector"), labels)),
  );
  const served = services.flatMap(({ object }) =>
    listAt(object, "spec", "ports").map((port) => ({
      outside: wordOf(valueAt(port, "port")),
      inside: wordOf(valueAt(port, "targetPort") ?? valueAt(port, "port")),
    })),
  );
  // Pods open ports that they do not declare, so only one of a Service, and one that is nearly a declared one, is no port of theirs.
  const isMeantOtherwise = (port: string) =>
    served.some(({ outside }) => outside === port) || open.some((other) => isSlip(port, other));
  return ports
    .filter((port) => open.length > 0 && !open.includes(port) && !served.some(({ inside }) => inside === port))
    .filter(isMeantOtherwise)
    .map((port) =>
      about("POL004", one, {
        at: ["spec", "portLevelMtls", port],
        severity: "warning",
        message: `the pods that it selects open ${open.join(", ")} and not ${port}: ports of mTLS are those of pods, not of a Service`,
      }),
    );
}

/** The digits of another port in another order, or some left out (`80` for `8080`); `8080` and `8081` are two ports of one pod. */
function isSlip(port: string, other: string): boolean {
  const sorted = (text: string) => [...text].sort().join("");
  const [short = "", long = ""] = [port, other].sort((a, b) => a.length - b.length);
  const isShorter =
    long.length - short.length === 1 && [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
  return isShorter || other.endsWith(port) || sorted(port) === sorted(other);
}

function disabled(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { namespace } = one.object.metadata;
  const ports = Object.keys(Object(valueAt(one.object, "spec", "portLevelMtls")) as object);
  const places = [["spec", "mtls", "mode"], ...ports.map((port) => ["spec", "portLevelMtls", port, "mode"])];
  const at = places.find((path) => textAt(one.object, ...path) === "DISABLE");
  if (at === undefined || namespace === undefined) return [];
  const istios = objectsOf(set, "sailoperator.io", "Istio");
  const isRoot = istios.some(({ object }) => (textAt(object, "spec", "namespace") ?? "istio-system") === namespace);
  const isAmbient = isRoot
    ? objectsOf(set, "sailoperator.io", "ZTunnel").length > 0
    : namespaceLabels(set, namespace).labels["istio.io/dataplane-mode"] === "ambient";
  if (!isAmbient) return [];
  const left = at[1] === "mtls" ? "the policy" : `what it says of port ${at[2]}`;
  return [
    about("POL004", one, {
      at,
      severity: "warning",
      message: `mode DISABLE is nothing that ambient can do: what goes from ztunnel to ztunnel is mTLS, and ${left} is left out`,
      hint: "Write PERMISSIVE, or take a workload out with istio.io/dataplane-mode: none.",
    }),
  ];
}

/**
 * Proxies find out by themselves who takes mTLS, unless the mesh tells them not to: then DestinationRules have to say it, for ambient as well,
 * where sidecars and gateways otherwise take the way to ztunnel.
 */
function notByItself(set: ManifestSet): readonly Finding[] {
  const at = ["spec", "values", "meshConfig", "enableAutoMtls"];
  const isSaid = objectsOf(set, "networking.istio.io", "DestinationRule").some(
    ({ object }) => textAt(object, "spec", "trafficPolicy", "tls", "mode") === "ISTIO_MUTUAL",
  );
  if (isSaid) return [];
  return objectsOf(set, "sailoperator.io", "Istio").flatMap((one) => {
    if (valueAt(one.object, ...at) !== false) return [];
    const message =
      "meshConfig.enableAutoMtls is false, and no DestinationRule says ISTIO_MUTUAL: sidecars and gateways send plain text, which whoever asks for STRICT refuses";
    return [
      about("POL004", one, {
        at,
        severity: "warning",
        message,
        hint: "Leave it out.",
        fix: [{ at, value: undefined }],
      }),
    ];
  });
}

/** Of several for all of a namespace, Istio takes the oldest, whichever that is. */
function seconds(peers: readonly CheckedObject[]): readonly Finding[] {
  const first = new Map<string | undefined, CheckedObject>();
  return peers.flatMap((one) => {
    const { namespace, name } = one.object.metadata;
    const terms = Object.keys(Object(valueAt(one.object, "spec", "selector", "matchLabels")));
    // Without a namespace two of them may be meant for two.
    if (terms.length > 0 || namespace === undefined) return [];
    const other = first.get(namespace);
    if (!other) first.set(namespace, one);
    if (!other || other.object.metadata.name === name) return [];
    const message = `a second PeerAuthentication for all of namespace ${namespace}, beside ${other.object.metadata.name}: Istio takes the older one and leaves the other out`;
    return [about("POL004", one, { message, hint: "Keep one." })];
  });
}

function tokens(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "jwtRules").flatMap((rule, index) => {
    const at = ["spec", "jwtRules", index];
    if ((textAt(rule, "issuer") ?? "") === "") {
      return [about("POL004", one, { at, message: "a rule for tokens without an issuer: istiod refuses it" })];
    }
    const keys = textAt(rule, "jwksUri");
    if (keys === undefined || /^https?:\/\/[^/]/.test(keys) || keys.includes("$")) return [];
    const message = `jwksUri ${keys} is no address with http:// or https://: istiod refuses it, and no token is taken`;
    return [about("POL004", one, { at: [...at, "jwksUri"], message })];
  });
}
