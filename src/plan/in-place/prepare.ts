import { servesZtunnelField } from "../../catalog/lookup";
import type { OperatorRelease } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import type { MeshState, ZtunnelSettings } from "../state";
import type { PhaseDraft } from "./draft";

/** Settings of `spec.upgrade.ztunnel` that are not in force when ZTunnel rolls to a version, with that version. */
export function lateSettings(mesh: Mesh, states: readonly MeshState[]): readonly { field: string; version: string }[] {
  const wanted = mesh.upgrade?.ztunnel ?? {};
  return states.flatMap((state, index) => {
    const before = states[index - 1];
    const version = state.ztunnel;
    if (!before || version === undefined || before.ztunnel === version) return [];
    return fieldsOf(wanted)
      .filter((field) => before.ztunnelSettings?.[field] !== wanted[field])
      .map((field) => ({ field, version }));
  });
}

/** Settings of `spec.upgrade.ztunnel` that no operator release of this row serves; the caller reports them. */
export function unservedSettings(mesh: Mesh, releases: readonly OperatorRelease[]): readonly string[] {
  const wanted = mesh.upgrade?.ztunnel ?? {};
  return fieldsOf(wanted).filter((field) => !releases.some((release) => servesZtunnelField(release, field)));
}

/** The ZTunnel fields that these settings need. */
function fieldsOf(settings: ZtunnelSettings): readonly ("terminationGracePeriodSeconds" | "updateStrategy")[] {
  return (["terminationGracePeriodSeconds", "updateStrategy"] as const).filter(
    (field) => settings[field] !== undefined,
  );
}

/**
 * The next setting that decides how ZTunnel rolls, at the version that runs: wanted, not there yet, and served by the release in
 * force. The others wait for a release that serves them.
 */
export function preparePhase(mesh: Mesh, state: MeshState, release: OperatorRelease): PhaseDraft | undefined {
  const wanted = mesh.upgrade?.ztunnel ?? {};
  const due = fieldsOf(wanted).filter(
    (field) => wanted[field] !== state.ztunnelSettings?.[field] && servesZtunnelField(release, field),
  );
  // One at a time, the grace period first: under OnDelete it would reach no pod that runs.
  const [field] = due;
  if (!field) return undefined;
  const settings = { [field]: wanted[field] };
  const prepared = { ...state, ztunnelSettings: { ...state.ztunnelSettings, ...settings } };
  return { kind: "prepare", name: "prepare-ztunnel", state: prepared, manual: [] };
}
