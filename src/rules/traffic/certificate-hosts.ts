import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { secretsIn } from "../clusters/secrets";
import { isInjectedGateway } from "../gateway-pods";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { selects, workloadsOf } from "../workloads";
import { isWithin } from "./host-names";
import { wantedBy } from "./unmade-certificates";

/** Certificates that are made for other hosts than those of the listeners or servers which show them (GTW002). */
export function certificatesOfOthers(set: ManifestSet): readonly Finding[] {
  const said = new Map<string, Finding>();
  for (const gateway of ["gateway.networking.k8s.io", "networking.istio.io"].flatMap((of) =>
    objectsOf(set, of, "Gateway"),
  )) {
    const home = homeOf(set, gateway);
    if (home === undefined) continue;
    const made = secretsIn(set).filter(({ namespace }) => namespace === home);
    const wanted = wantedBy(gateway, home);
    for (const { name, hosts, at } of wanted) {
      const makers = made.filter((secret) => secret.name === name).map(({ one }) => one);
      // Of several certificates a listener shows the one that fits, and what is made twice is made otherwise somewhere.
      const isAlone = wanted.every((other) => other.name === name || !isSameListener(other.at, at));
      const [maker, second] = makers;
      if (!maker || second || !isAlone || set.apart?.(maker, gateway)) continue;
      for (const host of strangersTo(set, maker, hosts)) {
        const key = `${objectId(maker.object)} ${host}`;
        if (!said.has(key)) said.set(key, ofOthers(maker, gateway, host));
      }
    }
  }
  return [...said.values()];
}

/** The last parts of a path say which of the certificates of a listener it is. */
function isSameListener(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.slice(0, 3).join() === other.slice(0, 3).join();
}

/** Where the Secrets of a Gateway are looked for; undefined where that is not known. */
function homeOf(set: ManifestSet, { object }: CheckedObject): string | undefined {
  if (kindOf(object) !== "networking.istio.io/Gateway") return object.metadata.namespace;
  const selector = Object(object["spec"])["selector"];
  const pods = workloadsOf(set).filter((it) => isInjectedGateway(it) && selects(selector, it.labels));
  const [home, ...others] = [...new Set(pods.map(({ one }) => one.object.metadata.namespace))];
  return others.length === 0 ? home : undefined;
}

/** The hosts of a listener that a Certificate is not for, where it says all that it is for. */
function strangersTo(set: ManifestSet, maker: CheckedObject, hosts: readonly string[]): readonly string[] {
  const { object } = maker;
  const names = [...listAt(object, ...dnsNames).map(wordOf), textAt(object, "spec", "commonName") ?? ""]
    .filter((name) => name !== "")
    .map((name) => name.toLowerCase());
  const isOpen = set.writes?.(maker, "dnsNames") === true || textAt(object, "spec", "literalSubject") !== undefined;
  if (kindOf(object) !== "cert-manager.io/Certificate" || names.length === 0 || isOpen) return [];
  if (names.some((name) => /[{}$]/.test(name))) return [];
  return hosts.filter(
    (host) => host !== "" && host !== "*" && !/[{}$]/.test(host) && !names.some((name) => isFor(name, host)),
  );
}

const dnsNames = ["spec", "dnsNames"];

/** A star in a certificate stands for one label; one in a listener is served by a certificate for any host below it. */
function isFor(name: string, host: string): boolean {
  const wanted = host.toLowerCase();
  if (wanted.startsWith("*.")) return isWithin(name, wanted);
  return name === wanted || (name.startsWith("*.") && wanted.slice(wanted.indexOf(".")) === name.slice(1));
}

function ofOthers(maker: CheckedObject, gateway: CheckedObject, host: string): Finding {
  const names = listAt(maker.object, ...dnsNames).map(wordOf);
  return about("GTW002", maker, {
    at: dnsNames,
    severity: "warning",
    message: `it is for ${names.join(", ")}, and ${objectId(gateway.object)} shows it for ${host}: clients that look at the name refuse it`,
    hint: `Add ${host}.`,
  });
}
