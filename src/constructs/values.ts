import type { Mesh } from "../mesh/mesh";
import type { ZtunnelSettings } from "../plan/state";
import type { HelmValues } from "./istio";

/** `spec.values` of the Istio object: what mesh.yaml's own keys stand for, under the user's values. */
export function istioValues(mesh: Mesh): HelmValues | undefined {
  const { highAvailability, discoverySelectors, values } = mesh.controlPlane;
  const pilot = {
    ...(highAvailability && replicas(highAvailability.minReplicas)),
    ...(mesh.ztunnel && { trustedZtunnelNamespace: mesh.ztunnel.namespace }),
  };
  const own = {
    ...(Object.keys(pilot).length && { pilot }),
    ...(discoverySelectors.length && { meshConfig: { discoverySelectors } }),
  };
  return presentValues(own, values);
}

export function cniValues(mesh: Mesh): HelmValues | undefined {
  return presentValues({}, mesh.cni?.values ?? {});
}

/** `spec.values` of ZTunnel with the settings in force in a phase. */
export function ztunnelValues(mesh: Mesh, settings: ZtunnelSettings = {}): HelmValues | undefined {
  const { terminationGracePeriodSeconds, updateStrategy } = settings;
  const ztunnel = {
    ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
    ...(updateStrategy && { updateStrategy: { type: updateStrategy } }),
  };
  return presentValues(Object.keys(ztunnel).length ? { ztunnel } : {}, mesh.ztunnel?.values ?? {});
}

/** The chart scales istiod between 1 and 5 by default; a higher minimum needs a higher maximum. */
function replicas(minReplicas: number): HelmValues {
  return { autoscaleMin: minReplicas, ...(minReplicas > 5 && { autoscaleMax: minReplicas }) };
}

function presentValues(own: HelmValues, user: HelmValues): HelmValues | undefined {
  const merged = merge(own, user);
  return Object.keys(merged).length ? merged : undefined;
}

/** The user's values win, key by key; lists, scalars and `null` are taken as they are. */
function merge(own: HelmValues, user: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(user)) {
    const ours = merged[key];
    merged[key] = isMap(ours) && isMap(value) ? merge(ours, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is HelmValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
