import { compatibilityPath } from "../../src/ledger/kept";
import type { ValuesKind } from "../../src/ledger/subject";
import type { Case, DataPlane } from "./cases";
import { type Change, changes, type Fields, fieldsOf } from "./fields";
import type { Charts } from "./find";
import { render, valuesOf } from "./render";
import type { Said } from "./shown";

/** What one case came to on one data plane. */
export interface Proof {
  readonly name: string;
  readonly kind: ValuesKind;
  readonly dataPlane: DataPlane;
  readonly rows: readonly string[];
  /** What differs where it takes effect. */
  readonly differs: readonly Change[];
  /** How many fields besides repeat the values. */
  readonly copies: number;
  /** What is not as the rows say; empty when it is. */
  readonly faults: readonly string[];
}

/** Renders a chart without and with what is set, and holds the difference against what the rows say. */
export async function prove(charts: Charts, one: Case, dataPlane: DataPlane): Promise<Proof> {
  const { name, kind, rows, kept } = one;
  const values = valuesOf(kind, dataPlane, kept);
  const profile = kept[compatibilityPath];
  const chosen = kind !== "Istio" && profile !== undefined ? { ...values, compatibilityVersion: profile } : values;
  const found = changes(
    await fields(charts, kind, dataPlane, valuesOf(kind, dataPlane, {})),
    await fields(charts, kind, dataPlane, chosen),
  );
  return { name, kind, dataPlane, rows, ...held(found, one) };
}

/** What must have changed has, to what it must be; nothing else has, but for places that repeat the values. */
export function held(
  found: readonly Change[],
  { shows, copies }: Pick<Case, "shows" | "copies">,
): Pick<Proof, "differs" | "copies" | "faults"> {
  const differs = found.filter((one) => isSaid(shows, one));
  const others = found.filter((one) => !differs.includes(one));
  const repeated = others.filter((one) => isSaid(copies, one));
  const foreign = others.filter((one) => !repeated.includes(one));
  const silent = Object.keys(shows).filter(
    (said) => !found.some(({ field }) => said === field || said === whole(field)),
  );
  return {
    differs,
    copies: repeated.length,
    faults: [
      ...silent.map((field) => `${field} is as without it`),
      ...foreign.map(
        ({ field, before, after }) => `${field}: ${before ?? "(none)"} -> ${after ?? "(none)"}, of which no row speaks`,
      ),
    ],
  };
}

function isSaid(said: Said, { field, after }: Change): boolean {
  const name = [field, whole(field)].find((one) => Object.hasOwn(said, one));
  return name !== undefined && said[name] === after;
}

/** The object of a field, as a whole. */
function whole(field: string): string {
  return `${field.split(" ")[0]} *`;
}

/** A profile that the charts do not carry is an error of the template, and nothing is rendered: VER012 rests on it. */
export async function proveRefused(charts: Charts, profile: string): Promise<readonly string[]> {
  const values = valuesOf("Istio", "ambient", { [compatibilityPath]: profile });
  const { code, all } = await render(charts, "Istio", "ambient", values);
  if (code !== 0 && all.includes(`unknown compatibility version ${profile}`)) return [];
  return [`compatibilityVersion ${profile} is not refused: ${code === 0 ? "it renders" : all.trim()}`];
}

async function fields(
  charts: Charts,
  kind: ValuesKind,
  dataPlane: DataPlane,
  values: Readonly<Record<string, unknown>>,
): Promise<Fields> {
  const { code, out, all } = await render(charts, kind, dataPlane, values);
  if (code !== 0) throw new Error(`the chart of ${kind} does not render: ${all.trim()}`);
  return fieldsOf(out);
}
