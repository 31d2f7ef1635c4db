import { minorOf } from "../../catalog/version";
import { wordOf } from "../../objects/object-paths";

const exact = /^[v=]?\s*(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/;
/** `1.27`, `1.27.x`, `~1.27.3`: patches of one minor. */
const patches = /^(?:[v=]?\s*(\d+\.\d+)(?:\.[xX*])?|~>?\s*v?(\d+\.\d+)(?:\.(?:\d+|[xX*]))?)$/;
const between = /^>=?\s*v?(\d+)\.(\d+)(?:\.\d+)?(?:-\w+)?\s*,?\s*<\s*v?(\d+)\.(\d+)(?:\.0)?(?:-\w+)?$/;

/** The one version that a text names; undefined for a range. */
export function exactChartVersion(version: string): string | undefined {
  return exact.exec(version.trim())?.[1];
}

/** The minor that a version is of, or all that a range lets in; undefined where that is more than one, or not to be told. */
export function chartMinor(version: string): string | undefined {
  const text = version.trim();
  const one = exactChartVersion(text);
  if (one !== undefined) return minorOf(one);
  const [, plain, tilde] = patches.exec(text) ?? [];
  if (plain !== undefined || tilde !== undefined) return plain ?? tilde;
  const [, major, from, last, to] = between.exec(text) ?? [];
  return major !== undefined && major === last && Number(to) === Number(from) + 1 ? `${major}.${from}` : undefined;
}

/** Whether a range lets in more than one minor, on any day; of what somebody fills in nobody knows. */
export function isWideRange(version: string): boolean {
  return /^[\s\dvxX*.,<>=~^|-]+$/.test(version) && chartMinor(version) === undefined;
}

/** A version as it is written; a number that YAML made of one has lost its zeros, and is none. */
export function writtenVersion(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : `${wordOf(value)} (no text)`;
}
