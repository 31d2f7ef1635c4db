import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { InputError } from "../findings/input-error";
import type { Refusal } from "../findings/refusal";
import { describedMesh, describeMesh } from "../mesh/description";
import type { LoadedMesh } from "../mesh/load";
import { clusterObject } from "../mesh/manifest-object";
import type { CarriedObject, LiveBesides, LiveStart, Mesh } from "../mesh/mesh";
import type { MeshState } from "../plan/state";
import { besidesSchema } from "../snapshot/plan-schema";
import { startFile, startYaml } from "../snapshot/start-yaml";
import { replaceFile } from "../snapshot/write/replace-file";
import { readTextFile } from "../source/read-text";
import { validate } from "../source/validate";
import { parseYamlDocuments, partAt } from "../source/yaml-source";
import type { YamlEdit } from "../yaml-edit/edit-yaml";
import { rebaseEdits } from "./as-mesh/edits";
import type { LiveFolder } from "./folder";
import { filesHash, type Held, heldByFile } from "./held-phase";

const schema = z.strictObject({
  from: z.optional(z.strictObject({ plan: z.string(), phase: z.string(), files: z.string() })),
  described: z.record(z.string(), z.unknown()),
  besides: z.optional(besidesSchema),
  carried: z._default(
    z.array(z.strictObject({ from: z.string(), ignores: z.optional(z.array(z.string())), object: z.unknown() })),
    [],
  ),
});

/**
 * The mesh with what was recorded of its live folder: whatever mesh.yaml says otherwise is then laid out as phases.
 * @param out the output folder, as the user gave it
 * @throws InputError for a record that is torn or edited
 */
export function withStart(source: LoadedMesh, cwd: string, out: string): LoadedMesh {
  const { mesh } = source;
  const shown = join(out, mesh.name, startFile);
  const path = resolve(cwd, shown);
  return existsSync(path) ? { ...source, mesh: { ...mesh, before: readStart(path, shown, mesh) } } : source;
}

function readStart(path: string, shown: string, like: Mesh): LiveStart {
  try {
    const [source] = parseYamlDocuments(readTextFile(path, shown), shown);
    if (!source) throw InputError.of("nothing in it");
    const { from, described, besides, carried } = validate(schema, source);
    const objects = carried.map(({ from, ignores }, index) => ({
      object: clusterObject(partAt(source, ["carried", index, "object"])),
      place: recordedPlace(from),
      ...(ignores && { ignores }),
    }));
    return { mesh: describedMesh(described, objects, like), ...besides, ...(from && { from }) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [first] = error.problems;
    throw InputError.of(
      `${shown}: not as meshstep wrote it: ${first?.path?.join(".") ?? "document"}: ${first?.message}`,
      {
        hint: "Take it as Git had it; or delete it, and run meshstep synth --live with the live folder.",
      },
    );
  }
}

/**
 * What a live folder holds, as the start of the next row: versions and settings that phases brought are simply what runs.
 * @param like the mesh as mesh.yaml describes it now
 */
export function startFrom(
  { mesh, state, besides = entering(mesh, state), from }: Held,
  like: Mesh,
): LiveStart | undefined {
  if (!mesh) return undefined;
  const edits = rebaseEdits(mesh, { state, isEnd: true }).filter(({ path }) => path[1] !== "upgrade");
  const description = edits.reduce(applied, { spec: describeMesh(mesh) });
  const carried = mesh.carried.map((one) => ({ ...one, place: recordedPlace(one.place.file) }));
  return { mesh: describedMesh(description["spec"], carried, like), ...besides, from };
}

/** A record says in which file an object stood, and not where in it: a start has the same places whether it was read from there or from a live folder. */
function recordedPlace(file: string): CarriedObject["place"] {
  return { file, line: 1, column: 1 };
}

/** Who is let in by a waypoint elsewhere already, in an upgrade that they join in the middle of. */
function entering(mesh: Mesh | undefined, { notYetJoined = [], notLetIn = [] }: MeshState): LiveBesides {
  const users = (mesh?.namespaces ?? []).filter(
    ({ name, waypoint }) =>
      notYetJoined.includes(name) && !notLetIn.includes(name) && (waypoint?.namespace ?? name) !== name,
  );
  return users.length > 0 ? { users: users.map(({ name, waypoint }) => ({ name, waypoint })) } : {};
}

/**
 * The mesh of a live folder with what that holds as its start.
 * @param outDir the output folder, absolute
 */
export function startedAt(
  live: LiveFolder,
  source: LoadedMesh,
  outDir: string,
): LoadedMesh | { readonly refused: Refusal } {
  const held = heldByFile(live, source.mesh, outDir);
  if ("refused" in held) return wasRead(live, source.mesh.before) ? source : held;
  const before = startFrom(held, source.mesh);
  if (before) return { ...source, mesh: { ...source.mesh, before } };
  const message = `${live.shown} was written by a meshstep that did not record how the mesh was described`;
  const hint =
    "Take the edit of mesh.yaml back (git stash), run meshstep synth and meshstep promote --next, and make the edit again.";
  return { refused: { message, hint } };
}

/** Whether a record was read from the very files of a live folder: their plan need not be found then. */
function wasRead({ files }: LiveFolder, before: LiveStart | undefined): boolean {
  return before?.from !== undefined && before.from.files === filesHash(files);
}

/**
 * Writes down what a live folder holds beside its plan, where there is one; synth then lays out whatever mesh.yaml says otherwise.
 * @param outDir the output folder, absolute
 * @returns whether it was not written down like that already
 */
export function recordStart(held: Held, like: Mesh, outDir: string): boolean {
  const folder = join(outDir, like.name);
  const start = existsSync(folder) ? startFrom(held, like) : undefined;
  if (!start) return false;
  const [path, shown, text] = [join(folder, startFile), join(like.name, startFile), startYaml(start)];
  if (existsSync(path) && readTextFile(path, shown) === text) return false;
  replaceFile(path, shown, text);
  return true;
}

type Data = Record<string | number, unknown>;

function applied(root: Data, { path, value }: YamlEdit): Data {
  const copy = structuredClone(root);
  let at: Data = copy;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Data;
  }
  const last = path.at(-1) as string | number;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
