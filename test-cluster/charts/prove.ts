import { minorDistance } from "../../src/catalog/version";
import { fieldChanges } from "../../src/fields/field-changes";
import {
  compatibilityPath,
  isTemplate,
  type KeptValues,
  keptPath,
  notKeepable,
  profileCovers,
  profilesIn,
} from "../../src/ledger/kept";
import { ledgerRows } from "../../src/ledger/rows";
import type { LedgerRow } from "../../src/ledger/schema";
import { type ValuesKind, valuesKinds } from "../../src/ledger/subject";
import { hasRow } from "../../src/ledger/versions";
import { type Charts, render } from "./render";

/** What the rendering has shown of one way to keep old behaviour. */
export interface Proof {
  /** Row of the ledger, or a compatibility profile. */
  readonly what: string;
  /** Fields of rendered objects that it changes. */
  readonly fields: readonly string[];
  /** What is wrong with that; nothing when the rendering bears the ledger out. */
  readonly fault?: string;
}

/** Renders every value that the ledger keeps old behaviour with, and every compatibility profile, with and without. */
export function proveKept(charts: Charts): readonly Proof[] {
  const version = `${charts.minor}.0`;
  const rows = ledgerRows([]).filter(
    (row) => row.keep && hasRow(row, version) && !notKeepable(row, version) && !isTemplate(row),
  );
  return [
    ...rows.map((row) => proofOf(charts, row.id, row.keep?.set ?? {}, keysOf([row]))),
    ...(profilesIn(version) ?? []).map((profile) => {
      const there = ledgerRows([]).filter((row) => hasRow(row, version));
      const covered = there.filter((row) => profileCovers(profile, row));
      // The file is the same in all charts: istiod's lists what it says of the others, and does nothing with it.
      const listed = there.filter(
        ({ compatibility }) => compatibility && minorDistance(profile, compatibility.profile) >= 0,
      );
      return proofOf(
        charts,
        `compatibilityVersion ${profile}`,
        { [compatibilityPath]: profile },
        keysOf(listed),
        covered,
      );
    }),
  ];
}

/** What some keys are called in rendered objects. */
const called: Readonly<Record<string, readonly string[]>> = {
  dnsCapture: ["AMBIENT_DNS_CAPTURE"],
  reconcileIptablesOnStartup: ["AMBIENT_RECONCILE_POD_RULES_ON_STARTUP"],
  // The pod is in the network of its node, or may go there.
  shareHostNetworkNamespace: ["hostNetwork", "dnsPolicy", "ALLOW_SWITCH_TO_HOST_NS"],
};

/** The last keys of what rows set, and what they are called: every line of a difference has to be about one of them. */
function keysOf(rows: readonly LedgerRow[]): readonly string[] {
  return rows.flatMap(({ keep }) =>
    Object.keys(keep?.set ?? {}).flatMap((path) => {
      const key = keptPath(path).keys.at(-1) ?? "";
      return [key, ...(called[key] ?? [])];
    }),
  );
}

function proofOf(
  charts: Charts,
  what: string,
  set: KeptValues,
  keys: readonly string[],
  covered: readonly LedgerRow[] = [],
): Proof {
  const changes = valuesKinds.flatMap((kind) => changesIn(charts, kind, set));
  const fields = [...new Set(changes.map(({ field }) => field))];
  if (changes.length === 0) return { what, fields, fault: "it changes nothing" };
  const foreign = changes.filter(
    ({ text }) => !keys.some((key) => text.includes(key)) && !text.includes("ompatibilityVersion"),
  );
  const unseen = covered.filter((row) => !keysOf([row]).some((key) => changes.some(({ text }) => text.includes(key))));
  const faults = [
    ...(foreign.length > 0 ? [`it also changes ${[...new Set(foreign.map(({ field }) => field))].join(", ")}`] : []),
    ...(unseen.length > 0 ? [`it does not change what ${unseen.map(({ id }) => id).join(", ")} speak of`] : []),
  ];
  return { what, fields, ...(faults.length > 0 && { fault: faults.join("; ") }) };
}

interface Change {
  readonly field: string;
  /** Field and values. */
  readonly text: string;
}

/** What a set of values changes in the objects of one chart. The operator passes them on as they are. */
function changesIn(charts: Charts, kind: ValuesKind, set: KeptValues): readonly Change[] {
  const own = Object.entries(set).filter(([path]) => keptPath(path).kind === kind);
  if (own.length === 0) return [];
  const [without, kept] = [render(charts, kind, base), render(charts, kind, own.reduce(withValue, base))];
  return [...new Set([...without.keys(), ...kept.keys()])].flatMap((id) =>
    fieldChanges(id.split("/")[0] ?? "", without.get(id), kept.get(id)).map(({ field, before, after }) => {
      const lines = differing(before, after);
      return { field: `${id} ${field}`, text: `${field} ${lines}` };
    }),
  );
}

/** As ambient meshes are rendered. */
const base: object = { profile: "ambient" };

function withValue(values: object, [path, value]: [string, unknown]): object {
  const keys = keptPath(path).keys;
  const nest = (at: Record<string, unknown>, [key = "", ...rest]: readonly string[]): Record<string, unknown> => ({
    ...at,
    [key]: rest.length === 0 ? value : nest((at[key] ?? {}) as Record<string, unknown>, rest),
  });
  return nest(values as Record<string, unknown>, keys);
}

/** Of long texts only the lines that differ. */
function differing(before: unknown, after: unknown): string {
  if (typeof before !== "string" || typeof after !== "string") return JSON.stringify([before, after]);
  const [was, is] = [before.split("\n"), after.split("\n")];
  return [...was.filter((line) => !is.includes(line)), ...is.filter((line) => !was.includes(line))].join("\n");
}
