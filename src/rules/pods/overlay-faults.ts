import { nearest } from "../../basics/nearest";
import { valueAt } from "../../objects/object-paths";
import type { Overlay } from "./gateway-overlays";

/** The objects that istiod makes for a Gateway, with the fields of their spec. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  deployment:
    "replicas selector template strategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds".split(
      " ",
    ),
  service:
    "ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution".split(
      " ",
    ),
  serviceAccount: [],
  horizontalPodAutoscaler: "scaleTargetRef minReplicas maxReplicas metrics behavior".split(" "),
  podDisruptionBudget: "minAvailable selector maxUnavailable unhealthyPodEvictionPolicy".split(" "),
};

export const overlayKeys: readonly string[] = Object.keys(kinds);

const common = ["apiVersion", "kind", "metadata"];
const ofAccounts = ["secrets", "imagePullSecrets", "automountServiceAccountToken"];

/** What is wrong with an overlay. */
export interface OverlayFault {
  readonly at: readonly string[];
  readonly what: string;
  readonly hint?: string;
}

/** Why istiod, or the API server after it, refuses an overlay, and with it all that it would make for a Gateway. */
export function overlayFaults({ key, at, value }: Overlay): readonly OverlayFault[] {
  const fields = kinds[key];
  if (!fields) {
    const near = nearest(key, overlayKeys);
    const hint = near === undefined ? `It takes ${overlayKeys.join(", ")}.` : `Did you mean ${near}?`;
    return [{ at, what: `${key} is no object of a Gateway`, hint }];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ at, what: `${key} is no YAML of an object` }];
  }
  const known = [...common, ...(key === "serviceAccount" ? ofAccounts : ["spec", "status"])];
  const strange = Object.keys(value).filter((name) => !known.includes(name) && !name.startsWith("$"));
  const misplaced = strange.map((name) => {
    const near = fields.includes(name) ? `spec.${name}` : nearest(name, known);
    return { at, what: `${name} of ${key} is no field`, ...(near !== undefined && { hint: `Did you mean ${near}?` }) };
  });
  const inSpec = Object.keys(Object(valueAt(value, "spec")) as object).flatMap((name) => {
    const near = fields.includes(name) ? undefined : nearest(name, fields);
    return near === undefined
      ? []
      : [{ at, what: `spec.${name} of ${key} is no field`, hint: `Did you mean ${near}?` }];
  });
  return [...misplaced, ...inSpec];
}
