import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { namespaceLabels, objectsOf } from "../objects";
import { refusedIngresses } from "../policies/ingress-routes";
import { lostPorts } from "../policies/lost-ports";
import { lostTokens } from "../policies/lost-tokens";
import { mtlsAndIdentity, selectingFromRoot } from "../policies/mtls-and-identity";
import { mtlsConflicts, newConflicts } from "../policies/mtls-conflicts";
import { refusedClients } from "../policies/plain-clients";
import { refusedByStrict } from "../policies/router-routes";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const pol004: Rule = {
  id: "POL004",
  state: (set) => {
    const peers = objectsOf(set, "security.istio.io", "PeerAuthentication");
    return [
      ...peers.flatMap((one) => [...lostPorts(set, one), ...disabled(set, one)]),
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
