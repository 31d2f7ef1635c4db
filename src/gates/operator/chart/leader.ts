import type { KubernetesObject } from "../../../mesh/mesh";
import { listAt, textAt } from "../../../objects/object-paths";
import type { ChartRelease } from "../../../plan/chart-operator";
import { versionOf } from "../../restart/image-version";
import { leaderLease, second, textOrEmpty } from "../evidence";
import { holderOf } from "../leader";

/** Who holds the lease, and since when; or why it is none of the releases. */
export function chartLeader(
  namespace: string,
  releases: readonly ChartRelease[],
  lease: KubernetesObject | null,
  pods: readonly KubernetesObject[],
): { readonly since: string; readonly holder: string } | { readonly missing: string } {
  const held = holderOf(lease, pods);
  if ("missing" in held) return { missing: `${held.missing}, in ${namespace}` };
  const runs = strangeRelease(held.pod, releases);
  return runs === undefined
    ? { since: second(textOrEmpty(lease, "spec", "acquireTime")), holder: held.name }
    : { missing: `Lease ${leaderLease} is held by ${held.name}, which ${runs}` };
}

/** What a pod of the operator is instead of one of these releases. */
function strangeRelease(pod: KubernetesObject, releases: readonly ChartRelease[]): string | undefined {
  // Older charts put a proxy beside the operator.
  const images = listAt(pod, "spec", "containers").map((one) => textAt(one, "image") ?? "");
  const named = images.filter((one) => /operator[^/]*$/.test(one)).flatMap((one) => versionOf(one) ?? []);
  const other = named.find((one) => !releases.some(({ release }) => release === one));
  if (other !== undefined) return `runs ${other}`;
  if (named.length > 0) return undefined;
  const newest = releases.map(({ brings }) => brings);
  return newest.some((version) => textAt(pod, "metadata", "annotations", broughtKey(version)) !== undefined)
    ? undefined
    : `names no release by its image, and does not bring ${newest.join(" or ")}`;
}

/** The annotation by which an operator's pod knows the image of an Istio version: a release has those of all that it brings. */
export function broughtKey(version: string): string {
  return `images.${version.replaceAll(".", "_")}.istiod`;
}
