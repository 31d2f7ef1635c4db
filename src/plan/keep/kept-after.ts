import type { DistributionName } from "../../catalog/types";
import { minorDistance, minorOf } from "../../catalog/version";
import { rowApplies } from "../../ledger/applies";
import { compatibilityPath, type KeptValues, keptPath, notKeepable, profileCovers } from "../../ledger/kept";
import { ledgerRows } from "../../ledger/rows";
import type { LedgerRow } from "../../ledger/schema";
import { type ValuesKind, valuesOf } from "../../ledger/subject";
import { hasRow, rowMove } from "../../ledger/versions";
import type { Mesh } from "../../mesh/mesh";
import { subjectOf } from "../../mesh/subject";
import { chooseSchemas } from "../../schemas/choose";
import { hasField } from "../../schemas/known-fields";
import { controlPlaneVersion, type MeshState } from "../state";

/** A Sail object whose version moves. */
export interface ObjectMove {
  readonly kind: ValuesKind;
  readonly from: string;
  readonly to: string;
}

/** The objects whose version moves between two states. */
export function objectMoves(before: MeshState, after: MeshState): readonly ObjectMove[] {
  const move = (kind: ValuesKind, from: string | undefined, to: string | undefined): ObjectMove[] =>
    from === undefined || to === undefined || from === to ? [] : [{ kind, from, to }];
  return [
    ...move("Istio", controlPlaneVersion(before), controlPlaneVersion(after)),
    ...move("IstioCNI", before.cni, after.cni),
    ...move("ZTunnel", before.ztunnel, after.ztunnel),
  ];
}

/** What keeps old behaviour once a phase has moved versions: what did before and is still needed, and what this move asks for. */
export function keptAfter(mesh: Mesh, before: MeshState, after: MeshState): KeptValues {
  return objectMoves(before, after).reduce<KeptValues>(
    (kept, move) => {
      const still = stillNeeded(mesh, kept, move);
      return { ...still, ...broughtBy(mesh, still, move, after) };
    },
    { ...before.kept },
  );
}

/** On the way down a version is reached that never had the new behaviour, and whose charts may not know the value. */
function stillNeeded(mesh: Mesh, kept: KeptValues, { kind, to }: ObjectMove): KeptValues {
  const rows = ledgerRows(mesh.extraRows);
  const needed = ([path, value]: [string, unknown]) => {
    if (keptPath(path).kind !== kind) return true;
    if (path === compatibilityPath) return minorDistance(String(value), to) > 0;
    const concerned = rows.filter(({ keep }) => keep && Object.hasOwn(keep.set, path));
    return concerned.length === 0 || concerned.some((row) => hasRow(row, to));
  };
  return Object.fromEntries(Object.entries(kept).filter(needed));
}

/** Values for what a move brings and the mesh wants to keep off. One compatibility profile stands for all that it covers. */
function broughtBy(mesh: Mesh, kept: KeptValues, move: ObjectMove, state: MeshState): KeptValues {
  const asked = mesh.upgrade?.keepBehaviour;
  if (asked === undefined) return {};
  const subject = { ...subjectOf(mesh), kept };
  const rows = arriving(mesh, move)
    .filter((row) => rowApplies(row, subject, move).applies !== "no")
    .filter((row) => (asked === "all" ? isKeptByAll(row) : asked.includes(row.id)));
  const profile = asked === "all" && valuesOf(subject, compatibilityPath).length === 0 ? minorOf(move.from) : undefined;
  const covered = profile === undefined ? [] : rows.filter((row) => profileCovers(profile, row));
  const single = rows
    .filter((row) => !covered.includes(row))
    .filter((row) => notKeepable(row, move.to) === undefined && isServed(mesh.distribution, row, state));
  return {
    ...(covered.length > 0 && { [compatibilityPath]: profile as string }),
    ...Object.assign({}, ...single.map(({ keep }) => keep?.set)),
  };
}

/** The changes that a move brings and that values of the object which moves keep off, whether they concern the mesh or not. */
export function arriving(mesh: Mesh, { kind, from, to }: ObjectMove): readonly LedgerRow[] {
  return ledgerRows(mesh.extraRows).filter(
    (row) =>
      row.keep !== undefined &&
      rowMove(row, from, to) === "arrives" &&
      Object.keys(row.keep.set).every((path) => keptPath(path).kind === kind),
  );
}

/** What is about security is kept only by its name, and a fault is no behaviour. */
function isKeptByAll({ kind, keep }: LedgerRow): boolean {
  return kind !== "security" && kind !== "bug" && !keep?.workaround;
}

/** Whether the operator in force keeps the values: what its CRD does not have, the API server drops. */
export function isServed(distribution: DistributionName, { keep }: LedgerRow, state: MeshState): boolean {
  return Object.keys(keep?.set ?? {}).every((path) => {
    const { kind, keys } = keptPath(path);
    const version = kind === "ZTunnel" ? (state.ztunnelApiVersion ?? "v1") : "v1";
    const question = { distribution, release: state.operatorRelease, group: "sailoperator.io", kind, version };
    const chosen = chooseSchemas(question);
    return chosen?.schemas.some((schema) => hasField(schema, ["spec", "values", ...keys])) ?? true;
  });
}
