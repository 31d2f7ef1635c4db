import { managedGateways, restartedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import type { PhaseDraft } from "./in-place/draft";
import type { Grade, ReachableState } from "./phase";
import { offences, reasonsOf } from "./proof";
import { controlPlaneVersion } from "./state";

/** Istio does not promise that a newer proxy understands an older istiod; it does so until it is rolled or restarted. */
export function proxiesAhead(
  mesh: Mesh,
  { state }: PhaseDraft,
  before: PhaseDraft,
  ahead: readonly ReachableState[],
): Grade {
  const reversible = "reversible, proxies ahead while they roll";
  const reasons = reasonsOf(ahead).join("; ");
  if (controlPlaneVersion(state) === controlPlaneVersion(before.state)) {
    return {
      reversible,
      because: `Promote the phase before, and accept by name that ${reasons} where pods have not been replaced yet, as it was on the way here: istiod is at ${controlPlaneVersion(state)} already, and no pod goes up again.`,
    };
  }
  return {
    reversible,
    because: `Promote the phase before, and accept by name that ${reasons} ${until(mesh, ahead)}: they cannot go down before istiod does.`,
  };
}

/** Who brings down what is ahead. */
function until(mesh: Mesh, ahead: readonly ReachableState[]): string {
  const parts = new Set(ahead.flatMap(offences).map(({ part }) => part));
  const gateways = parts.has("gateways");
  const isDeployed = managedGateways(mesh).some(({ kind }) => kind === "gateway-api");
  const byIstiod = parts.has("waypoints") || (gateways && isDeployed);
  const byPeople = parts.has("workloads") || (gateways && restartedGateways(mesh).length > 0);
  if (!byIstiod) return "until they are restarted";
  return byPeople ? "until they are rolled or restarted" : "until istiod has rolled them";
}
