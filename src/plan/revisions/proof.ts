import { compareVersions, minorDistance, minorOf } from "../../catalog/version";
import type { ReachableState } from "../phase";
import { runningVersions, type Transition } from "../state";
import { hasProxies } from "./state";

/**
 * Every state of a RevisionBased step, one control plane at a time. A sidecar has the version of the istiod that injected it and stays connected to that
 * one, and a revision never changes its version: what can be apart is the CNI plugin. It talks to no istiod, and may stand one minor on either side of
 * each control plane that has proxies; a hold is not a use.
 * @see Istio, "Install the Istio CNI node agent", Upgrade: the plugin may be one minor apart from the control plane
 */
export function revisionStates(
  { phase, before, after }: Transition,
  acceptedJumps: readonly string[],
): readonly ReachableState[] {
  const planes = new Map([...before.controlPlanes, ...after.controlPlanes].map((one) => [one.revision, one]));
  const releases = [...new Set([before.operatorRelease, after.operatorRelease])];
  const plugins = [...new Set([...runningVersions(before, "cni"), ...runningVersions(after, "cni")])];
  return releases.flatMap((operatorRelease) =>
    [...planes.values()].flatMap((plane) => {
      const state = { phase, operatorRelease, controlPlane: plane.version };
      const used = [before, after].some((one) => hasProxies(one, plane));
      if (!used || plugins.length === 0) return [{ ...state, verdict: "ok" as const }];
      return plugins.map((cni) => judged({ ...state, cni, workloads: plane.version }, acceptedJumps));
    }),
  );
}

function judged(
  state: Omit<ReachableState, "verdict"> & { readonly cni: string },
  acceptedJumps: readonly string[],
): ReachableState {
  const { controlPlane, cni } = state;
  if (Math.abs(minorDistance(cni, controlPlane)) <= 1) return { ...state, verdict: "ok" };
  const jump = [`${minorOf(cni)}->${minorOf(controlPlane)}`, `${minorOf(controlPlane)}->${minorOf(cni)}`];
  const apart = `CNI ${cni} is more than one minor apart from control plane ${controlPlane}, which has proxies`;
  return jump.some((one) => acceptedJumps.includes(one))
    ? { ...state, verdict: "jump", because: `${apart}, by a jump that was accepted` }
    : {
        ...state,
        verdict: "broken",
        because: apart,
        breaks: compareVersions(cni, controlPlane) > 0 ? "SKEW001" : "SKEW002",
      };
}
