import { isDeepStrictEqual } from "node:util";
import { labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import { meshIn, type Plan } from "../../plan/phase";
import type { MeshState } from "../../plan/state";
import { heldByFile, wasRead } from "./held";
import type { LiveFolder } from "./mesh";

/**
 * Whether a phase leaves on Namespaces the labels that a live folder of an earlier plan has left there: a Job has set them, or their owner, and no file
 * of a mesh at rest shows them.
 * @param outDir the output folder, absolute
 * @returns nothing where that plan is not found, and nobody knows
 */
export function labelsAsHeld(live: LiveFolder, plan: Plan, outDir: string): ((phase: number) => boolean) | undefined {
  const { mesh } = plan;
  const held = heldLabels(live, mesh, outDir);
  if (!held) return undefined;
  return (index) => {
    const phase = plan.phases[index];
    return phase !== undefined && isDeepStrictEqual(labelsOf(meshIn(plan, phase), phase.state), held);
  };
}

function heldLabels(live: LiveFolder, like: Mesh, outDir: string): ReturnType<typeof labelsOf> | undefined {
  const held = heldByFile(live, like, outDir);
  if (!("refused" in held)) return held.mesh && labelsOf(meshIn({ mesh: held.mesh }, held), held.state);
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
