import type { KubernetesObject } from "../../../mesh/mesh";
import { listAt, valueAt } from "../../../objects/object-paths";
import type { ChartLeadsCheck, ChartReconciledCheck, CrdsAcceptCheck } from "../../../plan/chart-operator";
import type { Answer } from "../../query";
import { hasLed } from "../leads";
import { renderedSince } from "../reconciled";
import { chartLeader } from "./leader";

/** Whether one of the releases leads, and has for a while. */
export function chartLeads({ namespace, releases }: ChartLeadsCheck, [leases, pods]: readonly Answer[]): true | string {
  const lease = leases?.objects[0] ?? null;
  const leader = chartLeader(namespace, releases, lease, pods?.objects ?? []);
  return "missing" in leader ? leader.missing : hasLed(leader.holder, lease);
}

/** Whether the release leads, and has rendered every part since it does. Where Secrets may not be read, that it has led for a while stands in for that. */
export function chartReconciled(
  { namespace, releases, parts }: ChartReconciledCheck,
  [leases, pods, ...secrets]: readonly Answer[],
): true | string {
  const unread = [leases, pods].find((one) => one?.failed !== undefined);
  if (unread?.failed !== undefined) return unread.failed;
  const lease = leases?.objects[0] ?? null;
  const leader = chartLeader(namespace, releases, lease, pods?.objects ?? []);
  if ("missing" in leader) return leader.missing;
  return secrets.some(({ failed }) => failed !== undefined)
    ? hasLed(leader.holder, lease)
    : renderedSince(
        { parts },
        secrets.flatMap(({ objects }) => objects),
        leader.since,
      );
}

/** Whether the CRDs accept what the release brings. One that names no versions accepts them all. */
export function crdsAccept({ resources, brings, release }: CrdsAcceptCheck, answers: readonly Answer[]): true | string {
  const old = resources.find((_, index) => refuses(answers[index]?.objects[0], brings));
  if (old === undefined) return true;
  const there = answers[resources.indexOf(old)]?.objects[0];
  return there
    ? `CRD ${old}.sailoperator.io does not accept ${brings}: it is not of ${release}`
    : `there is no CRD ${old}.sailoperator.io`;
}

function refuses(crd: KubernetesObject | undefined, version: string): boolean {
  if (!crd) return true;
  const served = listAt(crd, "spec", "versions").filter((one) => valueAt(one, "served") === true);
  const lists = served
    .map((one) => listAt(one, "schema", "openAPIV3Schema", "properties", "spec", "properties", "version", "enum"))
    .filter((accepted) => accepted.length > 0);
  return lists.length > 0 && !lists.some((accepted) => accepted.includes(version));
}
