import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshState } from "../state";
import type { PhaseDraft } from "./draft";

/** Namespaces of mesh.yaml that have no mesh labels yet. */
export function yetToJoin(mesh: Mesh): readonly string[] {
  return mesh.namespaces.filter((one) => one.joins).map((one) => one.name);
}

/** Their labels in a phase of their own: what they use, such as a waypoint, is there since the baseline. */
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
