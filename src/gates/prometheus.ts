import type { Prometheus, VerifySlo } from "../mesh/schema";
import { textAt, valueAt } from "../objects/object-paths";

/** Seconds between the moments of a window that are looked at. */
const step = 30;

/** The worst value of each series in the window that ends now; what is not a number counts only where there is nothing else. */
export function worstQuery({ query, max, windowSeconds }: VerifySlo): string {
  // A comment at its end must not swallow the bracket.
  return `${max === undefined ? "min" : "max"}_over_time((${query.trim()}\n)[${windowSeconds}s:${step}s])`;
}

/**
 * One sample without labels: 1 where there are series and all of them keep to the bound, else 0. Prometheus does the comparing, so that a shell
 * need not know numbers; what is not a number is never at or below anything.
 */
export function verdictQuery(slo: VerifySlo): string {
  const worst = worstQuery(slo);
  return `(count(${worst}) == bool count(${worst} ${slo.max === undefined ? `>= ${slo.min}` : `<= ${slo.max}`})) or vector(0)`;
}

/** What the API server calls a Service that it hands requests on to; rights name it so, too. */
export function proxiedService({ scheme, service, port }: Prometheus): string {
  return `${scheme === "https" ? "https:" : ""}${service}:${port}`;
}

/** Where the API server hands an instant query on: nobody needs a way into the cluster's network. */
export function queryPath(prometheus: Prometheus, query: string): string {
  const encoded = encodeURIComponent(query).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  const { namespace, path = "" } = prometheus;
  return `/api/v1/namespaces/${namespace}/services/${proxiedService(prometheus)}/proxy${path}/api/v1/query?query=${encoded}`;
}

/** One series of an instant vector. */
export interface Sample {
  /** `{pod="a"}`; empty where it has no labels. */
  readonly labels: string;
  readonly value: number;
}

/** What Prometheus answers: series, or why that is no answer. */
export type Vector = { readonly series: readonly Sample[] } | { readonly refused: string };

/** Reads the answer to an instant query. Anything but an instant vector is refused, in words. */
export function readVector(text: string): Vector {
  const answer = parsed(text);
  if (answer === undefined) return { refused: `what answers is no Prometheus: ${head(text)}` };
  if (textAt(answer, "status") !== "success") {
    const why = [textAt(answer, "errorType"), textAt(answer, "error")].filter(Boolean).join(": ");
    return { refused: why ? `Prometheus says ${why}` : `what answers is no Prometheus: ${head(text)}` };
  }
  const type = textAt(answer, "data", "resultType");
  const result = valueAt(answer, "data", "result");
  if (type !== "vector" || !Array.isArray(result)) {
    return { refused: `Prometheus answers with ${type ?? "nothing"}; expected an instant vector` };
  }
  const series = result.map(sampleOf);
  return series.every((one) => one !== undefined)
    ? { series }
    : { refused: "Prometheus answers with series that have no number, such as histograms" };
}

function sampleOf(one: unknown): Sample | undefined {
  const value = valueAt(one, "value");
  const text: unknown = Array.isArray(value) ? value[1] : undefined;
  if (typeof text !== "string") return undefined;
  const labels = Object.entries((valueAt(one, "metric") ?? {}) as Readonly<Record<string, string>>);
  const named = labels.map(([key, of]) => `${key}=${JSON.stringify(of)}`).join(", ");
  return { labels: named ? `{${named}}` : "", value: numberOf(text) };
}

function numberOf(text: string): number {
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (infinite) return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.trim() === "" ? Number.NaN : Number(text);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function head(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line === "" ? "an empty answer" : line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
