import { isCniExternal } from "../../mesh/external-cni";
import { activeRevision } from "../../mesh/istiod";
import type { LiveStart, Mesh } from "../../mesh/mesh";
import { gatewayId, pinnedGateways, withPinnedGateways } from "../../mesh/pinned-gateways";
import { waypointUsers } from "../../mesh/waypoint-uses";
import { discoveryStep, joinStep, leaveStep, ownStep, undiscoverStep } from "./label-steps";
import { keepStep, letGoStep, removeStep } from "./let-go-steps";
import { addCniStep, cniStep, controlPlaneStep, operatorStep, replaceZtunnelStep, ztunnelStep } from "./part-steps";
import { type Between, type ChangeStep, ownedIn, type Reached } from "./step";
import { tagStep } from "./tag-steps";
import { takeLessStep, takeMoreStep } from "./take-steps";
import { proxyStep, routingStep, strictStep, useStep } from "./traffic-steps";

/** In this order: parts alone, what is used before its users, users gone before what they used. */
const order: readonly ((between: Between) => ChangeStep | undefined)[] = [
  keepStep,
  operatorStep,
  ownStep,
  discoveryStep,
  addCniStep,
  controlPlaneStep,
  cniStep,
  ztunnelStep,
  replaceZtunnelStep,
  tagStep,
  proxyStep,
  routingStep,
  takeMoreStep,
  useStep,
  joinStep,
  strictStep,
  leaveStep,
  takeLessStep,
  undiscoverStep,
  letGoStep,
  removeStep,
];

/** A step with what the row has come to by it. */
export type ReachedStep = ChangeStep & Reached;

/**
 * What a row starts from, in the terms of the description that it ends at: what is no object of the mesh is taken from there, but for what is asked of
 * traffic.
 */
export function startOf({ mesh: before, users = [], namespaces = [], letGo = [] }: LiveStart, after: Mesh): Reached {
  const { operator, controlPlane, ztunnel, revisionTags, gateways, waypoints, carried, verify } = before;
  // One that somebody else owns is no object of the mesh.
  const cni = isCniExternal(before) || isCniExternal(after) ? after.cni : before.cni;
  const parts = {
    operator,
    controlPlane,
    revisionTags,
    gateways,
    waypoints,
    carried,
    verify,
    ...(cni && { cni }),
    ...(ztunnel && { ztunnel }),
  };
  const { cni: _, ztunnel: __, ...rest } = after;
  const mesh = pinned({ ...rest, ...parts, namespaces: before.namespaces.filter((one) => !one.joins) });
  return { mesh, users: [...waypointUsers(mesh), ...users], owned: [...ownedIn(mesh), ...namespaces], letGo };
}

/** The second description without `joins`: whoever joins does so on the way. */
export function endOf(after: Mesh): Mesh {
  return pinned({ ...after, namespaces: after.namespaces.map(({ joins: _, ...one }) => one) });
}

/** The revision that a Gateway names is the row's to say, and no change when the user's file is older. */
function pinned(mesh: Mesh): Mesh {
  const revisions = pinnedGateways(mesh).map((one) => [gatewayId(one), activeRevision(mesh)] as const);
  return revisions.length > 0 ? { ...mesh, carried: withPinnedGateways(mesh, Object.fromEntries(revisions)) } : mesh;
}

/** One commit after the other from what a live folder holds to a description; none where no object differs. */
export function changeSteps(start: Reached, end: Mesh): readonly ReachedStep[] {
  const steps: ReachedStep[] = [];
  let now = start;
  for (const one of order) {
    const step = one({ before: start, after: end, now });
    if (!step) continue;
    now = { mesh: now.mesh, users: now.users, owned: now.owned, letGo: now.letGo, ...reachedBy(step) };
    steps.push({ ...step, ...now });
  }
  const last = steps.pop();
  return last ? [...steps, { ...last, mesh: end }] : [];
}

function reachedBy({ mesh, users, owned, letGo }: ChangeStep): Partial<Reached> {
  return { ...(mesh && { mesh }), ...(users && { users }), ...(owned && { owned }), ...(letGo && { letGo }) };
}
