import { compareVersions } from "../../catalog/version";
import { rowApplies } from "../../ledger/applies";
import { compatibilityPath, type KeptValues, keptPath, profileCovers } from "../../ledger/kept";
import { ledgerRows } from "../../ledger/rows";
import { valuesKinds } from "../../ledger/subject";
import { hasRow } from "../../ledger/versions";
import type { Mesh } from "../../mesh/mesh";
import { subjectOf } from "../../mesh/subject";
import type { PhaseDraft } from "../in-place/draft";
import { controlPlaneVersion, type MeshState } from "../state";
import type { BehaviourChange } from "./behaviour-change";

/**
 * A phase for each behaviour that was kept off: control plane, CNI, ZTunnel, and of a profile one minor after the other. Nothing else moves in it,
 * so that each can be looked at and taken back by itself.
 */
export function changePhases(mesh: Mesh, start: MeshState): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [];
  let state = start;
  for (let change = nextChange(mesh, state); change; change = nextChange(mesh, state)) {
    const { kept: _, ...rest } = state;
    state = Object.keys(change.kept).length > 0 ? { ...rest, kept: change.kept } : rest;
    drafts.push({ kind: "change", name: `change-${change.name}`, state, manual: [], change });
  }
  return drafts;
}

function nextChange(mesh: Mesh, state: MeshState): BehaviourChange | undefined {
  const { kept = {} } = state;
  const profile = kept[compatibilityPath];
  if (profile !== undefined) return profileStep(mesh, state, kept, String(profile));
  const paths = Object.keys(kept);
  const [path] = valuesKinds.flatMap((kind) => paths.filter((one) => keptPath(one).kind === kind));
  return path === undefined ? undefined : valueStep(mesh, kept, path);
}

/** To the next profile that lets something in which concerns the mesh, or to none. */
function profileStep(mesh: Mesh, state: MeshState, kept: KeptValues, profile: string): BehaviourChange {
  const { [compatibilityPath]: _, ...others } = kept;
  const subject = { ...subjectOf(mesh), kept: others };
  const version = controlPlaneVersion(state);
  const covered = ledgerRows(mesh.extraRows).filter(
    (row) => profileCovers(profile, row) && hasRow(row, version) && rowApplies(row, subject).applies !== "no",
  );
  const profiles = [...new Set(covered.map(({ compatibility }) => compatibility?.profile ?? ""))].sort((a, b) =>
    compareVersions(`${a}.0`, `${b}.0`),
  );
  const [first, next] = profiles;
  const rows = covered.filter(({ compatibility }) => compatibility?.profile === first);
  const [only] = rows;
  const name =
    only === undefined ? "compatibility-version" : rows.length === 1 ? only.id : `behaviour-${only.since ?? first}`;
  return {
    kind: "Istio",
    name,
    rows,
    kept: next === undefined ? others : { ...others, [compatibilityPath]: next },
  };
}

/** The row whose value stands there, with all of its values. */
function valueStep(mesh: Mesh, kept: KeptValues, path: string): BehaviourChange {
  const row = ledgerRows(mesh.extraRows).find(
    ({ keep }) => keep?.set[path] !== undefined && String(keep.set[path]) === String(kept[path]),
  );
  const paths = [path, ...Object.keys(row?.keep?.set ?? {})];
  const { kind, keys } = keptPath(path);
  return {
    kind,
    name: row?.id ?? nameOf(keys.at(-1) ?? "value"),
    rows: row ? [row] : [],
    kept: Object.fromEntries(Object.entries(kept).filter(([one]) => !paths.includes(one))),
  };
}

/** A key as part of a folder's name. */
function nameOf(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}
