import { servesZtunnelField } from "../../catalog/lookup";
import type { OperatorRelease } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import { ztunnelGates } from "../gates";
import type { MeshState, ZtunnelSettings } from "../state";
import type { PhaseDraft } from "./draft";

/** Settings of `spec.upgrade.ztunnel` that no operator release of this row serves; the caller reports them. */
export function unservedSettings(mesh: Mesh, releases: readonly OperatorRelease[]): readonly string[] {
  const wanted = mesh.upgrade?.ztunnel ?? {};
  return fieldsOf(wanted).filter((field) => !releases.some((release) => servesZtunnelField(release, field)));
}

/** The ZTunnel fields that these settings need. */
export function fieldsOf(settings: ZtunnelSettings): readonly ("terminationGracePeriodSeconds" | "updateStrategy")[] {
  return (["terminationGracePeriodSeconds", "updateStrategy"] as const).filter(
    (field) => settings[field] !== undefined,
  );
}

/** Settings of `spec.upgrade.ztunnel` that differ from what runs now. */
export function pendingSettings(mesh: Mesh, baseline: MeshState): ZtunnelSettings | undefined {
  const wanted = mesh.upgrade?.ztunnel;
  const differs = wanted && fieldsOf(wanted).some((field) => wanted[field] !== baseline.ztunnelSettings?.[field]);
  return differs ? wanted : undefined;
}

export function servedBy(release: OperatorRelease, settings: ZtunnelSettings): boolean {
  return fieldsOf(settings).every((field) => servesZtunnelField(release, field));
}

/** Settings that roll ZTunnel by themselves, at the version that runs. */
export function preparePhase(mesh: Mesh, state: MeshState, settings: ZtunnelSettings): PhaseDraft {
  const prepared = { ...state, ztunnelSettings: { ...state.ztunnelSettings, ...settings } };
  return { kind: "prepare", name: "prepare-ztunnel", state: prepared, gates: ztunnelGates(mesh, prepared), manual: [] };
}
