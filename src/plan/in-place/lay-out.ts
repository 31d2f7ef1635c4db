import { ztunnelApiVersion } from "../../catalog/lookup";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { managedGateways, restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import type { ClusterUpgrade } from "../calendar";
import { labelGates, requestGates, settledGates, workloadGates } from "../gates";
import type { Hop } from "../hops";
import type { MeshState, ZtunnelSettings } from "../state";
import { type PhaseDraft, withApi } from "./draft";
import { istioPhases, verifyPhase } from "./istio-hop";
import { joinPhase, yetToJoin } from "./join";
import { operatorPhase } from "./operator";
import { platformPhase } from "./platform";
import { preparePhase } from "./prepare";

/** What runs now, as mesh.yaml describes it. */
export function baselineState(mesh: Mesh, release: OperatorRelease, version: string): MeshState {
  const { name } = mesh.controlPlane;
  const settings = runningSettings(mesh);
  const managed = managedGateways(mesh);
  const joining = yetToJoin(mesh);
  return {
    operatorRelease: release.version,
    ...(mesh.operator.subscription && { channel: mesh.operator.subscription.channel }),
    controlPlanes: [{ istio: name, revision: name, version }],
    ...(mesh.cni && { cni: version }),
    ...(mesh.ztunnel && {
      ztunnel: version,
      ztunnelApiVersion: ztunnelApiVersion([release]),
      ...(settings && { ztunnelSettings: settings }),
    }),
    ...(managed.some((one) => one.kind === "waypoint") && { waypoints: version }),
    ...((managed.some((one) => one.kind === "gateway-api") || restartedGateways(mesh).length > 0) && {
      gateways: version,
    }),
    ...(mesh.dataPlane === "sidecar" && { workloads: version }),
    ...(joining.length > 0 && { notYetJoined: joining }),
    ...(mesh.platform && { platform: mesh.platform.version }),
    tags: [],
  };
}

/** Settings of ztunnel that mesh.yaml says are in force; the others are the chart's. */
function runningSettings({ ztunnel }: Mesh): ZtunnelSettings | undefined {
  const { terminationGracePeriodSeconds, updateStrategy } = ztunnel ?? {};
  if (terminationGracePeriodSeconds === undefined && updateStrategy === undefined) return undefined;
  return {
    ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
    ...(updateStrategy && { updateStrategy }),
  };
}

/**
 * Lays out a row of hops under InPlace: operator, control plane (waypoints follow by themselves), CNI, ZTunnel, restarts, verify.
 * Going down the order is reversed, so that the data plane is never ahead. Namespaces that join come first, then settings that roll ZTunnel
 * before any version moves, as soon as the operator in force serves them.
 *
 * @param upgrades cluster upgrades that the row cannot do without
 */
export function layOutInPlace(
  mesh: Mesh,
  distribution: Distribution,
  baseline: MeshState,
  release: OperatorRelease,
  hops: readonly Hop[],
  upgrades: readonly ClusterUpgrade[] = [],
): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [
    {
      kind: "baseline",
      name: "baseline",
      state: baseline,
      gates: [
        ...settledGates(mesh, baseline),
        ...workloadGates(mesh, baseline),
        ...labelGates(mesh, baseline),
        ...requestGates(mesh),
      ],
      manual: [],
    },
  ];
  let inForce = release;
  const latest = () => withApi((drafts[drafts.length - 1] as PhaseDraft).state, inForce);
  const add = (draft: PhaseDraft | undefined) => draft && drafts.push(draft);

  const prepare = () => {
    for (let draft = preparePhase(mesh, latest(), inForce); draft; draft = preparePhase(mesh, latest(), inForce))
      add(draft);
  };

  add(joinPhase(mesh, latest()));
  prepare();
  for (const [index, hop] of hops.entries()) {
    for (const upgrade of upgrades) if (upgrade.beforeHop === index) add(platformPhase(mesh, latest(), upgrade));
    if (hop.kind === "operator") {
      add(operatorPhase(mesh, distribution, latest(), hop.from, hop.to));
      inForce = hop.to;
      prepare();
    } else {
      drafts.push(...istioPhases(mesh, latest(), hop));
    }
  }
  if (drafts.length > 1 && drafts[drafts.length - 1]?.kind !== "verify") add(verifyPhase(mesh, latest()));
  return drafts;
}
