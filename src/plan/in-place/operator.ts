import { channelFor, channelMinor } from "../../catalog/channels";
import { csvName } from "../../catalog/csv-name";
import { isInstallable, ztunnelAccepts, ztunnelApiVersion } from "../../catalog/lookup";
import type { Distribution, OperatorRelease } from "../../catalog/types";
import { compareVersions } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import { chartReconciled, raiseChart } from "../chart-operator";
import type { ManualStep } from "../manual-steps";
import { operatorLeads, operatorParts } from "../operator-parts";
import { settledGates } from "../phase-checks";
import { controlPlaneVersion, type MeshState } from "../state";
import type { OperatorMove, PhaseDraft } from "./draft";

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
  const { subscription, catalog, helm } = mesh.operator;
  const versioned = channelFor(distribution, to);
  const floats = subscription && channelMinor(state.channel ?? "") === undefined;
  const channel = floats ? subscription.channel : versioned;
  const raised: MeshState = {
    ...state,
    operatorRelease: to.version,
    ...(subscription && { channel }),
    ...(state.ztunnel && { ztunnelApiVersion: ztunnelApiVersion([from, to]) }),
  };
  const namespace = subscription?.namespace ?? mesh.operator.namespace ?? distribution.policy.operatorNamespace;
  const operator: OperatorMove = {
    distribution: distribution.name,
    from: from.version,
    to: to.version,
    running: controlPlaneVersion(state),
    approval: subscription?.approval ?? "by hand",
    newChannel: subscription !== undefined && channel !== state.channel,
    ...(catalog === "pinned" && { pinned: { channel, source: subscription?.source } }),
  };
  const phase = { kind: "operator", name: `operator-${to.version}`, state: raised, operator } as const;
  if (helm) {
    return {
      ...phase,
      gates: [...chartReconciled(mesh, distribution, raised), ...settledGates(mesh, raised)],
      manual: raiseChart(mesh, from.version, to.version),
    };
  }
  const target = {
    csv,
    namespace,
    subscription: subscription?.name ?? distribution.package,
    channel,
    way: wayTo(mesh, distribution, state, from, to).map((one) => csvName(distribution, one.version)),
    catalog,
  };
  return {
    ...phase,
    gates: [
      { check: "csv-succeeded", csv, namespace },
      // What follows reads Secrets, which is for people; where none of them is asked, a Job closes the phase.
      ...(operator.approval === "Automatic" ? operatorLeads(mesh, distribution, [to.version]) : []),
      { check: "operator-reconciled", csv, namespace, parts: operatorParts(mesh, raised) },
      ...settledGates(mesh, raised),
    ],
    manual: manualSteps(operator, to.version, target),
  };
}

type Target = Omit<Extract<ManualStep, { step: "approve-install-plan" }>, "step">;

/** With Automatic approval nobody is asked: the gates alone tell when it is over. */
function manualSteps({ approval }: OperatorMove, release: string, target: Target): readonly ManualStep[] {
  if (approval === "Automatic") return [];
  return approval === "Manual"
    ? [{ step: "approve-install-plan", ...target }]
    : [{ step: "raise-operator", ...target, release }];
}

/**
 * What runs, and the releases that OLM may install on the way, oldest first: without a skipRange it goes from one to the next. Only
 * those that install what runs, so that the mesh is managed at every stop.
 */
function wayTo(
  mesh: Mesh,
  { releases }: Distribution,
  state: MeshState,
  from: OperatorRelease,
  to: OperatorRelease,
): readonly OperatorRelease[] {
  const running = controlPlaneVersion(state);
  const between = releases.filter(
    (one) =>
      compareVersions(one.version, from.version) > 0 &&
      compareVersions(one.version, to.version) < 0 &&
      (mesh.ztunnel ? ztunnelAccepts(one, running) : isInstallable(one, running)),
  );
  return [from, ...between];
}
