import { rowApplies } from "../../ledger/applies";
import { keptPath } from "../../ledger/kept";
import type { LedgerRow } from "../../ledger/schema";
import type { Subject, ValuesKind } from "../../ledger/subject";
import { hasRow } from "../../ledger/versions";
import type { Brought, StateStep } from "../arrivals";
import { controlPlaneVersion, type MeshState } from "../state";

const names: Readonly<Record<ValuesKind, string>> = { Istio: "control plane", IstioCNI: "CNI", ZTunnel: "ZTunnel" };

/** Rows that a version has had for a while, and that come to the mesh because what kept them off is gone. */
export function turnedOn(rows: readonly LedgerRow[], step: StateStep): readonly Brought[] {
  const { before, after, subject } = step;
  if (before.kept === undefined || JSON.stringify(before.kept) === JSON.stringify(after.kept)) return [];
  const earlier: Subject = { ...subject, kept: before.kept };
  const come = rows.flatMap((row): Brought[] => {
    const kind = kindOf(row);
    const version = kind && versionOf(kind, after);
    if (!kind || !version || version !== versionOf(kind, before) || !hasRow(row, version)) return [];
    if (rowApplies(row, earlier).applies !== "no") return [];
    return told(row, subject, names[kind], version, "arrives");
  });
  const carriers = new Set(come.map(({ row }) => row.id));
  const spread = rows
    .filter((row) => row.spreadsWith !== undefined && carriers.has(row.spreadsWith) && !carriers.has(row.id))
    .filter((row) => after.cni !== undefined && hasRow(row, after.cni))
    .flatMap((row) => told(row, subject, names.IstioCNI, after.cni ?? "", "spreads"));
  return [...come, ...spread];
}

/** The object whose values keep a row off; none for what nothing keeps off. */
function kindOf({ keep, compatibility }: LedgerRow): ValuesKind | undefined {
  const [path] = Object.keys(keep?.set ?? {});
  if (keep?.workaround) return undefined;
  return path === undefined ? (compatibility?.through === "Istio" ? "Istio" : undefined) : keptPath(path).kind;
}

function versionOf(kind: ValuesKind, state: MeshState): string | undefined {
  return { Istio: controlPlaneVersion(state), IstioCNI: state.cni, ZTunnel: state.ztunnel }[kind];
}

function told(row: LedgerRow, subject: Subject, by: string, version: string, how: "arrives" | "spreads"): Brought[] {
  const { applies, because } = rowApplies(row, subject);
  if (applies === "no") return [];
  const reaches = how === "spreads" ? "running pods" : row.reaches;
  return [
    {
      row,
      how,
      by,
      from: version,
      to: version,
      ...(reaches && { reaches }),
      ...(applies === "unseen" && { unseen: because }),
    },
  ];
}
