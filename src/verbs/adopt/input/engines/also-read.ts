import { relative, resolve } from "node:path";
import { apiGroup, identity } from "../../../../objects/kubernetes-object";
import { inputFiles } from "../input-files";
import { type Surroundings, seenEngines } from "./seen-engines";
import { objectsIn, ownOf, replaced, type Sources } from "./sources";

/** How often what was found may name a further folder. */
const deepest = 5;

/**
 * The sources with the folders below the inputs that engines read and no kustomization there lists: where `apps/kustomization.yaml` lists an Application or a
 * Kustomization of Flux, the folder `apps/mesh` is a matter of that. One that holds a part of a mesh which is there already is another one of it.
 */
export function alsoRead(sources: Sources, surroundings: Surroundings): Sources {
  const { inputs, io } = surroundings;
  const starts = inputs.filter((one) => one !== "-" && !io.texts?.has(one)).map((one) => `${resolve(io.cwd, one)}/`);
  const tried = new Set<string>();
  let state = sources;
  for (let round = 0; round < deepest; round += 1) {
    const folders = new Set(seenEngines(state, surroundings).changes.map(({ folder }) => folder));
    const more = [...folders].filter((one) => !tried.has(one) && starts.some((start) => one.startsWith(start))).sort();
    if (more.length === 0) break;
    for (const folder of more) {
      tried.add(folder);
      state = withFolder(folder, state, surroundings);
    }
  }
  return state;
}

function withFolder(folder: string, state: Sources, { io }: Surroundings): Sources {
  const shown = relative(io.cwd, folder);
  if (state.failed.has(shown) || ownOf(folder, state, [], io.cwd).length > 0) return state;
  const one = inputFiles(shown, io.cwd, () => undefined);
  const parts = partsIn(one, io);
  const known = parts.size > 0 ? partsIn(state, io) : parts;
  if ([...parts].some((id) => known.has(id))) return state;
  return { ...replaced(state, [], one), failed: new Map([...state.failed, ...one.failed]) };
}

function partsIn(sources: Pick<Sources, "files" | "texts">, io: Surroundings["io"]): ReadonlySet<string> {
  const objects = objectsIn(sources.files, sources, io);
  return new Set(objects.flatMap((one) => (apiGroup(one) === "sailoperator.io" ? [identity(one)] : [])));
}
