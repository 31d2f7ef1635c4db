import { compareVersions } from "../catalog/version";
import { restartedGateways } from "../mesh/gateways";
import { joiningLabels } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { cohortsOf } from "./cohorts";
import type { ManualStep } from "./manual-steps";
import type { BackSteps } from "./phase";
import { gatewaysSettled, leavers, restartedNamespaces, ztunnelDrained } from "./phase-checks";
import { workloadStep } from "./restart-steps";
import { controlPlaneVersion, type MeshState, runningVersions, sidecarVersions } from "./state";

/**
 * What people do when a phase is walked back, from its state to the one before: the pods that istiod does not roll come to the version that its gates
 * ask for. Cohorts of workloads restart in reverse: who went first comes back last. A gateway whose image is somebody's own goes down before istiod does, as nothing else can: it is then never ahead.
 */
export function backSteps(mesh: Mesh, from: MeshState, to: MeshState): BackSteps {
  const gateways = gatewaysSettled(from, to) ? restartedGateways(mesh) : [];
  const gatewayVersion = to.gateways ?? "";
  const own = gateways
    .filter(({ kind }) => kind !== "injected")
    .map((one): ManualStep => ({ step: "update-gateway", ...placeOf(one), version: gatewayVersion }));
  const injected = gateways
    .filter(({ kind }) => kind === "injected")
    .map((one): ManualStep => ({ step: "restart-gateway", ...placeOf(one), version: gatewayVersion }));
  const restarted = restartedNamespaces(mesh, from, to);
  const workloads = [...cohortsOf(mesh, to)]
    .reverse()
    .flat()
    .filter((namespace) => restarted.includes(namespace))
    .map((namespace) => workloadStep(mesh, namespace, sidecarVersions(to, namespace)[0] ?? ""));
  const drained: readonly ManualStep[] =
    mesh.ztunnel && ztunnelDrained(from, to)
      ? [
          {
            step: "drain-nodes",
            ztunnelNamespace: mesh.ztunnel.namespace,
            version: runningVersions(to, "ztunnel")[0] ?? "",
          },
        ]
      : [];
  const labels = leavers(mesh, from, to)
    .filter((one) => one.ownership !== "owned" && joiningLabels(mesh, one).length > 0)
    .map(
      (one): ManualStep => ({
        step: "take-labels",
        namespace: one.name,
        labels: joiningLabels(mesh, one),
        isExternal: one.ownership === "external",
      }),
    );
  const goesDown = compareVersions(controlPlaneVersion(to), controlPlaneVersion(from)) < 0;
  return {
    before: goesDown ? own : [],
    after: [...labels, ...drained, ...(goesDown ? [] : own), ...injected, ...workloads],
  };
}

function placeOf({ namespace, deployment }: { readonly namespace: string; readonly deployment: string }) {
  return { namespace, deployment };
}
