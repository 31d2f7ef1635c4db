import type { Check } from "../checks";
import { bare, type Part } from "./parts";

/** How long a rollout may take, in seconds. */
export const rolloutTimeout = { istiod: 600, cni: 1800, gateway: 600 };

/** The version first: `rollout status` of a Deployment that the operator has not touched yet says yes at once. */
export function rolledOut(part: Part, version: string, timeoutSeconds: number): readonly Check[] {
  return [
    chartVersion(part, version),
    { check: "rollout", workload: part.workload, timeoutSeconds },
    onlyVersions(part, [version]),
  ];
}

export function chartVersion({ workload }: Part, version: string): Check {
  return { check: "version-label", workload, version: bare(version) };
}

export function onlyVersions({ name, pods }: Part, versions: readonly string[]): Check {
  return { check: "only-versions", part: name, pods, versions: [...new Set(versions.map(bare))].sort() };
}
