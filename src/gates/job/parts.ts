import { restartedGateways } from "../../mesh/gateways";
import { mark } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../../plan/checks";
import type { Phase, Plan } from "../../plan/phase";
import { checkContainer } from "../command";
import { type GateContainer, gateContainers, shellContainer } from "./containers";
import { gateImage } from "./image";
import { type JobRequest, requestScript } from "./requests";
import type { JobParts } from "./spec";

/** Which end of a phase a Job guards; `moved`: before workloads restart, what injects into them stands where the phase has it. */
export type GateEnd = "precheck" | "moved" | "verify";
export const gateEnds: readonly GateEnd[] = ["precheck", "moved", "verify"];

/** The checks that a gate Job asks, in order: those that a container can ask. Empty: there is no such Job. */
export function jobChecks(plan: Plan, phase: Phase, end: GateEnd): readonly Check[] {
  const asked = {
    precheck: () => phase.precheck,
    moved: () => movedChecks(plan, phase),
    verify: () => closingChecks(plan, phase),
  };
  const checks = asked[end]();
  return checks.filter((check) => !("impossible" in checkContainer(check)));
}

/**
 * What asserts the end of a phase, from whichever side the cluster has come: what the phase itself has moved, and what the one after it had and has
 * given back. Coming forward the latter is true already. Empty where people finish the phase, at a time of theirs: the next precheck holds instead.
 */
export function closingChecks(plan: Plan, phase: Phase): readonly Check[] {
  const { mesh, phases } = plan;
  if (phase.manual.length > 0) return [];
  const after = phases[phases.indexOf(phase) + 1];
  const isLast = endsWayBack(plan, phase);
  // Where people restart pods on the way back, they finish that too.
  const byPeople = after?.reversible === "reversible with restart" && !givesBackByJob(phase, after);
  const givenBack = after && (!byPeople || isLast) ? after.back : [];
  const asksPods = isLast || phase.restarts.length > 0;
  const all = [...phase.gates, ...givenBack].filter((check) => asksPods || !isOfPeople(mesh, check));
  const asked = new Map(all.map((check) => [JSON.stringify(check), check]));
  // The marker comes after the Job.
  const checks = [...asked.values()].filter(({ check }) => check !== "phase-applied");
  // What is measured comes last, when all that moves has come to rest.
  const isMeasured = ({ check }: Check) => check === "slo";
  return [...checks.filter((one) => !isMeasured(one)), ...checks.filter(isMeasured)];
}

/**
 * Whether a row that moves versions is walked back no further than to this phase: no precheck comes after it that holds while proxies are ahead of
 * the control plane, so its closing Job does, until people have restarted them.
 */
function endsWayBack({ phases }: Pick<Plan, "phases">, phase: Phase): boolean {
  return phase === phases[0] && phases.length > 1 && phase.described === undefined;
}

/** Whether the closing Job of a phase, walked back to it, holds until people have restarted proxies: the marker comes after that, and not before. */
export function waitsForPeople(plan: Plan, phase: Phase): boolean {
  return endsWayBack(plan, phase) && jobChecks(plan, phase, "verify").some((check) => isOfPeople(plan.mesh, check));
}

/** What proxies run that nothing brings to another version but a restart, which is people's. */
function isOfPeople(mesh: Mesh, check: Check): boolean {
  if (check.check !== "proxy-version") return false;
  const { namespace, deployment } = check.proxies;
  return (
    deployment === undefined ||
    restartedGateways(mesh).some((one) => one.namespace === namespace && one.deployment === deployment)
  );
}

/** Whether Jobs bring back what the phase after has restarted, and nobody else has to. */
function givesBackByJob({ restarts }: Phase, after: Phase): boolean {
  return restarts.some(({ from }) => from !== undefined) && after.backManual.after.length === 0;
}

/** Kinds of checks that hold before any pod has restarted: of what injects, and of the labels that say what. */
const beforePods: readonly Check["check"][] = [
  ...(["sail-version", "sail-condition", "revision-tag", "version-label"] as const),
  ...(["rollout", "only-versions", "replicas-ready", "namespace-label"] as const),
];

/** What Jobs that restart workloads wait for: the control plane, tags and labels as the phase has them. Empty where nothing restarts. */
function movedChecks({ phases, mesh }: Plan, phase: Phase): readonly Check[] {
  if (phase.restarts.length === 0) return [];
  const after = phases[phases.indexOf(phase) + 1];
  const asked = [...phase.gates, ...(after?.back ?? [])].filter((one) => {
    if (one.check === "rollout") return one.workload.namespace === mesh.controlPlane.namespace;
    if (one.check === "namespace-label") return phase.restarts.some(({ namespace }) => namespace === one.namespace);
    return beforePods.includes(one.check);
  });
  return [...new Map(asked.map((check) => [JSON.stringify(check), check])).values()];
}

/**
 * Says in the log which phase has settled last. The check after it can only say that it is not one of those beside this phase: a phase was left
 * out, or the one before has not settled.
 */
function whereTheRowStands({ mesh, phases }: Plan, phase: Phase): readonly GateContainer[] {
  if (phases.indexOf(phase) === 0) return [];
  const { namespace } = mesh.controlPlane;
  const args = ["get", "configmaps", "-n", namespace, "-l", `${mark.mesh}=${mesh.name}`, "-L", mark.phase];
  return [{ name: "settled-last", args }];
}

/** A gate Job, but for its name and for what it deletes. */
export function gateParts(plan: Plan, phase: Phase, end: GateEnd): JobParts {
  const { mesh } = plan;
  const { deadlineSeconds, pullSecret } = mesh.delivery.gates;
  const asked = gateContainers(jobChecks(plan, phase, end), deadlineSeconds);
  return {
    labels: { [mark.mesh]: mesh.name, [mark.phase]: phase.dir, [mark.gate]: end },
    containers: end === "precheck" && asked.length > 0 ? [...whereTheRowStands(plan, phase), ...asked] : asked,
    image: gateImage(mesh),
    pullSecret,
    serviceAccount: gateAccount(mesh.name),
    deadlineSeconds,
    // What the operator makes may not be there yet when a phase ends; before it begins, everything is.
    retries: end === "precheck" ? 2 : 6,
  };
}

/** A Job that asks as a tenant, but for its name. */
export function requestParts({ mesh }: Plan, phase: Phase, request: JobRequest): JobParts {
  const { deadlineSeconds } = mesh.delivery.gates;
  const script = requestScript(request, mesh.dataPlane === "sidecar");
  return {
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
  };
}

/** The service account of all gate Jobs of a mesh. */
export function gateAccount(mesh: string): string {
  return `meshstep-${mesh}`;
}
