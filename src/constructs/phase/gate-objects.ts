import type { Construct } from "constructs";
import { gateImage } from "../../gates/job/image";
import { type GateEnd, gateChecks, gateNames, hasGateJobs } from "../../gates/job/names";
import { gateRights } from "../../gates/job/rights";
import { mark } from "../../mesh/labels";
import type { Phase, Plan } from "../../plan/phase";
import { KubectlJob } from "../kubectl-job";
import type { LiteralObject } from "../literal-object";
import { rights, serviceAccount } from "../rights";
import type { Built } from "./built";

const readOnly = ["get", "list", "watch"];
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
  const stale = [names[index - 1], names[index + 1]].flatMap((one) => Object.values(one ?? {}));
  if (stale.length === 0) return [];
  const { namespace } = plan.mesh.controlPlane;
  return [
    {
      name: "forget-neighbours",
      args: ["delete", "jobs", ...stale, "-n", namespace, "--ignore-not-found", "--timeout=5m"],
    },
  ];
}

function accountOf({ mesh }: Plan) {
  return { name: `meshstep-${mesh.name}`, namespace: mesh.controlPlane.namespace };
}

/** The same in every phase. */
function accountObjects(scope: Construct, plan: Plan): Built[] {
  const account = accountOf(plan);
  const jobs = gateNames(plan).flatMap((one) => Object.values(one));
  const objects: LiteralObject[] = [serviceAccount(scope, "account", account)];
  for (const { namespace, rules } of gateRights(plan)) {
    const id = `rights-${namespace ?? "cluster"}`;
    const reads = rules.map(({ group, resource, names }) => ({
      apiGroups: [group],
      resources: [resource],
      ...(names && { resourceNames: names }),
      verbs: readOnly,
    }));
    const forgets = {
      apiGroups: ["batch"],
      resources: ["jobs"],
      resourceNames: jobs,
      verbs: [...readOnly, "delete"],
    };
    const own = namespace === account.namespace ? [forgets] : [];
    objects.push(...rights(scope, id, account, account.name, namespace, [...reads, ...own]));
  }
  return objects.map((object) => [object, origin]);
}
