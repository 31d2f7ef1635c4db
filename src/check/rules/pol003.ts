import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { listAt, textAt } from "../../source/object-paths";
import { objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const pol003: Rule = {
  id: "POL003",
  state: (set) => {
    const domains = trustDomains(set);
    return objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) => [
      ...eachIn(one, "from", "source", ["principals", "notPrincipals"]).flatMap((at) => strange(one, at, domains)),
      ...eachIn(one, "to", "operation", ["methods", "notMethods"]).flatMap((at) => inLowerCase(one, at)),
      ...lostProvider(set, one),
    ]);
  },
};

type Path = readonly (string | number)[];

/** Where the entries of some lists stand, in every rule of a policy. */
function eachIn({ object }: CheckedObject, list: string, part: string, keys: readonly string[]): readonly Path[] {
  return listAt(object, "spec", "rules").flatMap((rule, index) =>
    listAt(rule, list).flatMap((item, at) =>
      keys.flatMap((key) =>
        listAt(item, part, key).map((_, entry) => ["spec", "rules", index, list, at, part, key, entry]),
      ),
    ),
  );
}

/** The trust domains that peers of this mesh can be of; none where no control plane is here to say so. */
function trustDomains(set: ManifestSet): readonly string[] {
  return sailObjects(set, ["Istio", "IstioRevision"]).flatMap(({ object }) => {
    const config = ["spec", "values", "meshConfig"];
    const own = textAt(object, ...config, "trustDomain") ?? textAt(object, "spec", "values", "global", "trustDomain");
    return [own ?? "cluster.local", ...listAt(object, ...config, "trustDomainAliases").map(String)];
  });
}

const form = /^([^/]+)\/ns\/[^/]+\/sa\/[^/]+$/;

/** A principal that no certificate has. With a star it is a pattern, which need not be whole. */
function strange(one: CheckedObject, at: Path, domains: readonly string[]): readonly Finding[] {
  const principal = textAt(one.object, ...at) ?? "";
  const said = (message: string, hint: string, fix?: string) =>
    about("POL003", one, { at, message, hint, fix: fix === undefined ? [] : [{ at, value: fix }] });
  if (principal.startsWith("spiffe://")) {
    const meant = principal.slice("spiffe://".length);
    return [
      said(`principal ${principal} matches nobody: principals are written without spiffe://`, `Write ${meant}.`, meant),
    ];
  }
  if (principal === "" || principal.includes("*")) return [];
  const domain = form.exec(principal)?.[1];
  if (domain === undefined) {
    return [said(`principal ${principal} matches nobody`, "Write TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT.")];
  }
  // cluster.local stands for the trust domain of the mesh, whatever its name.
  if (domain === "cluster.local" || domains.length === 0 || domains.includes(domain)) return [];
  return [
    about("POL003", one, {
      at,
      severity: "warning",
      message: `principal ${principal} is of trust domain ${domain}, and the mesh here has ${[...new Set(domains)].join(", ")}`,
      hint: "If it is one of another mesh, add its trust domain to meshConfig.trustDomainAliases or ignore this with a reason.",
    }),
  ];
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

function inLowerCase(one: CheckedObject, at: Path): readonly Finding[] {
  const method = textAt(one.object, ...at) ?? "";
  const meant = method.toUpperCase();
  if (meant === method || !methods.includes(meant)) return [];
  const message = `method ${method} matches no request: methods are compared as they are written`;
  return [about("POL003", one, { at, message, hint: `Write ${meant}.`, fix: [{ at, value: meant }] })];
}

/** CUSTOM hands requests to an extension provider of the mesh. */
function lostProvider(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const istios = sailObjects(set, ["Istio", "IstioRevision"]);
  if (textAt(one.object, "spec", "action") !== "CUSTOM" || istios.length === 0) return [];
  const path = ["spec", "values", "meshConfig", "extensionProviders"];
  const names = istios.flatMap(({ object }) => listAt(object, ...path).flatMap((it) => textAt(it, "name") ?? []));
  const at = ["spec", "provider", "name"];
  const name = textAt(one.object, ...at);
  if (name !== undefined && names.includes(name)) return [];
  const near = name === undefined ? undefined : nearest(name, names);
  const what = name === undefined ? "action CUSTOM without a provider" : `the mesh has no extension provider ${name}`;
  const hint = near === undefined ? `Add it to ${path.join(".")} of the Istio.` : `Did you mean ${near}?`;
  return [about("POL003", one, { at, message: `${what}: every request that the policy selects is denied`, hint })];
}
