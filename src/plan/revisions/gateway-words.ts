import type { ProxyDeployment } from "../../mesh/gateways";
import type { Words } from "./words";

/** A few new pods take their share before the gateway itself moves. */
export function canaryWords(gateways: readonly ProxyDeployment[], version: string, changes: readonly string[]): Words {
  const each = gateways.map(
    ({ namespace, deployment, canary }) => `${canary?.replicas} beside ${namespace}/${deployment}`,
  );
  return {
    title: `Gateway canaries ${version}`,
    why: `Pods of the new revision take a share of what comes in, behind the same Service: ${each.join(", ")}. The pods that serve now stay as they are; taking the second Deployment away is the way back.`,
    disruption:
      "None of its own: the Service finds more pods. Their share of the requests goes through the new proxies. A pod of the gateway that starts anew from here on, evicted or added by an autoscaler, is of the new version too.",
    changes,
  };
}

/** Injected gateways, before and without workloads. */
export function gatewayWords(
  namespaces: readonly string[],
  version: string,
  changes: readonly string[],
  isLast: boolean,
): Words {
  const order = isLast ? "every workload has moved" : "what comes in is looked at before any workload moves";
  return {
    title: `Gateways to ${version}`,
    why: `Injected gateways of ${namespaces.join(", ")} move by themselves: ${order}. Their proxies come to ${version} with new pods.`,
    disruption:
      "Traffic through each gateway moves to its new pods; connections through the old ones end with their grace period. More than one replica and a surge keep the gateway reachable. Whatever else runs in these namespaces restarts too.",
    changes,
  };
}

interface Side {
  readonly version: string;
  readonly revision: string;
}

/** Gateways that istiod deploys go from one istiod to the other. */
export function gatewayApiWords(
  gateways: readonly string[],
  [from, to]: readonly [Side, Side],
  /** Whether istiod empties the configuration of pods whose Gateway leaves it: the one that is left here, and the one that is left on the way back. */
  drops: readonly [boolean, boolean],
  changes: readonly string[],
): Words {
  const empties = (version: string) =>
    `istiod ${version} sends pods that have not been replaced yet an empty configuration: requests through them fail until the new pods are ready.`;
  return {
    title: `Gateway API gateways to ${to.version}`,
    why: `istiod deploys the pods of ${gateways.join(", ")}, and of several the one whose revision a Gateway names. With the label its istiod changes, and that renders the same Deployment again, with its own proxy: the pods roll to ${to.version} by themselves, and no workload moves.`,
    disruption: [
      "The Deployment rolls as its strategy says, behind the same Service and address; connections through the old pods end with their grace period.",
      ...(drops[0] ? [`Meanwhile ${empties(from.version)}`] : []),
      ...(drops[1] ? [`On the way back ${empties(to.version)}`] : []),
    ].join(" "),
    changes,
  };
}

/** Gateways whose image and configuration are people's. */
export function ownGatewayWords(gateways: readonly string[], [from, to]: readonly [Side, Side]): Words {
  return {
    title: `Self-managed gateways to ${to.version}`,
    why: `What ${gateways.join(", ")} run, and which istiod they ask, is written where their owners describe them; the one of ${from.revision} goes with clean-up. Both change in one rollout, so that no proxy is ever newer than the istiod that it asks.`,
    disruption:
      "Each gateway rolls as its own strategy says; connections through the old pods end with their grace period.",
    changes: [],
  };
}
