import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { contradictions } from "./contradictions";
import { leavesOf, meshAtVersions, valueParts } from "./hop-values";
import type { Mesh } from "./mesh";
import type { Naming } from "./naming";

/** What is wrong with `spec.upgrade.values`: parts that the mesh does not have, settings that travel alone, and values that contradict a key. */
export function hopValueProblems(mesh: Mesh, naming: Naming): Problem[] {
  return Object.entries(mesh.upgrade?.values ?? {}).flatMap(([minor, brought]) => {
    const at: MeshPath = ["spec", "upgrade", "values", minor];
    const absent = valueParts.filter((part) => brought[part] !== undefined && mesh[part] === undefined);
    const rolling = leavesOf(brought.ztunnel ?? {}).filter(([path]) => rolls.includes(path.join(".")));
    return [
      ...absent.map((part) => ({ message: `this mesh has no ${part}`, path: [...at, part], hint: "remove it" })),
      ...rolling.map(([path]) => ({
        message: "it rolls ztunnel by itself, so it does not travel with a version",
        path: [...at, "ztunnel", ...path],
        hint: "write it under spec.upgrade.ztunnel",
      })),
      ...contradicting(mesh, minor, at, naming),
    ];
  });
}

const rolls = ["ztunnel.terminationGracePeriodSeconds", "ztunnel.updateStrategy.type", "ztunnel.updateStrategy"];

/** Contradictions that only these values bring, at the place where they are written. */
function contradicting(mesh: Mesh, minor: string, at: MeshPath, naming: Naming): Problem[] {
  const there = meshAtVersions(mesh, { controlPlane: minor, cni: minor, ztunnel: minor });
  const before = new Set(contradictions(mesh, naming).map(({ path = [] }) => path.join(".")));
  return contradictions(there, naming)
    .filter(({ path = [] }) => !before.has(path.join(".")))
    .map((one) => {
      const [, part, , ...keys] = one.path ?? [];
      return { ...one, path: [...at, part ?? "", ...keys] };
    });
}
