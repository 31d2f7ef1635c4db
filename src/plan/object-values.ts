import type { KeptValues } from "../ledger/kept";
import type { Mesh } from "../mesh/mesh";
import { cniSettings } from "../mesh/settings/cni";
import { istioSettings } from "../mesh/settings/istio";
import { keptSettings } from "../mesh/settings/kept";
import { type Setting, writtenValues } from "../mesh/settings/setting";
import { ztunnelConnection, ztunnelRoll } from "../mesh/settings/ztunnel";
import { isMap } from "../objects/object-paths";
import type { ZtunnelSettings } from "./state";

type HelmValues = Readonly<Record<string, unknown>>;

/**
 * `spec.values` of the Istio object: what mesh.yaml's own keys stand for, under the user's values.
 * @param kept what keeps old behaviour in a phase
 */
export function istioValues(mesh: Mesh, kept: KeptValues = {}): HelmValues | undefined {
  return presentValues([...istioSettings(mesh), ...keptSettings(kept, "Istio")], mesh.controlPlane.values);
}

export function cniValues(mesh: Mesh, kept: KeptValues = {}): HelmValues | undefined {
  return presentValues([...cniSettings(mesh), ...keptSettings(kept, "IstioCNI")], mesh.cni?.values ?? {});
}

/**
 * `spec.values` of ZTunnel with the settings in force in a phase.
 * @param revision of the istiod that ztunnel connects to; under InPlace the control plane's name
 * @param kept what keeps old behaviour in it
 */
export function ztunnelValues(
  mesh: Mesh,
  settings: ZtunnelSettings = {},
  revision: string = mesh.controlPlane.name,
  kept: KeptValues = {},
): HelmValues | undefined {
  const own = [
    ...ztunnelConnection(mesh, revision),
    ...ztunnelRoll(settings, ["spec", "ztunnel"]),
    ...keptSettings(kept, "ZTunnel"),
  ];
  return presentValues(own, mesh.ztunnel?.values ?? {});
}

function presentValues(settings: readonly Setting[], user: HelmValues): HelmValues | undefined {
  const merged = merge(writtenValues(settings), user);
  return Object.keys(merged).length ? merged : undefined;
}

/** The user's values win, key by key; lists and scalars are taken as they are. Those that contradict ours were refused before. */
function merge(own: HelmValues, user: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(user)) {
    const ours = merged[key];
    if (value !== undefined) merged[key] = isMap(ours) && isMap(value) ? merge(ours, value) : value;
  }
  return merged;
}
