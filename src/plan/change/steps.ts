import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import { discoveryStep, joinStep, leaveStep, ownStep } from "./label-steps";
import { cniStep, controlPlaneStep, operatorStep, ztunnelStep } from "./part-steps";
import type { Between, ChangeStep } from "./step";
import { letGoStep, proxyStep, removeStep, routingStep } from "./traffic-steps";

/** In this order: parts alone, what is used before its users, users gone before what they used. */
const order: readonly ((between: Between) => ChangeStep | undefined)[] = [
  operatorStep,
  ownStep,
  discoveryStep,
  controlPlaneStep,
  cniStep,
  ztunnelStep,
  proxyStep,
  routingStep,
  joinStep,
  leaveStep,
  letGoStep,
];

/** The first description in the terms of the second: what is no object of the mesh is taken from there, but for what is asked of traffic. */
export function startOf(before: Mesh, after: Mesh): Mesh {
  const { operator, controlPlane, cni, ztunnel, gateways, waypoints, carried, verify } = before;
  const parts = {
    operator,
    controlPlane,
    gateways,
    waypoints,
    carried,
    verify,
    ...(cni && { cni }),
    ...(ztunnel && { ztunnel }),
  };
  return { ...after, ...parts, namespaces: before.namespaces.filter((one) => !one.joins) };
}

/** The second description without `joins`: whoever joins does so on the way. */
export function endOf(after: Mesh): Mesh {
  return { ...after, namespaces: after.namespaces.map(({ joins: _, ...one }) => one) };
}

/** One commit after the other from one description to another; none where no object differs. */
export function changeSteps(start: Mesh, end: Mesh): readonly ChangeStep[] {
  const steps: ChangeStep[] = [];
  let now = start;
  let users: readonly MeshNamespace[] = start.namespaces;
  const add = (step: ChangeStep | undefined) => {
    if (!step) return;
    steps.push(step);
    now = step.mesh;
    users = step.users ?? users;
  };
  for (const one of order) add(one({ before: start, after: end, now }));
  add(removeStep({ before: start, after: end, now }, steps.at(-1)?.letGo ?? [], users));
  const last = steps.pop();
  return last ? [...steps, { ...last, mesh: end }] : [];
}
