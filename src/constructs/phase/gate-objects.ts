import type { Construct } from "constructs";
import { shellContainer } from "../../gates/job/containers";
import { gateImage } from "../../gates/job/image";
import { type GateEnd, type GateJobName, gateChecks, gateJobs, gateNames, hasGateJobs } from "../../gates/job/names";
import { jobRequests, requestScript } from "../../gates/job/requests";
import { gateRights } from "../../gates/job/rights";
import { mark } from "../../mesh/labels";
import type { Phase, Plan } from "../../plan/phase";
import { KubectlJob } from "../kubectl-job";
import type { LiteralObject } from "../literal-object";
import { rights, serviceAccount } from "../rights";
import type { Built } from "./built";

const origin = { path: ["spec", "delivery", "gates"] } as const;

/** The Job that must pass before the snapshot touches anything, and the rights of both Jobs. */
export function precheckObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  if (!hasGateJobs(plan)) return [];
  return [...accountObjects(scope, plan), ...gateJob(scope, plan, phase, "precheck")];
}

/** The Job that asserts the end of the phase. */
export function verifyObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  return hasGateJobs(plan) ? gateJob(scope, plan, phase, "verify") : [];
}

/** The Jobs that ask as a tenant; they come after the closing one, when nothing rolls any more. */
export function requestObjects(scope: Construct, plan: Plan, phase: Phase): Built[] {
  const { mesh } = plan;
  const { deadlineSeconds } = mesh.delivery.gates;
  const names = gateNames(plan)[plan.phases.indexOf(phase)]?.requests ?? [];
  return jobRequests(phase).flatMap((request, index): Built[] => {
    const job = names[index];
    if (!job) return [];
    const script = requestScript(request, mesh.dataPlane === "sidecar");
    const object = new KubectlJob(scope, `request-${request.name}`, {
      ...job,
      // Its file is called after it: `job-request-reviews-split.yaml`.
      labels: {
        [mark.mesh]: mesh.name,
        [mark.phase]: phase.dir,
        [mark.gate]: `request-${request.name}`.slice(0, 63).replace(/-+$/, ""),
      },
      containers: [{ name: "request", ...shellContainer(script, Math.floor(deadlineSeconds * 0.8)) }],
      image: request.job.image,
      serviceAccount: request.from.serviceAccount,
      tenant: true,
      deadlineSeconds,
      retries: 2,
    });
    return [[object, { path: ["spec", "verify", "requests", mesh.verify.requests.indexOf(request)] }]];
  });
}

function gateJob(scope: Construct, plan: Plan, phase: Phase, end: GateEnd): Built[] {
  const index = plan.phases.indexOf(phase);
  const name = gateNames(plan)[index]?.[end];
  if (name === undefined) return [];
  const { mesh } = plan;
  const { deadlineSeconds, pullSecret } = mesh.delivery.gates;
  const job = new KubectlJob(scope, end, {
    name,
    namespace: mesh.controlPlane.namespace,
    labels: { [mark.mesh]: mesh.name, [mark.phase]: phase.dir, [mark.gate]: end },
    containers:
      end === "precheck"
        ? [...whereTheRowStands(plan, index), ...gateChecks(plan, phase, end), ...forgetNeighbours(plan, index)]
        : gateChecks(plan, phase, end),
    image: gateImage(mesh),
    pullSecret,
    serviceAccount: accountOf(plan).name,
    deadlineSeconds,
    // What the operator makes may not be there yet when a phase ends; before it begins, everything is.
    retries: end === "verify" ? 6 : 2,
  });
  return [[job, origin]];
}

/**
 * Says in the log which phase has settled last. The check after it can only say that it is not one of those beside this phase: a phase was left
 * out, or the one before has not settled.
 */
function whereTheRowStands({ mesh }: Plan, index: number) {
  if (index === 0) return [];
  const { namespace } = mesh.controlPlane;
  return [
    {
      name: "settled-last",
      args: ["get", "configmaps", "-n", namespace, "-l", `${mark.mesh}=${mesh.name}`, "-L", mark.phase],
    },
  ];
}

/**
 * The last act before anything is touched: from here on what the neighbours' Jobs once found is no longer so. Where an engine does not prune, or stops
 * before it does, the way back would otherwise find their old "Complete".
 */
function forgetNeighbours(plan: Plan, index: number) {
  const names = gateNames(plan);
  const stale = [names[index - 1], names[index + 1]].flatMap((one) => (one ? gateJobs(plan, one) : []));
  return [...byNamespace(stale)].map(([namespace, jobs], at) => ({
    name: at === 0 ? "forget-neighbours" : `forget-neighbours-${at + 1}`,
    args: ["delete", "jobs", ...jobs, "-n", namespace, "--ignore-not-found", "--timeout=5m"],
  }));
}

/** Names of Jobs by their namespace, the control plane's first: it has some in every row. */
function byNamespace(jobs: readonly GateJobName[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { namespace, name } of jobs) found.set(namespace, [...(found.get(namespace) ?? []), name]);
  return found;
}

function accountOf({ mesh }: Plan) {
  return { name: `meshstep-${mesh.name}`, namespace: mesh.controlPlane.namespace };
}

/** The same in every phase. */
function accountObjects(scope: Construct, plan: Plan): Built[] {
  const account = accountOf(plan);
  const jobs = byNamespace(gateNames(plan).flatMap((one) => gateJobs(plan, one)));
  const objects: LiteralObject[] = [serviceAccount(scope, "account", account)];
  const reading = gateRights(plan);
  const others = [...jobs.keys()].filter((name) => !reading.some(({ namespace }) => namespace === name)).sort();
  for (const { namespace, rules } of [...reading, ...others.map((name) => ({ namespace: name, rules: [] }))]) {
    const id = `rights-${namespace ?? "cluster"}`;
    const reads = rules.map(({ group, resource, names, verbs }) => ({
      apiGroups: [group],
      resources: [resource],
      ...(names && { resourceNames: names }),
      verbs,
    }));
    const own = (namespace !== undefined && jobs.get(namespace)) || [];
    const verbs = ["get", "list", "watch", "delete"];
    const forgets = own.length > 0 ? [{ apiGroups: ["batch"], resources: ["jobs"], resourceNames: own, verbs }] : [];
    objects.push(...rights(scope, id, account, account.name, namespace, [...reads, ...forgets]));
  }
  return objects.map((object) => [object, origin]);
}
