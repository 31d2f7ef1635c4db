import type { Distribution } from "../catalog/types";
import { compareVersions, isAlias, minorNumber, minorOf } from "../catalog/version";
import { hasProxies } from "./revisions/state";
import { sharedCniVerdict } from "./skew";
import { type ControlPlaneState, type MeshState, runningVersions } from "./state";

/** What leads on where a CNI plugin that somebody else owns is in the way. */
export const ownerMovesFirst =
  "Its owner moves it first. When spec.running.cni says where it stands then, the row goes on.";

/** The control planes that a CNI plugin serves: those that have proxies. */
function served(state: MeshState): readonly ControlPlaneState[] {
  return state.revisions ? state.controlPlanes.filter((one) => hasProxies(state, one)) : state.controlPlanes;
}

/**
 * The versions that a CNI plugin of somebody else may run in a state: all that are known within one minor of every control plane that has proxies, or within
 * a jump that was accepted. Its owner may move it by then, so it is not held to the version that mesh.yaml says; what the plan was proved with is allowed, too.
 */
export function sharedCniVersions(
  state: MeshState,
  { releases }: Distribution,
  acceptedJumps: readonly string[] = [],
): readonly string[] {
  const planes = served(state);
  const known = releases.flatMap(({ installable, endOfLife }) => [...installable, ...endOfLife]);
  const near = known.filter(
    (one) =>
      !isAlias(one) && planes.every(({ version }) => /ok|jump/.test(sharedCniVerdict(version, one, acceptedJumps))),
  );
  return [...new Set([...near, ...runningVersions(state, "cni")])].sort(compareVersions);
}

/** The minors between which it may stand, in words: `1.25 to 1.27`. */
export function sharedCniMinors(state: MeshState): string {
  const versions = [...served(state).map(({ version }) => version)].sort(compareVersions);
  const [oldest = "", newest = oldest] = [versions[0], versions.at(-1)];
  const [from, to] = [minorBy(newest, -1), minorBy(oldest, 1)];
  return from === to ? from : `${from} to ${to}`;
}

/** A minor that is so many away: `1.27` of v1.26.4. */
export function minorBy(version: string, minors: number): string {
  const [major] = minorOf(version).split(".");
  return `${major}.${minorNumber(version) + minors}`;
}
