import { isIP } from "node:net";
import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { inNamespaces } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { expressionOf } from "./expressions";
import { isWithin } from "./host-names";

type Path = readonly (string | number)[];

/** What istiod's webhook refuses of a VirtualService, and rules in it that no request reaches. */
export function refusedRoutes(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const rules = listAt(one.object, "spec", "http");
  return [
    ...rules.flatMap((rule, index) => {
      const at = ["spec", "http", index];
      return [
        ...leadsNowhere(one, rule, at),
        ...weights(one, rule, at),
        ...faults(one, rule, [...at, "fault"]),
        ...retries(one, rule, at),
        ...expressions(one, valueAt(rule, "match"), [...at, "match"]),
        ...mirrors(set, one, rule, at),
      ];
    }),
    ...unreached(one, rules),
    ...strangerNames(one),
  ];
}

/** Names of servers that are none of its hosts. */
function strangerNames(one: CheckedObject): readonly Finding[] {
  const hosts = listAt(one.object, "spec", "hosts").map(wordOf);
  return listAt(one.object, "spec", "tls").flatMap((rule, index) =>
    listAt(rule, "match").flatMap((match, which) =>
      listAt(match, "sniHosts").flatMap((sni, entry) => {
        const name = wordOf(sni);
        if (hosts.length === 0 || isIP(name) !== 0 || hosts.some((host) => isWithin(name, host))) return [];
        const at = ["spec", "tls", index, "match", which, "sniHosts", entry];
        const message = `sniHosts has ${name}, which is none of its hosts: istiod refuses the VirtualService`;
        return [about("TGT005", one, { at, message, hint: `Its hosts are ${hosts.join(", ")}.` })];
      }),
    ),
  );
}

function leadsNowhere(one: CheckedObject, rule: unknown, at: Path): readonly Finding[] {
  if (["route", "redirect", "directResponse", "delegate"].some((key) => valueAt(rule, key) !== undefined)) return [];
  const message = "a rule without route, redirect, directResponse and delegate: istiod refuses the VirtualService";
  return [about("TGT005", one, { at, message, hint: "Add the route that its requests take." })];
}

function weights(one: CheckedObject, rule: unknown, at: Path): readonly Finding[] {
  return listAt(rule, "route").flatMap((route, index) => {
    const weight = valueAt(route, "weight");
    if (typeof weight !== "number" || weight >= 0) return [];
    const message = `weight ${weight} is below 0: istiod refuses the VirtualService`;
    return [about("TGT005", one, { at: [...at, "route", index, "weight"], message })];
  });
}

function faults(one: CheckedObject, rule: unknown, at: Path): readonly Finding[] {
  const fault = valueAt(rule, "fault");
  const abort = valueAt(fault, "abort");
  const isOpen = !["httpStatus", "grpcStatus", "http2Error"].some((key) => valueAt(abort, key) !== undefined);
  const shares = ["abort", "delay"].flatMap((kind) => {
    const share = valueAt(fault, kind, "percentage", "value");
    if (typeof share !== "number" || (share >= 0 && share <= 100)) return [];
    const message = `${share} is no share in percent: istiod refuses the VirtualService`;
    return [about("TGT005", one, { at: [...at, kind, "percentage", "value"], message })];
  });
  if (abort === undefined || !isOpen) return shares;
  // istiod warns of it, and takes it.
  const message = "an abort without httpStatus or grpcStatus: no request is answered by it";
  return [...shares, about("TGT005", one, { at: [...at, "abort"], severity: "warning", message })];
}

/** What Envoy and istiod know to retry on, besides status codes. */
const retryWords = (
  "5xx gateway-error reset reset-before-request connect-failure envoy-ratelimited retriable-4xx refused-stream retriable-status-codes " +
  "retriable-headers http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable"
).split(" ");

function retries(one: CheckedObject, rule: unknown, at: Path): readonly Finding[] {
  const words = (textAt(rule, "retries", "retryOn") ?? "").split(",").map((word) => word.trim());
  const strange = words.filter((word) => word !== "" && !retryWords.includes(word) && !/^\d{3}$/.test(word));
  const each = seconds(textAt(rule, "retries", "perTryTimeout"));
  const whole = seconds(textAt(rule, "timeout"));
  const tooLong =
    each !== undefined && whole !== undefined && whole > 0 && each > whole
      ? [
          about("TGT005", one, {
            at: [...at, "retries", "perTryTimeout"],
            severity: "warning" as const,
            message: `perTryTimeout ${each}s is longer than timeout ${whole}s: no request is ever tried again`,
          }),
        ]
      : [];
  return [
    ...tooLong,
    ...strange.map((word) => {
      const near = nearest(word, retryWords);
      const message = `retryOn knows no ${word}: istiod refuses the VirtualService`;
      return about("TGT005", one, {
        at: [...at, "retries", "retryOn"],
        message,
        ...(near !== undefined && { hint: `Did you mean ${near}?` }),
      });
    }),
  ];
}

/** `1.5s`, `1m30s`; undefined for what is no duration. */
function seconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(text)) return undefined;
  const units = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}

/** Regular expressions, wherever a match has them. */
function expressions(one: CheckedObject, value: unknown, at: Path): readonly Finding[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const here = [...at, Array.isArray(value) ? Number(key) : key];
    if (key !== "regex" || typeof entry !== "string") return expressions(one, entry, here);
    if (expressionOf(entry)) return [];
    const message = `${entry} is no regular expression: istiod refuses the VirtualService`;
    return [about("TGT005", one, { at: here, message })];
  });
}

/** Copies of requests that go to a Service which is nearly one that is here. */
function mirrors(set: ManifestSet, one: CheckedObject, rule: unknown, at: Path): readonly Finding[] {
  const places = [
    [...at, "mirror", "host"],
    ...listAt(rule, "mirrors").map((_, index) => [...at, "mirrors", index, "destination", "host"]),
  ];
  return places.flatMap((place) => {
    const host = textAt(one.object, ...place);
    const [name = "", namespace = one.object.metadata.namespace, ...rest] = (host ?? "").split(".");
    const there = [...(inNamespaces(set, "", "Service").get(namespace)?.keys() ?? [])];
    if (host === undefined || there.length === 0 || there.includes(name) || (rest.length > 0 && rest[0] !== "svc"))
      return [];
    if (serviceMayBeThere(set, namespace ?? "", name)) return [];
    const message = `Service ${namespace}/${name} is not among these manifests, and others of the namespace are: nothing is mirrored`;
    return [about("TGT005", one, { at: place, severity: "warning", message })];
  });
}

/** The first rule that takes every request is the last one that is asked. */
function unreached(one: CheckedObject, rules: readonly unknown[]): readonly Finding[] {
  const open = rules.findIndex((rule) => listAt(rule, "match").length === 0);
  if (open < 0 || open === rules.length - 1) return [];
  return [
    about("TGT005", one, {
      at: ["spec", "http", open + 1],
      severity: "warning",
      message: `no request gets to this rule: rule ${open + 1} of ${rules.length} has no match and takes all of them`,
      hint: "Put the rule without a match last.",
    }),
  ];
}
