import type { OperatorRelease } from "../../catalog/types";
import { compareVersions, minorDistance } from "../../catalog/version";

/** Over two minors the CNI plugin stops at the one between: it may stand one on either side of every control plane that has proxies. */
export function middleVersion({ from, to }: { readonly from: string; readonly to: string }, release: OperatorRelease) {
  if (Math.abs(minorDistance(from, to)) !== 2) return undefined;
  return [...release.installable]
    .filter((one) => Math.abs(minorDistance(from, one)) === 1 && Math.abs(minorDistance(one, to)) === 1)
    .sort(compareVersions)
    .at(-1);
}
