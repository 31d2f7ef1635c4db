import { oncePer } from "../../basics/once-per";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { objectsOf, sailObjects } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { noHome } from "./account-homes";
import { noAccount } from "./accounts";
import { isBlock } from "./ip-ranges";
import { type EntryCheck, ofEntry, type PolicyEntry } from "./policy-entry";

/** The trust domains that peers of this mesh can be of; none where no control plane is here to say so. */
const trustDomains = oncePer((set: ManifestSet): readonly string[] =>
  sailObjects(set, ["Istio", "IstioRevision"]).flatMap(({ object }) => {
    const config = ["spec", "values", "meshConfig"];
    const own = textAt(object, ...config, "trustDomain") ?? textAt(object, "spec", "values", "global", "trustDomain");
    return [own ?? "cluster.local", ...listAt(object, ...config, "trustDomainAliases").map(String)];
  }),
);

const form = /^([^/]+)\/ns\/[^/]+\/sa\/[^/]+$/;

/** A principal that no certificate has. With a star it is a pattern, which need not be whole. */
const strange: EntryCheck = (entry) => {
  const { set, at, text: principal } = entry;
  if (principal.startsWith("spiffe://")) {
    const meant = principal.slice("spiffe://".length);
    const message = `principal ${principal} matches nobody: principals are written without spiffe://`;
    return ofEntry(entry, { message, hint: `Write ${meant}.`, fix: [{ at, value: meant }] });
  }
  if (principal === "" || principal.includes("*")) return [];
  const domain = form.exec(principal)?.[1];
  if (domain === undefined) {
    const message = `principal ${principal} matches nobody`;
    return ofEntry(entry, { message, hint: "Write TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT." });
  }
  const domains = trustDomains(set);
  // cluster.local stands for the trust domain of the mesh, whatever its name.
  if (domain === "cluster.local" || domains.length === 0 || domains.includes(domain)) return [];
  return ofEntry(entry, {
    severity: "warning",
    message: `principal ${principal} is of trust domain ${domain}, and the mesh here has ${[...new Set(domains)].join(", ")}`,
    hint: "If it is one of another mesh, add its trust domain to meshConfig.trustDomainAliases or ignore this with a reason.",
  });
};

/** A service account that no pod runs as, as far as that can be told. */
const strangeAccount: EntryCheck = (entry) => {
  const [, namespace, account] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(entry.text) ?? [];
  return namespace === undefined || account === undefined ? [] : missing(entry, namespace, account);
};

/** The same as `NAMESPACE/ACCOUNT`, or the name alone for one of the policy's own namespace. */
const strangeServiceAccount: EntryCheck = (entry) => {
  const parts = entry.text.split("/");
  const account = parts.pop() ?? "";
  const namespace = parts.pop() ?? entry.one.object.metadata.namespace;
  return namespace === undefined || entry.text.includes("*") || account === ""
    ? []
    : missing(entry, namespace, account);
};

function missing(entry: PolicyEntry, namespace: string, account: string): readonly Finding[] {
  const home = entry.one.object.metadata.namespace;
  const { why, hint } = noAccount(entry.set, namespace, account) ?? noHome(entry.set, home, namespace, account) ?? {};
  if (why === undefined) return [];
  return ofEntry(entry, {
    severity: "warning",
    message: `${why}: the entry matches nobody`,
    ...(hint !== undefined && { hint }),
  });
}

const noBlock: EntryCheck = (entry) => {
  if (isBlock(entry.text)) return [];
  const message = `${entry.text} is neither an IP address nor a block of them: istiod refuses the policy`;
  return ofEntry(entry, { severity: "error", message });
};

const nearNamespace: EntryCheck = (entry) => {
  const { set, text: name } = entry;
  const there = objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name);
  const near = name.includes("*") || there.includes(name) ? undefined : slipOf(name, there);
  if (near === undefined) return [];
  const message = `namespace ${name} is not among these manifests, and ${near} is: requests from there do not match`;
  return ofEntry(entry, { severity: "warning", message, hint: `Did you mean ${near}?` });
};

/** A token's principal is its issuer and its subject. */
const nobodysToken: EntryCheck = (entry) => {
  const { set, one, text: principal } = entry;
  if (principal === "*" || principal.startsWith("*")) return [];
  if (!principal.includes("/")) {
    if (principal.endsWith("*")) return [];
    const message = `request principal ${principal} is nobody's: it is ISSUER/SUBJECT`;
    return ofEntry(entry, { severity: "error", message, hint: "Write https://issuer.example.com/SUBJECT." });
  }
  const homes = [one.object.metadata.namespace, ...rootNamespaces(set)];
  const issuers = objectsOf(set, "security.istio.io", "RequestAuthentication")
    .filter(({ object }) => homes.includes(object.metadata.namespace))
    .flatMap(({ object }) => listAt(object, "spec", "jwtRules").map((rule) => wordOf(textAt(rule, "issuer") ?? "")));
  const fits = (issuer: string) =>
    principal.startsWith(`${issuer}/`) || issuer.startsWith(principal.replace(/\*$/, ""));
  if (issuers.length === 0 || issuers.some(fits)) return [];
  const message = `request principal ${principal} is of an issuer that no RequestAuthentication of the namespace takes tokens of`;
  return ofEntry(entry, {
    severity: "warning",
    message,
    hint: `They take those of ${[...new Set(issuers)].join(", ")}.`,
  });
};

/** By the lists of `from[].source`. */
export const sourceChecks: Readonly<Record<string, readonly EntryCheck[]>> = {
  principals: [strange, strangeAccount],
  notPrincipals: [strange, strangeAccount],
  serviceAccounts: [strangeServiceAccount],
  notServiceAccounts: [strangeServiceAccount],
  ipBlocks: [noBlock],
  notIpBlocks: [noBlock],
  remoteIpBlocks: [noBlock],
  notRemoteIpBlocks: [noBlock],
  namespaces: [nearNamespace],
  notNamespaces: [nearNamespace],
  requestPrincipals: [nobodysToken],
  notRequestPrincipals: [nobodysToken],
};
