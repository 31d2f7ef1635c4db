import type { Finding, MeshPath } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { type MadeSecret, saidOf, secretsIn } from "../clusters/secrets";
import { annotationsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { hostsOverlap } from "./host-names";

/** A Secret that a listener or a server names, and the hosts that it is for. */
export interface Wanted {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly at: MeshPath;
}

/**
 * Certificates that nothing here makes, while one that would do is made beside the gateway and used by nobody (GTW002). Without such a
 * sign the Secret may come from elsewhere.
 *
 * @param homes where a Gateway of Istio's own has its pods; undefined where that is not known
 */
export function unmadeCertificates(
  set: ManifestSet,
  one: CheckedObject,
  homes: readonly (string | undefined)[] = [one.object.metadata.namespace],
): readonly Finding[] {
  // Who asks cert-manager by an annotation has it make what the listeners name.
  if (Object.keys(annotationsOf(one.object)).some((key) => key.startsWith("cert-manager.io/"))) return [];
  const [home, ...more] = [...new Set(homes)];
  if (home === undefined || more.length > 0 || set.fetches?.(home) === true) return [];
  const made = secretsIn(set).filter(({ namespace }) => namespace === undefined || namespace === home);
  const names = new Set(made.map(({ name }) => name));
  return wantedBy(one, home).flatMap(({ name, hosts, at }) => {
    if (names.has(name) || /[{}$]/.test(name)) return [];
    const elsewhere = secretsIn(set).filter((secret) => secret.name === name && !isCopied(secret));
    if (elsewhere.length > 0)
      return homes[0] === one.object.metadata.namespace ? [madeIn(one, at, name, home, elsewhere)] : [];
    const spare = made.filter((secret) => isCertificate(secret) && isSpare(set, secret, home));
    const near = slipOf(
      name,
      spare.map((secret) => secret.name),
    );
    const meant = spare.find((secret) => secret.name === near) ?? spare.find((secret) => serves(secret, hosts));
    if (!meant) return [];
    return [
      about("GTW002", one, {
        at,
        severity: "warning",
        message: `Secret ${name} is not among these manifests, and ${objectId(meant.one.object)} makes ${meant.name}, which nothing uses: without it the port is not served`,
        hint: `Did you mean ${meant.name}?`,
      }),
    ];
  });
}

function madeIn(
  one: CheckedObject,
  at: MeshPath,
  name: string,
  home: string,
  elsewhere: readonly MadeSecret[],
): Finding {
  const spaces = [...new Set(elsewhere.map(({ namespace }) => namespace))].join(" and ");
  const message = `Secret ${name} is made in namespace ${spaces} here, and the listener looks for it in ${home}: without it the port is not served`;
  const hint = "Make it beside the Gateway, or name the namespace and let it in with a ReferenceGrant.";
  return about("GTW002", one, { at, severity: "warning", message, hint });
}

/** What a controller copies to other namespaces is asked for by annotations. */
function isCopied(secret: MadeSecret): boolean {
  return Object.keys(saidOf(secret, "annotations")).some((key) => /reflect|replicat|kubed|sync/.test(key));
}

/** The Secrets of a namespace that a Gateway of either kind takes its certificates from. */
export function wantedBy({ object }: CheckedObject, home: string): readonly Wanted[] {
  if (apiGroup(object) === "networking.istio.io") {
    return listAt(object, "spec", "servers").flatMap((server, index) => {
      const name = textAt(server, "tls", "credentialName");
      // With its mesh's own mTLS it takes none.
      if (name === undefined || textAt(server, "tls", "mode") === "ISTIO_MUTUAL") return [];
      const hosts = listAt(server, "hosts").map((host) => String(host).replace(/^.*\//, ""));
      return [{ name, hosts, at: ["spec", "servers", index, "tls", "credentialName"] }];
    });
  }
  return listAt(object, "spec", "listeners").flatMap((listener, index) =>
    listAt(listener, "tls", "certificateRefs").flatMap((ref, entry) => {
      const [name, kind = "Secret", namespace = home] = ["name", "kind", "namespace"].map((key) => textAt(ref, key));
      if (name === undefined || kind !== "Secret" || namespace !== home) return [];
      const host = textAt(listener, "hostname");
      const at = ["spec", "listeners", index, "tls", "certificateRefs", entry, "name"];
      return [{ name, hosts: host === undefined ? [] : [host], at }];
    }),
  );
}

function isCertificate({ one: { object }, keys }: MadeSecret): boolean {
  if (object.kind === "Certificate") return valueAt(object, "spec", "isCA") !== true;
  return keys?.includes("tls.crt") === true;
}

/** Whether nothing of the namespace but its maker, and no Gateway of any, names a Secret. */
function isSpare(set: ManifestSet, { one, name }: MadeSecret, home: string): boolean {
  const word = JSON.stringify(name);
  const others = set.objects.filter((other) => other.object.metadata.namespace === home);
  const gateways = objectsOf(set, "networking.istio.io", "Gateway");
  return ![...others, ...gateways].some((other) => other !== one && JSON.stringify(other.object).includes(word));
}

/** By the names that a Certificate is for; of any other Secret nobody sees them. */
function serves({ one: { object } }: MadeSecret, hosts: readonly string[]): boolean {
  const names = [...listAt(object, "spec", "dnsNames"), valueAt(object, "spec", "commonName")];
  return names.some(
    (name) => typeof name === "string" && hosts.some((host) => host !== "*" && hostsOverlap(name, host)),
  );
}
