import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshState } from "../state";
import type { PhaseDraft } from "./draft";

/** Namespaces of mesh.yaml that have no mesh labels yet. */
export function yetToJoin(mesh: Mesh): readonly string[] {
  return mesh.namespaces.filter((one) => one.joins).map((one) => one.name);
}

/** Those of them that use a waypoint of ours in another namespace, which has to let them in before their labels ask for it. */
export function yetToLetIn(mesh: Mesh): readonly string[] {
  const already = mesh.before?.users ?? [];
  const isOurs = (name: string, namespace: string) =>
    mesh.waypoints.some((one) => one.name === name && one.namespace === namespace);
  return mesh.namespaces.flatMap(({ name, joins, waypoint }) => {
    const home = waypoint?.namespace ?? name;
    const isLetIn = already.some((one) => one.name === name && one.waypoint?.name === waypoint?.name);
    return joins && waypoint && home !== name && isOurs(waypoint.name, home) && !isLetIn ? [name] : [];
  });
}

/** The waypoints let them in: what runs is as the live folder has it until a commit says so. */
export function letInPhase(state: MeshState): PhaseDraft | undefined {
  const { notLetIn, ...letIn } = state;
  return notLetIn && { kind: "waypoints", name: "waypoints", state: letIn, manual: [] };
}

/** Their labels in a phase of their own: what they use, such as a waypoint, is there since the phase before. */
export function joinPhase(mesh: Mesh, state: MeshState): PhaseDraft | undefined {
  const { notYetJoined, ...joined } = state;
  if (!notYetJoined) return undefined;
  const external = labelledNamespaces(mesh).filter(
    ({ name, ownership }) => ownership === "external" && notYetJoined.includes(name),
  );
  return {
    kind: "namespaces",
    name: "namespaces",
    state: joined,
    manual: external.map((namespace) => ({
      step: "ask-owner",
      namespace: namespace.name,
      labels: meshLabels(mesh, namespace),
    })),
  };
}
