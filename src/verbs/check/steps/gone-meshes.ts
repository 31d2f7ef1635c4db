import type { Finding } from "../../../findings/finding";
import { isSail } from "../../../repository/objects/read-objects";
import { about, inShort } from "../../../rules/rule";
import type { MeshPairs } from "./step-meshes";

/**
 * Meshes whose whole folder is gone after a step, while others of the repository are where they were (SNAP002): a warning, because a cluster may
 * be on its way out. Where none is where it was, the two folders may be two repositories.
 */
export function goneMeshes({ pairs, gone }: MeshPairs): readonly Finding[] {
  if (!pairs.some(({ folder, before }) => folder !== "" && before)) return [];
  return gone.flatMap(({ folder, objects }) => {
    const { first, names } = inShort(objects.filter(isSail));
    if (!first) return [];
    return [
      about("SNAP002", first, {
        severity: "warning",
        message: `${names} ${objects.filter(isSail).length > 1 ? "are" : "is"} gone with the folder ${folder}: whoever prunes deletes what is missing`,
        hint: "A mesh on its way out: take its namespaces out of it first. One that moves to another folder: let the engine read that before.",
      }),
    ];
  });
}
