import { layers } from "../../../constructs/layers";
import { kindOf } from "../../../objects/kubernetes-object";
import { readWave } from "../../../order/argocd/wave";
import type { Found } from "../input/found";
import { defaultNamespaces, podNamespace } from "../inventory/sail-parts";

/** A part of the mesh in the order of the input, and in ours. */
export interface PartWave {
  readonly before: number;
  readonly now: number;
}

const waves: Readonly<Partial<Record<string, number>>> = {
  "sailoperator.io/Istio": layers["control-plane"].wave,
  "sailoperator.io/IstioRevisionTag": layers["revision-tags"].wave,
  "sailoperator.io/IstioCNI": layers.cni.wave,
  "sailoperator.io/ZTunnel": layers.ztunnel.wave,
  "gateway.networking.k8s.io/Gateway": layers.waypoints.wave,
};

/** The parts among what mesh.yaml describes: the waves of these are written anew. */
export function partWaves(described: readonly Found[]): readonly PartWave[] {
  return described.flatMap(({ object }) => {
    const now = waves[kindOf(object)];
    return now === undefined ? [] : [{ before: readWave(object).wave, now }];
  });
}

const homes: Readonly<Partial<Record<string, string>>> = {
  "sailoperator.io/Istio": defaultNamespaces.controlPlane,
  "sailoperator.io/IstioCNI": defaultNamespaces.cni,
  "sailoperator.io/ZTunnel": defaultNamespaces.ztunnel,
};

/** The namespaces that the parts run in. */
export function partNamespaces(described: readonly Found[]): ReadonlySet<string> {
  return new Set(
    described.flatMap((one) => {
      const standard = homes[kindOf(one.object)];
      return standard === undefined ? [] : [podNamespace(one, standard)];
    }),
  );
}

/** The parts that a wave of the input was behind, and those that it was before, as waves of ours. */
export function between(wave: number, parts: readonly PartWave[]): { after?: number; before?: number } {
  const after = parts.filter((one) => one.before < wave).map(({ now }) => now);
  const before = parts.filter((one) => one.before > wave).map(({ now }) => now);
  return {
    ...(after.length > 0 && { after: Math.max(...after) }),
    ...(before.length > 0 && { before: Math.min(...before) }),
  };
}
