import type { SemVer } from "semver";
import compare from "semver/functions/compare";
import parse from "semver/functions/parse";
import { InputError } from "../findings/input-error";

/** An alias names a minor and no patch; `semver.coerce` would read `v1.30-latest` as 1.30.0, so nothing here coerces. */
const alias = /^v?\d+\.\d+-latest$/;
const minorAtStart = /^v?(\d+)\.(\d+)(?=$|[.-])/;

/** `1.26.4` → `v1.26.4`: the form that `spec.version` wants. */
export function withV(version: string): string {
  return version.startsWith("v") ? version : `v${version}`;
}

/** `v1.26.4` → `1.26.4`. */
export function withoutV(version: string): string {
  return version.startsWith("v") ? version.slice(1) : version;
}

/** Whether this is a floating name such as `v1.26-latest`, with or without its `v`. */
export function isAlias(version: string): boolean {
  return alias.test(version);
}

/** Whether this is a minor without a patch: `1.26`, with or without a `v`. */
export function isMinor(version: string): boolean {
  return minorAtStart.exec(version)?.[0] === version;
}

/** `v1.26.4`, with its patch: neither a minor, nor an alias, nor another word. */
export function isExactVersion(version: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(version) && !isOpenVersion(version);
}

/** Whether somebody fills a version in before it is one: `v${ISTIO_VERSION}`, `<version>`. */
export function isOpenVersion(version: string): boolean {
  return /[$<>{}%@]/.test(version);
}

/** `v1.26.4`, `v1.26-latest` and `1.26` → `1.26`. Throws InputError for anything else. */
export function minorOf(version: string): string {
  const { major, minor } = readMinor(version);
  return `${major}.${minor}`;
}

/** `v1.26.4`, `v1.26-latest` and `1.26` → 26. Throws InputError for anything else. */
export function minorNumber(version: string): number {
  return readMinor(version).minor;
}

/**
 * Minors from `from` up to `to`: 1 for v1.26.4 → v1.27.0, negative when `to` is older.
 * Infinite between majors, so that no "at most n minors" rule ever allows a change of major.
 */
export function minorDistance(from: string, to: string): number {
  const a = readMinor(from);
  const b = readMinor(to);
  if (a.major !== b.major) return b.major > a.major ? Infinity : -Infinity;
  return b.minor - a.minor;
}

/**
 * Semver order, for `Array.sort`: below zero when `a` is older. A pre-release is older than its release.
 * Throws InputError for an alias, which has no place in that order, and for what is no version.
 */
export function compareVersions(a: string, b: string): number {
  return compare(exact(a), exact(b));
}

/** The planner compares the same hundred versions thousands of times; parsing them once makes it ten times faster. */
const parsed = new Map<string, SemVer>();
const minors = new Map<string, Minor>();

interface Minor {
  readonly major: number;
  readonly minor: number;
}

function exact(version: string): SemVer {
  const known = parsed.get(version);
  if (known) return known;
  if (isAlias(version)) {
    throw InputError.of(`${version} is a floating alias; expected an exact version such as ${minorOf(version)}.0`);
  }
  const fresh = parse(version);
  if (!fresh) throw InputError.of(`${version} is no version; expected one such as v1.26.4`);
  parsed.set(version, fresh);
  return fresh;
}

function readMinor(version: string): Minor {
  const known = minors.get(version);
  if (known) return known;
  const match = minorAtStart.exec(version);
  if (!match) throw InputError.of(`${version} is no version; expected one such as v1.26.4`);
  const fresh = { major: Number(match[1]), minor: Number(match[2]) };
  minors.set(version, fresh);
  return fresh;
}
