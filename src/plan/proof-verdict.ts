import { unplannedProxies } from "../mesh/unplanned-proxies";
import type { Plan, ReachableState } from "./phase";

/** What the proof has shown, in words; of proxies that it did not look at it claims nothing. */
export function proofVerdict({ mesh, proof }: Plan): string {
  const count = (verdict: ReachableState["verdict"]) => proof.filter((state) => state.verdict === verdict).length;
  const [broken, ahead, jumps] = [count("broken"), count("proxies ahead"), count("jump")];
  const unseen = unplannedProxies(mesh).filter(({ how }) => how !== "beside" && how !== "rest").length;
  return [
    broken > 0 ? `${broken} break the skew rule` : ahead > 0 ? undefined : "none breaks the skew rule",
    ahead > 0 ? `${ahead} with proxies ahead of istiod while they roll` : undefined,
    jumps > 0 ? `${jumps} inside an accepted vendor jump` : undefined,
    unseen > 0
      ? `but ${unseen} injected ${unseen === 1 ? "proxy was" : "proxies were"} not looked at (SKEW005)`
      : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}
