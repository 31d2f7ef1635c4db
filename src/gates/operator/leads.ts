import { csvName } from "../../catalog/csv-name";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt } from "../../objects/object-paths";
import type { OperatorLeadsCheck } from "../../plan/operator-parts";
import type { Answer } from "../query";
import { versionOf } from "../restart/image-version";
import { leaderLease, textOrEmpty } from "./evidence";
import { holderOf, isPodOf, leadsSince } from "./leader";

/**
 * Seconds that a leader has led before it counts: once it leads it renders every chart, and what that rolls is then in the middle of a rollout, which other
 * checks see. In the lab it took less than three.
 */
export const aWhile = 60;

/**
 * Whether one of these releases leads the operator: by its ClusterServiceVersion, whose pod must hold the lease. Where no lease may be read, or is there, as
 * with leader election off, no pod from before it may run. Where OLM installs no operator there, the image of the holder tells, if it names a version.
 *
 * @returns what is missing, in words
 */
export function operatorLeads(
  { namespace, package: name, releases }: OperatorLeadsCheck,
  [installed, leases, pods]: readonly Answer[],
): true | string {
  const unread = [installed, pods].find((one) => one?.failed !== undefined && !isUnknownKind(one));
  if (unread?.failed !== undefined) return unread.failed;
  const lease = leases?.objects[0] ?? null;
  const running = pods?.objects ?? [];
  const ours = (installed?.objects ?? []).filter(({ metadata }) => metadata.name.startsWith(`${name}.v`));
  if (ours.length === 0) return leadsByImage(namespace, releases, lease, running);
  const missing = releases.map((release) => {
    const csv = csvName({ package: name }, release);
    return rules(csv, ours.find(({ metadata }) => metadata.name === csv) ?? null, lease, running);
  });
  return missing.includes(true) ? true : missing.join("; ");
}

function rules(
  csv: string,
  installed: KubernetesObject | null,
  lease: KubernetesObject | null,
  pods: readonly KubernetesObject[],
): true | string {
  const phase = textOrEmpty(installed, "status", "phase");
  if (phase !== "Succeeded") return `${csv} is ${phase || "not there"}, not Succeeded`;
  if (!lease) return noneFromBefore(csv, installed, pods);
  const leads = leadsSince({ csv, installed, pods }, lease);
  return "missing" in leads ? leads.missing : hasLed(leads.holder, lease);
}

/** By the lease's own times: nobody's clock is asked. */
export function hasLed(holder: string, lease: KubernetesObject | null): true | string {
  const [taken, renewed] = ["acquireTime", "renewTime"].map((key) => Date.parse(textOrEmpty(lease, "spec", key)));
  const seconds = Math.floor(((renewed ?? 0) - (taken ?? 0)) / 1000);
  return (
    seconds >= aWhile || `${holder} leads for less than ${aWhile} seconds: it may not have rendered everything yet`
  );
}

function noneFromBefore(
  csv: string,
  installed: KubernetesObject | null,
  pods: readonly KubernetesObject[],
): true | string {
  const own = pods.filter((pod) => isPodOf(installed, pod));
  if (own.length === 0) return `no pod of ${csv} runs`;
  const born = textOrEmpty(installed, "metadata", "creationTimestamp");
  const old = own.find((pod) => textOrEmpty(pod, "metadata", "creationTimestamp") < born);
  return (
    old === undefined || `no Lease ${leaderLease} tells who leads, and pod ${old.metadata.name} is from before ${csv}`
  );
}

function leadsByImage(
  namespace: string,
  releases: readonly string[],
  lease: KubernetesObject | null,
  pods: readonly KubernetesObject[],
): true | string {
  const held = holderOf(lease, pods);
  if ("missing" in held) return `${held.missing}, in ${namespace}`;
  // Older charts put a proxy beside the operator.
  const images = listAt(held.pod, "spec", "containers").map((one) => textAt(one, "image") ?? "");
  const versions = images.filter((one) => /operator[^/]*$/.test(one)).map(versionOf);
  const other = versions.find((one) => one !== undefined && !releases.includes(one));
  if (other !== undefined) return `Lease ${leaderLease} is held by ${held.name}, which runs ${other}`;
  return lease ? hasLed(held.name, lease) : true;
}

/** The cluster has no OLM. */
function isUnknownKind({ failed }: Answer): boolean {
  return failed !== undefined && /does not know clusterserviceversions/.test(failed);
}
