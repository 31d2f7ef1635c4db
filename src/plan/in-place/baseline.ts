import { ztunnelApiVersion } from "../../catalog/lookup";
import type { OperatorRelease } from "../../catalog/types";
import { isCniExternal } from "../../mesh/external-cni";
import { managedGateways, restartedGateways } from "../../mesh/gateways";
import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { listed, saidOf } from "../../mesh/running";
import { valueAt } from "../../objects/object-paths";
import { enrolledNamespaces } from "../enrolled";
import { meshIn } from "../phase";
import { labelGates, requestGates, settledGates, standingGates, workloadGates } from "../phase-checks";
import { withRevisions } from "../revisions/middle";
import { revisionsAtRest, withSidecars } from "../revisions/state";
import type { RunningVersions } from "../running";
import { controlPlaneVersion, type MeshState, type ZtunnelSettings } from "../state";
import type { PhaseDraft } from "./draft";
import { yetToJoin, yetToLetIn } from "./join";

/** The first phase: what runs now, written down, and asked for. */
export function baselinePhase(planned: Mesh, baseline: MeshState): PhaseDraft {
  const mesh = meshIn({ mesh: planned }, { state: baseline });
  return {
    kind: "baseline",
    name: "baseline",
    state: baseline,
    gates: [
      ...settledGates(mesh, baseline),
      ...standingGates(mesh, baseline),
      ...workloadGates(mesh, baseline),
      ...labelGates(mesh, baseline),
      ...requestGates(mesh),
    ],
    manual: [],
  };
}

/** What runs now, as mesh.yaml describes it. */
export function baselineState(mesh: Mesh, release: OperatorRelease, runs: RunningVersions): MeshState {
  const settings = runningSettings(mesh);
  const managed = managedGateways(mesh);
  const [joining, outside] = [yetToJoin(mesh), yetToLetIn(mesh)];
  const hasGateways = managed.some((one) => one.kind === "gateway-api") || restartedGateways(mesh).length > 0;
  const settled: MeshState = {
    operatorRelease: release.version,
    ...(mesh.operator.subscription && { channel: mesh.operator.subscription.channel }),
    ...revisionsAtRest(mesh, runs.controlPlane),
    ...(mesh.cni && { cni: runs.cni }),
    ...(isCniExternal(mesh) && { cniOwnership: "external" as const }),
    ...(mesh.ztunnel && {
      ztunnel: runs.ztunnel[runs.ztunnel.length - 1] as string,
      ztunnelApiVersion: mesh.running?.ztunnelApiVersion ?? ztunnelApiVersion([release]),
      ...(settings && { ztunnelSettings: settings }),
    }),
    ...(managed.some((one) => one.kind === "waypoint") && { waypoints: runs.controlPlane }),
    ...(hasGateways && { gateways: runs.gateways[0] as string }),
    ...(mesh.dataPlane === "sidecar" && { workloads: runs.workloads[0] as string }),
    ...(joining.length > 0 && { notYetJoined: joining }),
    ...(outside.length > 0 && { notLetIn: outside }),
    ...(mesh.platform && { platform: mesh.platform.version }),
    ...(mesh.running?.kept && { kept: mesh.running.kept }),
    ...(mesh.running?.listed !== undefined && { listed: mesh.running.listed }),
  };
  return isRevisionBased(mesh)
    ? withRevisions(mesh, runs, settled)
    : byNamespace(mesh, withTransit(settled, runs), runs.byNamespace);
}

/** What runs at more than one version: pods that people replace, and waypoints that istiod still rolls. */
function withTransit(state: MeshState, { ztunnel, waypoints, gateways, workloads }: RunningVersions): MeshState {
  const rolling = [...new Set([waypoints, controlPlaneVersion(state)])];
  const several = { ztunnel, waypoints: rolling, gateways, workloads };
  const inTransit = Object.fromEntries(
    Object.entries(several).filter(
      ([part, versions]) => versions.length > 1 && state[part as keyof typeof several] !== undefined,
    ),
  );
  return Object.keys(inTransit).length > 0 ? { ...state, inTransit } : state;
}

/** Where cohorts have restarted and others have not, who runs what. */
function byNamespace(mesh: Mesh, state: MeshState, said: RunningVersions["byNamespace"]): MeshState {
  if (!said || !state.inTransit?.workloads) return state;
  const names = enrolledNamespaces(mesh, state);
  return withSidecars(
    state,
    Object.fromEntries(names.map((name) => [name, listed(saidOf(said.said, name) ?? said.others)])),
  );
}

/** Settings of ztunnel that mesh.yaml says are in force, by their keys or in values, which the chart takes as well; the others are the chart's. */
export function runningSettings({ ztunnel }: Mesh): ZtunnelSettings | undefined {
  if (!ztunnel) return undefined;
  const seconds = valueAt(ztunnel.values, "ztunnel", "terminationGracePeriodSeconds");
  const type = valueAt(ztunnel.values, "ztunnel", "updateStrategy", "type");
  const terminationGracePeriodSeconds =
    ztunnel.terminationGracePeriodSeconds ?? (typeof seconds === "number" ? seconds : undefined);
  const updateStrategy = ztunnel.updateStrategy ?? (type === "OnDelete" || type === "RollingUpdate" ? type : undefined);
  if (terminationGracePeriodSeconds === undefined && updateStrategy === undefined) return undefined;
  return {
    ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
    ...(updateStrategy && { updateStrategy }),
  };
}
