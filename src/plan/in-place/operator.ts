import { csvName } from "../../catalog/csv-name";
import { ztunnelApiVersion } from "../../catalog/lookup";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { minorOf } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import type { ManualStep } from "../checks";
import { settledGates } from "../gates";
import type { MeshState } from "../state";
import type { PhaseDraft } from "./draft";

/**
 * While the operator is replaced, both releases may be asked to serve ZTunnel, so its API version is one that both know;
 * the phase after moves it.
 */
export function operatorPhase(
  mesh: Mesh,
  distribution: Distribution,
  state: MeshState,
  from: OperatorRelease,
  to: OperatorRelease,
): PhaseDraft {
  const csv = csvName(distribution, to.version);
  const { subscription } = mesh.operator;
  const channel = channelFor(distribution, to);
  const raised: MeshState = {
    ...state,
    operatorRelease: to.version,
    ...(subscription && { channel: isVersioned(state.channel ?? "") ? channel : subscription.channel }),
    ...(state.ztunnel && { ztunnelApiVersion: ztunnelApiVersion([from, to]) }),
  };
  const namespace = subscription?.namespace ?? mesh.operator.namespace ?? distribution.policy.operatorNamespace;
  const target = { csv, namespace, subscription: subscription?.name ?? distribution.package };
  const manual: ManualStep[] = !subscription
    ? [{ step: "raise-operator", ...target, release: to.version, channel }]
    : subscription.approval === "Manual"
      ? [{ step: "approve-install-plan", ...target }]
      : [];
  return {
    kind: "operator",
    name: `operator-${to.version}`,
    state: raised,
    gates: [{ check: "csv-succeeded", csv, namespace }, ...settledGates(mesh, raised)],
    manual,
  };
}

/** `stable-3.1`, from the distribution's pattern `stable-X.Y` or `stable-3.Y`. */
export function channelFor(distribution: Distribution, release: OperatorRelease): string {
  const pattern = distribution.channels.find(isPattern) ?? "stable";
  return pattern.replace(/(X|\d+)\.Y$/, minorOf(release.version));
}

function isPattern(channel: string): boolean {
  return channel.endsWith(".Y");
}

/** A channel that names a minor must be changed to reach another; `stable` carries all of them. */
function isVersioned(channel: string): boolean {
  return /-\d+\.\d+$/.test(channel);
}
