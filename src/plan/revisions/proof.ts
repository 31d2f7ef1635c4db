import type { ReachableState } from "../phase";
import { sharedCniVerdict } from "../skew";
import { runningVersions, type Transition } from "../state";
import { hasProxies } from "./state";

/**
 * Every state of a RevisionBased step, one control plane at a time. A sidecar has the version of the istiod that injected it and stays connected to that
 * one, and a revision never changes its version: what can be apart is the CNI plugin. It talks to no istiod, and may stand one minor on either side of
 * each control plane that has proxies; a hold is not a use.
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
      const shared = after.cniOwnership && { cniOwnership: after.cniOwnership };
      return plugins.map((cni) => judged({ ...state, cni, workloads: plane.version, ...shared }, acceptedJumps));
    }),
  );
}

function judged(
  state: Omit<ReachableState, "verdict"> & { readonly cni: string },
  acceptedJumps: readonly string[],
): ReachableState {
  const { controlPlane, cni } = state;
  const skew = sharedCniVerdict(controlPlane, cni, acceptedJumps);
  if (skew === "ok") return { ...state, verdict: "ok" };
  const apart = `CNI ${cni} is more than one minor apart from control plane ${controlPlane}, which has proxies`;
  return skew === "jump"
    ? { ...state, verdict: "jump", because: `${apart}, by a jump that was accepted` }
    : { ...state, verdict: "broken", because: apart, breaks: skew === "ahead" ? "SKEW001" : "SKEW002" };
}
