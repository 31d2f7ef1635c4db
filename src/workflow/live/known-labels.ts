import { isDeepStrictEqual } from "node:util";
import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import { meshIn, type Plan } from "../../plan/phase";
import type { MeshState } from "../../plan/state";
import { type HeldOrRefused, wasRead } from "./held";
import type { LiveFolder } from "./mesh";
import type { HasLabels } from "./standing";

/**
 * Which phases leave on Namespaces the labels that an earlier plan has left there: a Job has set them, or their owner, and no file of a mesh at rest
 * shows them.
 * @returns nothing where that plan is not found, and nobody knows
 */
export function labelsAsLeft(live: LiveFolder, left: HeldOrRefused, plan: Plan): HasLabels | undefined {
  const labels = labelsLeft(live, left, plan.mesh);
  if (!labels) return undefined;
  return (index) => {
    const phase = plan.phases[index];
    return phase !== undefined && isDeepStrictEqual(labelsOf(meshIn(plan, phase), phase.state), labels);
  };
}

function labelsLeft(live: LiveFolder, left: HeldOrRefused, like: Mesh): ReturnType<typeof labelsOf> | undefined {
  if (!("refused" in left)) return left.mesh && labelsOf(meshIn({ mesh: left.mesh }, left), left.state);
  if (!wasRead(live, like.before)) return undefined;
  const { mesh } = like.before;
  return labelsOf(mesh, { notYetJoined: mesh.namespaces.filter(({ joins }) => joins).map(({ name }) => name) });
}

type Labels = Readonly<Record<string, string>>;

function labelsOf(
  mesh: Mesh,
  { notYetJoined = [] }: Pick<MeshState, "notYetJoined">,
): Readonly<Record<string, Labels>> {
  const labelled = labelledNamespaces(mesh).filter(({ name }) => !notYetJoined.includes(name));
  return Object.fromEntries(
    labelled
      .map((one) => [one.name, meshLabels(mesh, one)] as const)
      .filter(([, labels]) => Object.keys(labels).length > 0),
  );
}
