import { compareVersions, minorDistance, minorOf } from "../catalog/version";

/**
 * How many minors a data-plane part may stand behind its control plane. It may never stand ahead.
 * Istio: "Supported Releases, control plane / data plane skew"; Sail Operator: update-strategy guide.
 */
export const allowedMinorsBehind = 1;

/** `jump` is a distance over {@link allowedMinorsBehind} that the user accepted by the vendor's published name. */
export type SkewVerdict = "ok" | "ahead" | "behind" | "jump";

/**
 * The skew rule: `0 <= minor(control plane) - minor(part) <= 1`.
 *
 * @param acceptedJumps minors without `v`, as in mesh.yaml: `1.24->1.26`
 */
export function skewVerdict(controlPlane: string, part: string, acceptedJumps: readonly string[] = []): SkewVerdict {
  const distance = minorDistance(part, controlPlane);
  if (distance < 0) return "ahead";
  if (distance <= allowedMinorsBehind) return "ok";
  return acceptedJumps.includes(`${minorOf(part)}->${minorOf(controlPlane)}`) ? "jump" : "behind";
}

/**
 * A CNI plugin that serves several control planes, or that somebody else moves: it talks to no istiod, and may stand one minor on either side of each.
 *
 * @param acceptedJumps minors without `v`; the plugin may be at either end of one
 * @see Istio, "Install the Istio CNI node agent", Upgrade: the plugin may be one minor apart from the control plane
 */
export function sharedCniVerdict(
  controlPlane: string,
  cni: string,
  acceptedJumps: readonly string[] = [],
): SkewVerdict {
  if (Math.abs(minorDistance(cni, controlPlane)) <= 1) return "ok";
  const [own, other] = [minorOf(cni), minorOf(controlPlane)];
  if ([`${own}->${other}`, `${other}->${own}`].some((jump) => acceptedJumps.includes(jump))) return "jump";
  return compareVersions(cni, controlPlane) > 0 ? "ahead" : "behind";
}
