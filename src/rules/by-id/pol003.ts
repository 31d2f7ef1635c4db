import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { listAt, textAt } from "../../source/object-paths";
import { inNamespaces, objectsOf, sailObjects } from "../objects";
import { idleValues } from "../policy-values";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

export const pol003: Rule = {
  id: "POL003",
  state: (set) => {
    const domains = trustDomains(set);
    return objectsOf(set, "security.istio.io", "AuthorizationPolicy").flatMap((one) => [
      ...eachIn(one, "from", "source", ["principals", "notPrincipals"]).flatMap((at) => strange(one, at, domains)),
      ...eachIn(one, "from", "source", ["principals"]).flatMap((at) => strangeAccount(set, one, at)),
      ...eachIn(one, "to", "operation", ["methods", "notMethods"]).flatMap((at) => inLowerCase(one, at)),
      ...eachIn(one, "to", "operation", ["paths", "notPaths"]).flatMap((at) => relative(one, at)),
      ...idleValues(set, one, eachIn),
      ...unknownKeys(one),
      ...idle(one),
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
  const near = methods.includes(meant) || method.includes("*") ? undefined : slipOf(method, methods);
  if (near !== undefined) {
    const message = `method ${method} is none that clients use: the rule matches no request`;
    return [about("POL003", one, { at, severity: "warning", message, hint: `Did you mean ${near}?` })];
  }
  if (meant === method || !methods.includes(meant)) return [];
  const message = `method ${method} matches no request: methods are compared as they are written`;
  return [about("POL003", one, { at, message, hint: `Write ${meant}.`, fix: [{ at, value: meant }] })];
}

/** A service account that is nearly one of its namespace's; those of other folders cannot be seen. */
function strangeAccount(set: ManifestSet, one: CheckedObject, at: Path): readonly Finding[] {
  const [, namespace, account = ""] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(textAt(one.object, ...at) ?? "") ?? [];
  const accounts = [...(inNamespaces(set, "", "ServiceAccount").get(namespace)?.keys() ?? [])];
  // istiod makes an account for each Gateway that it deploys.
  const gateways = inNamespaces(set, "gateway.networking.k8s.io", "Gateway").get(namespace);
  if (namespace === undefined || accounts.includes(account) || gateways?.has(account)) return [];
  const near = slipOf(account, accounts);
  if (near === undefined) return [];
  return [
    about("POL003", one, {
      at,
      severity: "warning",
      message: `ServiceAccount ${namespace}/${account} is not among these manifests, and others of the namespace are`,
      hint: `Did you mean ${near}?`,
    }),
  ];
}

/** Paths of requests begin with a slash; a star may stand for it. */
function relative(one: CheckedObject, at: Path): readonly Finding[] {
  const path = textAt(one.object, ...at) ?? "";
  if (path === "" || /^[/*{]/.test(path)) return [];
  const message = `path ${path} matches no request: paths begin with a slash`;
  return [about("POL003", one, { at, message, hint: `Write /${path}.`, fix: [{ at, value: `/${path}` }] })];
}

/** What conditions can ask for; keys with brackets name a header, a claim or a field of a filter. */
const conditionKeys =
  /^(request\.headers\[.+\]|source\.(ip|namespace|principal|serviceAccount)|remote\.ip|request\.auth\.(principal|audiences|presenter)|request\.auth\.claims(\[.+\])+|destination\.(ip|port)|connection\.sni|experimental\..+)$/;

function unknownKeys(one: CheckedObject): readonly Finding[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, index) =>
    listAt(rule, "when").flatMap((condition, which) => {
      const key = textAt(condition, "key");
      if (key === undefined || conditionKeys.test(key)) return [];
      const at = ["spec", "rules", index, "when", which, "key"];
      const message = `${key} is no key that conditions know: istiod refuses the policy`;
      return [
        about("POL003", one, {
          at,
          message,
          hint: "For example request.auth.claims[NAME], request.headers[NAME], source.ip.",
        }),
      ];
    }),
  );
}

/** Without rules a policy matches nothing: meant with ALLOW, which then refuses all, and with nothing else. */
function idle(one: CheckedObject): readonly Finding[] {
  const action = textAt(one.object, "spec", "action");
  if (!["DENY", "AUDIT", "CUSTOM"].includes(action ?? "") || listAt(one.object, "spec", "rules").length > 0) return [];
  const at = ["spec", "action"];
  const message = `action ${action} without rules matches nothing: the policy has no effect`;
  return [about("POL003", one, { at, message, hint: "To match every request write rules: [{}]." })];
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
