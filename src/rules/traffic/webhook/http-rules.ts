import type { MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { isSet, isTemplate, keysAt, label, type Refusal } from "./refusal";

/** What istiod refuses of one HTTP rule of a VirtualService. */
export function refusedRule(rule: unknown, at: MeshPath): readonly Refusal[] {
  return [
    ...conflicts(rule, at),
    ...redirects(rule, at),
    ...rewrites(rule, at),
    ...statuses(rule, at),
    ...retries(rule, at),
    ...mirrors(rule, at),
    ...matches(rule, at),
    ...destinations(listAt(rule, "route"), [...at, "route"]),
  ];
}

/** What answers a request at once, and what a rule then cannot do as well. */
function conflicts(rule: unknown, at: MeshPath): readonly Refusal[] {
  const has = (key: string) => isSet(rule, key);
  if (has("delegate")) {
    return ["route", "redirect"].flatMap((key): readonly Refusal[] =>
      has(key) ? [[[...at, key], `a rule has both delegate and ${key}`, "What it delegates to has the route."]] : [],
    );
  }
  const answer = ["redirect", "directResponse"].find(has);
  if (answer === undefined) return [];
  const others = ["route", "fault", "rewrite", "directResponse"].filter((key) => key !== answer && has(key));
  return others.map((key) => [
    [...at, key],
    `a rule has both ${answer} and ${key}`,
    `${answer} answers every request of the rule by itself.`,
  ]);
}

function redirects(rule: unknown, at: MeshPath): readonly Refusal[] {
  const redirect = valueAt(rule, "redirect");
  if (keysAt(redirect) === undefined) return [];
  const found: Refusal[] = [];
  const goals = ["uri", "prefixRewrite", "authority", "scheme", "port", "derivePort"];
  const code = valueAt(redirect, "redirectCode");
  const scheme = textAt(redirect, "scheme") ?? "";
  if (!goals.some((key) => isSet(redirect, key)))
    found.push([[...at, "redirect"], "a redirect to nowhere: it has no uri, authority, scheme or port"]);
  if (isSet(redirect, "uri") && isSet(redirect, "prefixRewrite"))
    found.push([[...at, "redirect", "prefixRewrite"], "a redirect has both uri and prefixRewrite"]);
  if (typeof code === "number" && code !== 0 && (code < 300 || code > 399))
    found.push([[...at, "redirect", "redirectCode"], `redirectCode ${code} is none of 300 to 399`]);
  if (scheme !== "" && !isTemplate(scheme) && !["http", "https"].includes(scheme))
    found.push([[...at, "redirect", "scheme"], `a redirect to scheme ${scheme}`, "Write http or https."]);
  return found;
}

function rewrites(rule: unknown, at: MeshPath): readonly Refusal[] {
  const rewrite = valueAt(rule, "rewrite");
  if (keysAt(rewrite) === undefined) return [];
  const has = (key: string) => isSet(rewrite, key);
  if (has("uri") && has("uriRegexRewrite"))
    return [[[...at, "rewrite", "uriRegexRewrite"], "a rewrite has both uri and uriRegexRewrite"]];
  if (["uri", "uriRegexRewrite", "authority"].some(has)) return [];
  return [[[...at, "rewrite"], "a rewrite of nothing: it has no uri, uriRegexRewrite or authority"]];
}

/** The answers that faults and direct responses give. */
function statuses(rule: unknown, at: MeshPath): readonly Refusal[] {
  const places = [
    ["fault", "abort", "httpStatus"],
    ["directResponse", "status"],
  ];
  const found = places.flatMap((path): readonly Refusal[] => {
    const status = valueAt(rule, ...path);
    if (typeof status !== "number" || (status >= 200 && status <= 600)) return [];
    return [[[...at, ...path], `${status} is no status of an answer`, "Write one of 200 to 599."]];
  });
  const fault = keysAt(rule, "fault");
  const isEmpty = fault && !["abort", "delay"].some((key) => fault.includes(key));
  return isEmpty ? [...found, [[...at, "fault"], "a fault has neither abort nor delay"]] : found;
}

function retries(rule: unknown, at: MeshPath): readonly Refusal[] {
  const own = valueAt(rule, "retries");
  const attempts = valueAt(own, "attempts") ?? 0;
  const [key] = ["perTryTimeout", "retryOn", "retryRemoteLocalities"].filter((one) => isSet(own, one));
  if (attempts !== 0 || key === undefined) return [];
  return [[[...at, "retries"], `retries has ${key} and no attempts, which is none at all`, "Write attempts: 2, say."]];
}

function mirrors(rule: unknown, at: MeshPath): readonly Refusal[] {
  const shares: readonly MeshPath[] = [
    ["mirrorPercentage", "value"],
    ...listAt(rule, "mirrors").map((_, index) => ["mirrors", index, "percentage", "value"]),
  ];
  const strange = shares.flatMap((path): readonly Refusal[] => {
    const share = valueAt(rule, ...path);
    if (typeof share !== "number" || (share >= 0 && share <= 100)) return [];
    return [[[...at, ...path], `${share} is no share in percent`]];
  });
  const isBoth = isSet(rule, "mirror") && isSet(rule, "mirrors");
  return isBoth ? [...strange, [[...at, "mirror"], "a rule has both mirror and mirrors"]] : strange;
}

/** An empty beginning is one of every path, and of nothing else that is matched. */
function matches(rule: unknown, at: MeshPath): readonly Refusal[] {
  return listAt(rule, "match").flatMap((match, index) => {
    const here = [...at, "match", index];
    const maps = ["headers", "withoutHeaders", "queryParams"].flatMap((key) =>
      (keysAt(match, key) ?? []).map((name) => [key, name]),
    );
    return [["uri"], ["scheme"], ["method"], ["authority"], ...maps].flatMap((path): readonly Refusal[] => {
      const own = valueAt(match, ...path);
      const key = ["prefix", "regex"].find((word) => valueAt(own, word) === "");
      if (key === undefined || (key === "prefix" && path[0] === "uri")) return [];
      return [[[...here, ...path, key], `${path.join(" ")} is matched by an empty ${key}`]];
    });
  });
}

/** Where routes of any protocol lead to. */
export function destinations(routes: readonly unknown[], at: MeshPath): readonly Refusal[] {
  const weights = routes.map((route) => valueAt(route, "weight") ?? 0);
  const none: readonly Refusal[] =
    routes.length > 1 && weights.every((weight) => weight === 0)
      ? [[at, "the weights of a rule are 0 together", "Give each its share; of one destination none is needed."]]
      : [];
  return [
    ...none,
    ...routes.flatMap((route, index) => {
      const [host = "", subset = ""] = ["host", "subset"].map((key) => textAt(route, "destination", key));
      const here = [...at, index, "destination"];
      const found: Refusal[] = [];
      if (host === "*") found.push([[...here, "host"], "a destination of every host", "Name one."]);
      if (subset !== "" && !isTemplate(subset) && !label.test(subset))
        found.push([[...here, "subset"], `${subset} is no name of a subset`, "Letters, digits and dashes."]);
      return found;
    }),
  ];
}
