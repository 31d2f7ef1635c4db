import { type KeptValues, keptOf } from "../../ledger/kept";
import { type ValuesKind, valuesKinds } from "../../ledger/subject";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import { controlPlaneVersion, type MeshState } from "../state";
import { cniGates, controlPlaneGates, ztunnelGates } from "./mesh-parts";

/**
 * What must hold where values of an object changed and its version did not. Of Istio, first that the operator has seen the change: only then does the
 * IstioRevision have it, whose conditions speak of the charts.
 */
export function keptGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const gates: Readonly<Record<ValuesKind, () => readonly Check[]>> = {
    Istio: () => [
      { check: "sail-condition", resource: "istios", name: mesh.controlPlane.name, condition: "Reconciled" },
      ...controlPlaneGates(mesh, to),
    ],
    IstioCNI: () => cniGates(mesh, to),
    ZTunnel: () => ztunnelGates(mesh, to),
  };
  return valuesKinds.flatMap((kind) =>
    versionOf(kind, from) === versionOf(kind, to) && keptBy(from, kind) !== keptBy(to, kind) ? gates[kind]() : [],
  );
}

function keptBy({ kept = {} }: MeshState, kind: ValuesKind): string {
  const values: KeptValues = keptOf(kept, kind);
  return JSON.stringify(values);
}

function versionOf(kind: ValuesKind, state: MeshState): string | undefined {
  return { Istio: controlPlaneVersion(state), IstioCNI: state.cni, ZTunnel: state.ztunnel }[kind];
}
