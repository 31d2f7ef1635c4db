import { createHash } from "node:crypto";
import type { Check } from "../../plan/checks";
import type { Phase, Plan } from "../../plan/phase";
import { type GateContainer, gateContainers } from "./containers";
import { gateImage } from "./image";

/** Which end of a phase a Job guards. */
export type GateEnd = "precheck" | "verify";

/** The two gate Jobs of a phase, by name; nothing where the phase has none. */
export interface PhaseGateNames {
  readonly precheck?: string;
  readonly verify?: string;
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
  return [...asked.values()].filter(({ check }) => check !== "phase-applied");
}

/** Raise it with every change to what a Job holds beside its checks: a cluster refuses another spec under the same name. */
export const jobShape = 2;

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
  if (!hasGateJobs(plan)) return phases.map(() => ({}));
  const asked = phases.map((phase) => [gateChecks(plan, phase, "precheck"), gateChecks(plan, phase, "verify")]);
  const suffix = createHash("sha256")
    .update(JSON.stringify([jobShape, hash, mesh.delivery.gates, gateImage(mesh), asked]))
    .digest("hex")
    .slice(0, 8);
  return phases.map((phase, index) => {
    const number = phase.dir.split("-")[0];
    const nameOf = (end: GateEnd) => `${cut(mesh.name, `-${end}-${number}-${suffix}`)}`;
    const [precheck = [], verify = []] = asked[index] ?? [];
    return {
      ...(precheck.length > 0 && { precheck: nameOf("precheck") }),
      ...(verify.length > 0 && { verify: nameOf("verify") }),
    };
  });
}

/** Whether snapshots hold gate Jobs. @default with an engine */
export function hasGateJobs({ mesh }: Plan): boolean {
  const { engine, gates } = mesh.delivery;
  return (gates.mode ?? (engine === "none" ? "none" : "jobs")) === "jobs";
}

function cut(mesh: string, end: string): string {
  return `${mesh.slice(0, 63 - end.length).replace(/-+$/, "")}${end}`;
}
