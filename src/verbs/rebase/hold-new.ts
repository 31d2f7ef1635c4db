import { dirname } from "node:path";
import type { Finding, Place } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { Held } from "../../live/held-phase";
import { startFrom } from "../../live/start";
import { type LoadedMesh, loadMeshes } from "../../mesh/load";
import { locating, placed } from "../../render/places";
import { renderMesh } from "../../render/render";

/** What the planner and the rules say of a mesh.yaml that is not written yet, and the phases that it leads to. */
export function holdNew(
  text: string,
  { mesh, file, carried }: LoadedMesh,
  path: string,
  held: Held,
): { readonly findings: readonly Finding[]; readonly phases: readonly string[] } {
  const inFile = (place: Place): Place => (place.file === standardInput ? { ...place, file } : carried(place));
  try {
    const meshes = loadMeshes(["-"], { cwd: dirname(path), stdin: () => text });
    const fresh = meshes.find((one) => one.mesh.name === mesh.name) as LoadedMesh;
    const before = startFrom(held, fresh.mesh);
    const { plan, findings } = locating(fresh, () => renderMesh({ ...fresh.mesh, ...(before && { before }) }));
    const told = placed(fresh, findings).map((one) => ({ ...one, ...(one.place && { place: inFile(one.place) }) }));
    return { findings: told, phases: plan.phases.map(({ dir }) => dir) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((one) => (one.place ? { ...one, place: inFile(one.place) } : one)));
  }
}

/** What a text that is not in a file is called. */
const standardInput = "<stdin>";
