import type { ExpectedBackends, VerifyRequest } from "../../mesh/schema";
import type { Verdict } from "../kind";
import type { Answer } from "../query";
import { curlEnds, sampleCount, statusLine } from "./curl";

/** One answer of many. */
interface Sample {
  readonly status: string;
  /** The backend that it names. */
  readonly backend?: string;
}

/** Whether many answers came from the backends that have a weight, from each of them, and from no other. */
export function backendsHold({ expect }: VerifyRequest, backends: ExpectedBackends, answer: Answer): Verdict {
  const samples = samplesIn(backends, answer.texts[0] ?? "");
  const wanted = sampleCount(backends);
  const code = answer.codes?.[0] ?? 0;
  if (code !== 0) return `after ${samples.length} of ${wanted} answers ${curlEnds(code)}`;
  if (samples.length !== wanted) return `there are ${samples.length} of ${wanted} answers`;
  const other = samples.filter(({ status }) => status !== String(expect.status));
  if (other.length > 0) return `${other.length} of ${wanted} answers are ${other[0]?.status}`;
  const silent = samples.filter(({ backend }) => backend === undefined);
  if (silent.length > 0) return `${silent.length} of ${wanted} answers name no backend`;
  const seen = counts(samples);
  const used = Object.entries(backends.weights).flatMap(([name, weight]) => (weight > 0 ? [name] : []));
  const stray = [...seen.keys()].filter((name) => !used.includes(name));
  if (stray.length > 0) return `${stray.join(", ")} answers, and has no weight: ${told(seen)}`;
  const missing = used.filter((name) => !seen.has(name));
  return missing.length === 0 || `${missing.join(", ")} never answers: ${told(seen)}`;
}

/** `60 v1, 6 v2`. */
export function backendsSeen(backends: ExpectedBackends, answer: Answer): string {
  return told(counts(samplesIn(backends, answer.texts[0] ?? "")));
}

function told(seen: ReadonlyMap<string, number>): string {
  return [...seen].map(([name, count]) => `${count} ${name}`).join(", ");
}

/** Sorted by name. */
function counts(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { backend = "" } of samples) found.set(backend, (found.get(backend) ?? 0) + 1);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Line by line, as sed does it in a Job and in gates.sh: the first line of an answer that names a backend counts. */
function samplesIn({ header, pattern }: ExpectedBackends, text: string): readonly Sample[] {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const samples: Sample[] = [];
  let backend: string | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.replaceAll(/[\r|]/g, " ").replace(/ +$/, "");
    if (line.startsWith(statusLine)) {
      samples.push({ status: line.slice(statusLine.length), ...(backend !== undefined && { backend }) });
      backend = undefined;
      continue;
    }
    const where = header === undefined ? line : headerValue(line, header);
    const name = where === undefined || expression === undefined ? where : expression.exec(where)?.[1];
    backend ??= name || undefined;
  }
  return samples;
}

function headerValue(line: string, header: string): string | undefined {
  const colon = line.indexOf(":");
  if (line.slice(0, Math.max(colon, 0)).toLowerCase() !== header.toLowerCase()) return undefined;
  return line.slice(colon + 1).replace(/^ +/, "");
}
