import type { KubernetesObject } from "../../mesh/mesh";
import { listAt } from "../../objects/object-paths";
import type { OperatorPart } from "../../plan/operator-parts";
import { imageKey, type OperatorEvidence, second, textOrEmpty } from "./evidence";
import { leadsSince } from "./leader";

/**
 * Whether the new operator rules and has rendered every part of the mesh once. Before that everything looks settled: the old operator
 * keeps its lease until it runs out, and the objects of CNI and ZTunnel do not change when the new one rolls their pods.
 *
 * Holds when the CSV has succeeded, a pod of it holds the lease, and each part has a Helm release that is newer than that. Where
 * leases or secrets may not be read, running images that are the digests of the CSV stand in for what they would have said.
 *
 * @returns what is missing, in words
 */
export function operatorReconciled(evidence: OperatorEvidence): true | string {
  const { csv, installed, lease, secrets } = evidence;
  const phase = textOrEmpty(installed, "status", "phase");
  if (phase !== "Succeeded") return `${csv} is ${phase || "not there"}, not Succeeded`;
  if (lease === undefined) return runsItsImages(evidence);
  const leads = leadsSince(evidence, lease);
  if ("missing" in leads) return leads.missing;
  return secrets === undefined ? runsItsImages(evidence) : renderedSince(evidence, secrets, leads.since);
}

/** Helm writes the release first, as pending, then the chart's objects, and then calls it deployed: what rolls has begun to. */
export function renderedSince(
  { parts }: Pick<OperatorEvidence, "parts">,
  secrets: readonly KubernetesObject[],
  since: string,
): true | string {
  for (const { release, workload } of parts) {
    const where = `Helm release ${release} in ${workload.namespace}`;
    const newest = secrets.filter((one) => isReleaseOf(one, release, workload.namespace)).sort(byRevision)[0];
    if (!newest) return `there is no ${where}`;
    const written = textOrEmpty(newest, "metadata", "creationTimestamp");
    if (second(written) < second(since)) {
      return `${where} is of ${written}, from before the new operator took over at ${second(since)}Z`;
    }
    const status = newest.metadata.labels?.["status"];
    if (status !== "deployed") return `${where} is ${status ?? "without a status"}, not deployed`;
  }
  return true;
}

function isReleaseOf({ metadata, type }: KubernetesObject, release: string, namespace: string): boolean {
  return (
    metadata.namespace === namespace &&
    type === "helm.sh/release.v1" &&
    metadata.labels?.["owner"] === "helm" &&
    metadata.labels["name"] === release
  );
}

/** Newest first. */
function byRevision(a: KubernetesObject, b: KubernetesObject): number {
  return Number(b.metadata.labels?.["version"]) - Number(a.metadata.labels?.["version"]);
}

/** A digest names the very image, so that a running one can only come from this CSV, or from one that brings the same. */
function runsItsImages({ csv, installed, parts, workloads }: OperatorEvidence): true | string {
  for (const part of parts) {
    const { workload } = part;
    const wanted = imageOf(installed, part);
    const label = `${workload.kind.toLowerCase()}/${workload.name} in ${workload.namespace}`;
    if (!wanted.includes("@sha256:")) {
      return `${csv} names no digest for ${imageKey(part)}: only leases and secrets tell, so ask somebody who may read them`;
    }
    const object = workloads.find(
      ({ kind, metadata }) =>
        kind === workload.kind && metadata.namespace === workload.namespace && metadata.name === workload.name,
    );
    const images = listAt(object, "spec", "template", "spec", "containers").map((one) => textOrEmpty(one, "image"));
    if (!images.includes(wanted)) return `${label} does not run ${wanted} yet`;
  }
  return true;
}

function imageOf(installed: KubernetesObject | null, part: OperatorPart): string {
  for (const deployment of listAt(installed, "spec", "install", "spec", "deployments")) {
    const image = textOrEmpty(deployment, "spec", "template", "metadata", "annotations", imageKey(part));
    if (image) return image;
  }
  return "";
}
