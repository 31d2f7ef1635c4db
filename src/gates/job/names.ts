import { oncePer } from "../../basics/once-per";
import { sha256 } from "../../basics/sha256";
import { holdsJobs } from "../../mesh/gate-jobs";
import type { Plan } from "../../plan/phase";
import { type GateEnd, gateEnds, gateParts, requestParts } from "./parts";
import { jobRequests } from "./requests";
import { restartParts } from "./restarts";
import { jobSpec } from "./spec";

/** A Job of a phase, as the API server knows it. */
export interface GateJobName {
  readonly namespace: string;
  readonly name: string;
}

/** The gate Jobs of a phase, by name; nothing where the phase has none. */
export interface PhaseGateNames {
  readonly precheck?: string;
  readonly moved?: string;
  readonly verify?: string;
  /** One for each of its {@link jobRequests}, in their order, in the namespaces that they ask from. */
  readonly requests: readonly GateJobName[];
  /** One for each of its restarts, in their order, in the namespaces that they restart. */
  readonly restarts: readonly GateJobName[];
}

/** All Jobs of a phase. */
export function gateJobs({ mesh }: Plan, names: PhaseGateNames): readonly GateJobName[] {
  const own = gateEnds.flatMap((end) => names[end] ?? []);
  return [
    ...own.map((name) => ({ namespace: mesh.controlPlane.namespace, name })),
    ...names.requests,
    ...names.restarts,
  ];
}

/**
 * Names of every gate Job of a plan, phase by phase: mesh, end, phase number and a hash over the plan and the specs of its Jobs, so that the spec of
 * a Job never changes under its name, not even with another version of meshstep in the middle of a row; and at most 63 characters, which is what a label
 * of its pods can hold.
 */
export const gateNames = oncePer(makeNames);

function makeNames(plan: Plan): readonly PhaseGateNames[] {
  const { mesh, phases, hash } = plan;
  if (!hasGateJobs(plan)) return phases.map(() => ({ requests: [], restarts: [] }));
  // A Job that a row does not have is not part of what its names tell.
  const ends = gateEnds.filter((end) => end !== "moved" || phases.some(({ restarts }) => restarts.length > 0));
  const parts = phases.map((phase) => ends.map((end) => gateParts(plan, phase, end)));
  const suffix = hashOf([hash, parts.map((ends) => ends.map(jobSpec))]);
  return phases.map((phase, index) => {
    const number = phase.dir.split("-")[0];
    const nameOf = (end: GateEnd) => `${cut(mesh.name, `-${end}-${number}-${suffix}`)}`;
    const own = ends.filter((_, at) => parts[index]?.[at]?.containers.length);
    return {
      ...Object.fromEntries(own.map((end) => [end, nameOf(end)])),
      requests: jobRequests(phase).map((request) => ({
        namespace: request.from.namespace,
        name: cut(
          request.name,
          `-request-${number}-${hashOf([hash, request.name, jobSpec(requestParts(plan, phase, request))])}`,
        ),
      })),
      restarts: phase.restarts.map((restart) => ({
        namespace: restart.namespace,
        name: cut(
          restart.namespace,
          `-restart-${number}-${hashOf([hash, restart.namespace, jobSpec(restartParts(plan, phase, restart))])}`,
        ),
      })),
    };
  });
}

/** Whether snapshots hold gate Jobs. */
export function hasGateJobs({ mesh }: Plan): boolean {
  return holdsJobs(mesh.delivery);
}

function hashOf(content: unknown): string {
  return sha256(JSON.stringify(content)).slice(0, 8);
}

function cut(mesh: string, end: string): string {
  return `${mesh.slice(0, 63 - end.length).replace(/-+$/, "")}${end}`;
}
