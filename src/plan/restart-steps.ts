import { managedGateways, restartedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import type { ManualStep } from "./manual-steps";

/** Under InPlace people restart the workloads of a namespace. Its gateways have come to the version by then: istiod has rolled them, or a phase of their own. */
export function workloadStep(mesh: Mesh, namespace: string, version: string): ManualStep {
  const gateways = [...managedGateways(mesh), ...restartedGateways(mesh)].filter((one) => one.namespace === namespace);
  const except = [...new Set(gateways.map(({ deployment }) => deployment))].sort();
  return { step: "restart-workloads", namespace, version, ...(except.length > 0 && { except }) };
}
