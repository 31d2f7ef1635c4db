import * as z from "zod/mini";

/** How a response names its backend: nothing in it that a shell or a regular expression would read. */
export const backendName = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(
      /^[A-Za-z0-9][-A-Za-z0-9._:/@+]*$/,
      "the name of a backend, such as v1 or reviews-v1 (letters, digits and -._:/@+)",
    ),
  );

/** Name of an HTTP header. */
export const headerName = z
  .string()
  .check(z.maxLength(128), z.regex(/^[A-Za-z0-9][-A-Za-z0-9_]*$/, "the name of an HTTP header such as x-served-by"));

/** No check asks more often than this. */
export const mostSamples = 10_000;

/** Fewer show too little of what must not be seen: with 50, a backend that gets 13 of 100 requests by mistake is seen in 999 of 1000 cases. */
const leastSamples = 50;

/** How often a sample may miss a backend that has a weight. */
const mayMiss = 0.001;

/**
 * How many requests show every backend with a weight in 999 of 1000 cases: a backend with the share s is missed by n requests with (1 - s)^n, and
 * what several are missed with adds up to no more than their sum.
 * @returns Infinity where more than {@link mostSamples} are needed
 */
export function samplesFor(weights: Readonly<Record<string, number>>): number {
  const used = Object.values(weights).filter((weight) => weight > 0);
  const sum = used.reduce((total, weight) => total + weight, 0);
  let missed = used.map(() => 1);
  // Multiplied step by step, which every machine does alike.
  for (let count = 1; count <= mostSamples; count++) {
    missed = missed.map((chance, index) => chance * (1 - (used[index] ?? 0) / sum));
    if (missed.reduce((total, chance) => total + chance, 0) <= mayMiss) return Math.max(count, leastSamples);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * What keeps a pattern from meaning the same to JavaScript (`verify`) and to sed (Jobs, gates.sh); undefined where nothing does. With one group and no
 * alternatives, the leftmost match is the same one.
 */
export function patternProblem(pattern: string): string | undefined {
  if (!/^[ -~]+$/.test(pattern)) return "expected plain ASCII on one line";
  if (pattern.includes("|")) return "alternatives (|) match otherwise in JavaScript than in sed";
  const tokens = pattern.match(/\\.?|\[\^?[^\]]*\]|[^\\]/g) ?? [];
  if (tokens.some((token) => /^\\(?![$^.*+?()[\]{}\\])/.test(token))) {
    return "a backslash may only stand before one of ^$.*+?()[]{}\\; write [0-9] for a digit";
  }
  const sets = tokens.filter((token) => token.length > 1 && token.startsWith("["));
  if (sets.some((set) => /^\[\^?\]$/.test(set) || /[\\[]/.test(set.slice(1)))) {
    return "an empty […], and a backslash or a [ in one, mean something else to sed";
  }
  const plain = tokens.map((token) => (token.length > 1 ? "-" : token)).join("");
  if (plain.includes("(?")) return "(?…) is unknown to sed";
  if (/[*+?}][?+]/.test(plain)) return "a repetition that is repeated, or as short as can be, is unknown to sed";
  if (plain.split("(").length !== 2) return "expected one group (…): the name of the backend";
  if (/\)[*+?{]/.test(plain)) return "the group is one name, and may not be repeated";
  if (sedDelimiter(pattern) === "") return "one of / , # % @ ! : ; = ~ has to be left out of it, for sed";
  return isPattern(pattern) ? undefined : "expected a regular expression";
}

/** A character that a pattern does not hold, so that sed can be told where it ends. */
export function sedDelimiter(pattern: string): string {
  return [..."/,#%@!:;=~"].find((one) => !pattern.includes(one)) ?? "";
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").source !== "";
  } catch {
    return false;
  }
}
