import type { Construct } from "constructs";
import { oncePer } from "../../basics/once-per";
import { jobLabels, labelJobParts } from "../../gates/job/labels";
import { type GateJobName, gateJobs, gateNames, hasGateJobs } from "../../gates/job/names";
import { type GateEnd, gateAccount, gateParts, requestParts } from "../../gates/job/parts";
import { jobRequests } from "../../gates/job/requests";
import { restartAccount, restartParts, restartRules } from "../../gates/job/restarts";
import { gateRights } from "../../gates/job/rights";
import { meshIn, type Phase, type Plan } from "../../plan/phase";
import { KubectlJob } from "../kubectl-job";
import type { LiteralObject } from "../literal-object";
import { rights, serviceAccount } from "../rights";
import type { Built } from "./built";

const origin = { path: ["spec", "delivery", "gates"] } as const;

/** The Job that must pass before the snapshot touches anything, and the rights of both Jobs. */
export function precheckObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  if (!hasGateJobs(plan)) return [];
  return [...accountObjects(scope, plan, phase), ...gateJob(scope, plan, phase, "precheck")];
}

/** The Job that workloads wait for before they restart. */
export function movedObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  return hasGateJobs(plan) ? gateJob(scope, plan, phase, "moved") : [];
}

/** The Jobs that restart workloads, each with an account and rights in its namespace that come and go with it. */
export function restartObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  const names = gateNames(plan)[plan.phases.indexOf(phase)]?.restarts ?? [];
  return phase.restarts.flatMap((restart, index): Built[] => {
    const job = names[index];
    if (!job) return [];
    const { namespace } = restart;
    const account = { name: restartAccount(plan.mesh.name), namespace };
    const objects = [
      serviceAccount(scope, `account-${namespace}`, account),
      ...rights(scope, `rights-${namespace}`, account, account.name, namespace, restartRules),
      new KubectlJob(scope, `restart-${namespace}`, { ...job, ...restartParts(plan, phase, restart) }),
    ];
    return objects.map((object) => [object, { path: ["spec", "upgrade", "restarts"] }]);
  });
}

/** The Job that asserts the end of the phase. */
export function verifyObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  return hasGateJobs(plan) ? gateJob(scope, plan, phase, "verify") : [];
}

/** The Jobs that ask as a tenant; they come after the closing one, when nothing rolls any more. */
export function requestObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  const mesh = meshIn(plan, phase);
  const names = gateNames(plan)[plan.phases.indexOf(phase)]?.requests ?? [];
  return jobRequests(phase).flatMap((request, index): Built[] => {
    const job = names[index];
    if (!job) return [];
    const object = new KubectlJob(scope, `request-${request.name}`, { ...job, ...requestParts(plan, phase, request) });
    return [[object, { path: ["spec", "verify", "requests", mesh.verify.requests.indexOf(request)] }]];
  });
}

function gateJob(scope: Construct, plan: Plan, phase: Phase, end: GateEnd): Built[] {
  const index = plan.phases.indexOf(phase);
  const name = gateNames(plan)[index]?.[end];
  if (name === undefined) return [];
  const { namespace } = accountOf(plan);
  const parts = gateParts(plan, phase, end);
  const containers = [...parts.containers, ...(end === "precheck" ? forgetNeighbours(plan, index) : [])];
  const job = new KubectlJob(scope, end, { ...parts, name, namespace, containers });
  return [[job, origin]];
}

/**
 * The last act before anything is touched: from here on what the neighbours' Jobs once found is no longer so. Where an engine does not prune, or stops
 * before it does, the way back would otherwise find their old "Complete".
 */
function forgetNeighbours(plan: Plan, index: number) {
  return [...byNamespace(neighboursOf(plan, index))].map(([namespace, jobs], at) => ({
    name: at === 0 ? "forget-neighbours" : `forget-neighbours-${at + 1}`,
    args: ["delete", "jobs", ...jobs, "-n", namespace, "--ignore-not-found", "--timeout=5m"],
  }));
}

/** The Jobs of the phases before and after. */
function neighboursOf(plan: Plan, index: number): readonly GateJobName[] {
  const names = gateNames(plan);
  const own = labelJobs(plan, index).map(({ name }) => name);
  const labels = [index - 1, index + 1].flatMap((at) => labelJobs(plan, at)).filter(({ name }) => !own.includes(name));
  return [...[names[index - 1], names[index + 1]].flatMap((one) => (one ? gateJobs(plan, one) : [])), ...labels];
}

/** Of all phases together, by namespace. */
const neighboursOfAll = oncePer((plan: Plan) =>
  byNamespace(plan.phases.flatMap((_, index) => neighboursOf(plan, index))),
);

/** The labels of a neighbour are set again when one comes back to it. */
function labelJobs(plan: Plan, index: number): readonly GateJobName[] {
  const phase = plan.phases[index];
  return phase && jobLabels(meshIn(plan, phase), phase).length > 0 ? [labelJobParts(meshIn(plan, phase), phase)] : [];
}

/** Names of Jobs by their namespace, the control plane's first: it has some in every row. */
function byNamespace(jobs: readonly GateJobName[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { namespace, name } of jobs) found.set(namespace, [...(found.get(namespace) ?? []), name]);
  return found;
}

function accountOf({ mesh }: Plan) {
  return { name: gateAccount(mesh.name), namespace: mesh.controlPlane.namespace };
}

/** The same in every phase, but for namespaces that are not there yet. */
function accountObjects(scope: Construct, plan: Plan, { described }: Phase): Built[] {
  const account = accountOf(plan);
  const jobs = neighboursOfAll(plan);
  const objects: LiteralObject[] = [serviceAccount(scope, "account", account)];
  const reading = gateRights(plan);
  const others = [...jobs.keys()].filter((name) => !reading.some(({ namespace }) => namespace === name)).sort();
  for (const { namespace, rules } of [...reading, ...others.map((name) => ({ namespace: name, rules: [] }))]) {
    if (namespace !== undefined && described?.absent.includes(namespace)) continue;
    const id = `rights-${namespace ?? "cluster"}`;
    const reads = rules.map(({ group, resource, names, verbs }) => ({
      apiGroups: [group],
      resources: [resource],
      ...(names && { resourceNames: names }),
      verbs,
    }));
    const own = (namespace !== undefined && jobs.get(namespace)) || [];
    const verbs = ["get", "list", "watch", "delete"];
    const forgets =
      own.length > 0
        ? [{ apiGroups: ["batch"], resources: ["jobs"], resourceNames: [...new Set(own)].sort(), verbs }]
        : [];
    objects.push(...rights(scope, id, account, account.name, namespace, [...reads, ...forgets]));
  }
  return objects.map((object) => [object, origin]);
}
