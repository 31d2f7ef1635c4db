import { samplesFor } from "../../mesh/backends";
import type { ExpectedBackends, VerifyRequest } from "../../mesh/schema";
import { quote } from "../quote";

/** What curl ends with when somebody has cut the connection before there was an answer: in TLS, at once, while sending, while waiting. */
export const cutCodes = [35, 52, 55, 56] as const;

/** Begins the line that follows each of several answers; its status comes after it. */
export const statusLine = "meshstep-status ";

const words: Readonly<Record<number, string>> = {
  6: "no such host",
  7: "nobody listens there",
  28: "there was no answer in 30 s",
  60: "its certificate is not trusted",
};

/** What an exit code of curl means. */
export function curlEnds(code: number): string {
  const why = cutCodes.some((one) => one === code) ? "the connection is cut" : words[code];
  return `curl ends with ${code}${why === undefined ? "" : `, ${why}`}`;
}

/** How many requests a check of backends makes. */
export function sampleCount({ samples, weights }: ExpectedBackends): number {
  return samples ?? samplesFor(weights);
}

/** One request: the body, where it matters, then the status on a line of its own. Needs nothing of curl that 7.52 (2016) does not have. */
export function curl(request: VerifyRequest): readonly string[] {
  const { url, expect } = request;
  if (expect.backends) return sampling(request, expect.backends);
  const noBody = expect.connection === "denied" || request.method === "HEAD" ? ["-o", "/dev/null"] : [];
  return [...common(request), "-g", ...noBody, "-w", "\\n%{http_code}\\n", url];
}

/**
 * All requests of a check of backends in one call, each over a connection of its own (of HTTP/1.1). curl repeats a URL for each number in
 * brackets, and keeps what follows the # to itself. The first that gets no answer is the last.
 */
function sampling(request: VerifyRequest, backends: ExpectedBackends): readonly string[] {
  const told = backends.header === undefined ? [] : ["-o", "/dev/null", "-D", "-"];
  const [url = ""] = request.url.split("#");
  return [
    ...common(request),
    "--fail-early",
    "-H",
    "Connection: close",
    ...told,
    "-w",
    `\\n${statusLine}%{http_code}\\n`,
    `${escaped(url)}#[1-${sampleCount(backends)}]`,
  ];
}

function common({ method }: VerifyRequest): readonly string[] {
  const how = { GET: [], HEAD: ["-I"] }[method as string] ?? ["-X", method];
  return ["curl", "-sS", "--max-time", "30", ...how];
}

/** Brackets and braces of the URL itself, which mean repetition to curl; those around an IPv6 address do not. */
function escaped(url: string): string {
  const [, host = "", rest = ""] = /^(https?:\/\/[^/?]*)(.*)$/.exec(url) ?? [];
  return `${host}${rest.replaceAll(/[[\]{}\\]/g, "\\$&")}`;
}

/** A command line for a POSIX shell, as people read it. */
export function shellWords(words: readonly string[]): string {
  return words.map((text) => (/^[A-Za-z0-9-]+$/.test(text) ? text : quote(text))).join(" ");
}
