import type { Finding } from "../findings/finding";
import { listAt, textAt, wordOf } from "../source/object-paths";
import { isBlock } from "./ip-ranges";
import { objectsOf } from "./objects";
import { about, type CheckedObject, type ManifestSet } from "./rule";
import { slipOf } from "./slips";

type Path = readonly (string | number)[];
type EachIn = (one: CheckedObject, list: string, part: string, keys: readonly string[]) => readonly Path[];

/** What an AuthorizationPolicy compares with, where that can never be equal to what a request has. */
export function idleValues(set: ManifestSet, one: CheckedObject, eachIn: EachIn): readonly Finding[] {
  return [
    ...eachIn(one, "to", "operation", ["ports", "notPorts"]).flatMap((at) => noPort(one, at)),
    ...eachIn(one, "to", "operation", ["paths", "notPaths"]).flatMap((at) => starInside(one, at)),
    ...eachIn(one, "to", "operation", ["methods", "notMethods"]).flatMap((at) => severalMethods(one, at)),
    ...eachIn(one, "from", "source", ["ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"]).flatMap((at) =>
      noBlock(one, at),
    ),
    ...eachIn(one, "from", "source", ["namespaces"]).flatMap((at) => nearNamespace(set, one, at)),
    ...eachIn(one, "from", "source", ["requestPrincipals"]).flatMap((at) => nobodysToken(set, one, at)),
  ];
}

function said(one: CheckedObject, at: Path, message: string, hint?: string, severity: Finding["severity"] = "error") {
  return [about("POL003", one, { at, severity, message, ...(hint !== undefined && { hint }) })];
}

function noPort(one: CheckedObject, at: Path): readonly Finding[] {
  const port = textAt(one.object, ...at) ?? "";
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return [];
  const hint = "Write the number of the port, in quotes; it is that of the pods.";
  return said(one, at, `${port} is no number of a port: istiod refuses the policy`, hint);
}

/** A star stands for something at the beginning or at the end; within, it is a letter like others. In braces it is a template. */
function starInside(one: CheckedObject, at: Path): readonly Finding[] {
  const path = textAt(one.object, ...at) ?? "";
  if (path.includes("{") || !path.slice(1, -1).includes("*")) return [];
  const hint = `For one segment write {*}: ${path.slice(0, -1).replaceAll("*", "{*}") + path.slice(-1)}.`;
  return said(
    one,
    at,
    `path ${path} matches only what has a star there itself: a star counts at the beginning and at the end`,
    hint,
  );
}

function severalMethods(one: CheckedObject, at: Path): readonly Finding[] {
  const method = textAt(one.object, ...at) ?? "";
  if (!/[,|;\s]/.test(method)) return [];
  return said(
    one,
    at,
    `method ${method} matches no request: each entry is one method`,
    "Write each as an entry of its own.",
  );
}

function noBlock(one: CheckedObject, at: Path): readonly Finding[] {
  const block = textAt(one.object, ...at) ?? "";
  if (isBlock(block)) return [];
  return said(one, at, `${block} is neither an IP address nor a block of them: istiod refuses the policy`);
}

function nearNamespace(set: ManifestSet, one: CheckedObject, at: Path): readonly Finding[] {
  const name = textAt(one.object, ...at) ?? "";
  const there = objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name);
  const near = name.includes("*") || there.includes(name) ? undefined : slipOf(name, there);
  if (near === undefined) return [];
  const message = `namespace ${name} is not among these manifests, and ${near} is: requests from there do not match`;
  return said(one, at, message, `Did you mean ${near}?`, "warning");
}

/** A token's principal is its issuer and its subject. */
function nobodysToken(set: ManifestSet, one: CheckedObject, at: Path): readonly Finding[] {
  const principal = textAt(one.object, ...at) ?? "";
  if (principal === "*" || principal.startsWith("*")) return [];
  if (!principal.includes("/")) {
    if (principal.endsWith("*")) return [];
    return said(
      one,
      at,
      `request principal ${principal} is nobody's: it is ISSUER/SUBJECT`,
      "Write https://issuer.example.com/SUBJECT.",
    );
  }
  const issuers = objectsOf(set, "security.istio.io", "RequestAuthentication")
    .filter(({ object }) => object.metadata.namespace === one.object.metadata.namespace)
    .flatMap(({ object }) => listAt(object, "spec", "jwtRules").map((rule) => wordOf(textAt(rule, "issuer") ?? "")));
  const fits = (issuer: string) =>
    principal.startsWith(`${issuer}/`) || issuer.startsWith(principal.replace(/\*$/, ""));
  if (issuers.length === 0 || issuers.some(fits)) return [];
  const message = `request principal ${principal} is of an issuer that no RequestAuthentication of the namespace takes tokens of`;
  return said(one, at, message, `They take those of ${[...new Set(issuers)].join(", ")}.`, "warning");
}
