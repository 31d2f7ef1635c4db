import { csvName } from "../../catalog/csv-name";
import { ztunnelApiVersion } from "../../catalog/lookup";
import { channelFor, channelMinor } from "../../catalog/subscription";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import type { ManualStep } from "../checks";
import { settledGates } from "../gates";
import { operatorParts } from "../operator-parts";
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
    ...(subscription && { channel: channelMinor(state.channel ?? "") !== undefined ? channel : subscription.channel }),
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
    gates: [
      { check: "csv-succeeded", csv, namespace },
      {
        check: "operator-reconciled",
        csv,
        namespace,
        parts: operatorParts(mesh, raised),
      },
      ...settledGates(mesh, raised),
    ],
    manual,
  };
}
