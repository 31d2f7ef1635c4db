import { createHash } from "node:crypto";
import { holdsJobs } from "../../mesh/gate-jobs";
import type { Check } from "../../plan/checks";
import type { Phase, Plan } from "../../plan/phase";
import { type GateContainer, gateContainers } from "./containers";
import { gateImage } from "./image";
import { jobRequests } from "./requests";

/** Which end of a phase a Job guards. */
export type GateEnd = "precheck" | "verify";

/** A Job of a phase, as the API server knows it. */
export interface GateJobName {
  readonly namespace: string;
  readonly name: string;
}

/** The gate Jobs of a phase, by name; nothing where the phase has none. */
export interface PhaseGateNames {
  readonly precheck?: string;
  readonly verify?: string;
  /** One for each of its {@link jobRequests}, in their order, in the namespaces that they ask from. */
  readonly requests: readonly GateJobName[];
}

/** All Jobs of a phase. */
export function gateJobs({ mesh }: Plan, { precheck, verify, requests }: PhaseGateNames): readonly GateJobName[] {
  const own = [precheck, verify].filter((name) => name !== undefined);
  return [...own.map((name) => ({ namespace: mesh.controlPlane.namespace, name })), ...requests];
}

/** What a gate Job asks, one check per container, in order. Empty: there is no such Job. */
export function gateChecks(plan: Plan, phase: Phase, end: GateEnd): readonly GateContainer[] {
  const checks = end === "precheck" ? phase.precheck : closingChecks(plan, phase);
  return gateContainers(checks, plan.mesh.delivery.gates.deadlineSeconds);
}

/**
 * What asserts the end of a phase, from whichever side the cluster has come: what the phase itself has moved, and what the one after it had and has
 * given back. Coming forward the latter is true already. Empty where people finish the phase, at a time of theirs: the next precheck holds instead.
 */
export function closingChecks({ phases }: Plan, phase: Phase): readonly Check[] {
  if (phase.manual.length > 0) return [];
  const after = phases[phases.indexOf(phase) + 1];
  // Where people restart pods on the way back, they finish that too.
  const givenBack = after && after.reversible !== "reversible with restart" ? after.back : [];
  const asked = new Map([...phase.gates, ...givenBack].map((check) => [JSON.stringify(check), check]));
  const checks = [...asked.values()].filter(({ check }) => check !== "phase-applied");
  // What is measured comes last, when all that moves has come to rest.
  const isMeasured = ({ check }: Check) => check === "slo";
  return [...checks.filter((one) => !isMeasured(one)), ...checks.filter(isMeasured)];
}

/** Raise it with every change to what a Job holds beside its checks: a cluster refuses another spec under the same name. */
const jobShape = 2;

const names = new WeakMap<Plan, readonly PhaseGateNames[]>();

/**
 * Names of every gate Job of a plan, phase by phase: mesh, end, phase number and a hash over the plan and all that its Jobs ask, so that the spec of a
 * Job never changes under its name, and at most 63 characters, which is what a label of its pods can hold.
 */
export function gateNames(plan: Plan): readonly PhaseGateNames[] {
  const known = names.get(plan) ?? makeNames(plan);
  names.set(plan, known);
  return known;
}

function makeNames(plan: Plan): readonly PhaseGateNames[] {
  const { mesh, phases, hash } = plan;
  if (!hasGateJobs(plan)) return phases.map(() => ({ requests: [] }));
  const asked = phases.map((phase) => [gateChecks(plan, phase, "precheck"), gateChecks(plan, phase, "verify")]);
  const suffix = hashOf([jobShape, hash, mesh.delivery.gates, gateImage(mesh), asked]);
  return phases.map((phase, index) => {
    const number = phase.dir.split("-")[0];
    const nameOf = (end: GateEnd) => `${cut(mesh.name, `-${end}-${number}-${suffix}`)}`;
    const [precheck = [], verify = []] = asked[index] ?? [];
    return {
      ...(precheck.length > 0 && { precheck: nameOf("precheck") }),
      ...(verify.length > 0 && { verify: nameOf("verify") }),
      requests: jobRequests(phase).map((request) => ({
        namespace: request.from.namespace,
        name: cut(request.name, `-request-${number}-${hashOf([suffix, mesh.dataPlane, request])}`),
      })),
    };
  });
}

/** Whether snapshots hold gate Jobs. */
export function hasGateJobs({ mesh }: Plan): boolean {
  return holdsJobs(mesh.delivery);
}

function hashOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
}

function cut(mesh: string, end: string): string {
  return `${mesh.slice(0, 63 - end.length).replace(/-+$/, "")}${end}`;
}
