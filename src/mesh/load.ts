import { formatPlace, type MeshPath, type Place } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { validate } from "../source/validate";
import type { YamlSource } from "../source/yaml-source";
import { readCatalogs } from "./catalogs";
import { completeMesh } from "./defaults";
import { type InputIo, type MeshText, meshTexts } from "./inputs";
import { noLedger, readLedger } from "./ledger";
import { readManifests } from "./manifests";
import type { Mesh } from "./mesh";
import { meshDocuments } from "./mesh-documents";
import { fileNaming } from "./naming";
import { type CniOwners, cniProblems } from "./one-cni";
import { meshSchema } from "./schema";

/**
 * A mesh from a file, and where its parts are written.
 * @example const line = (loaded: LoadedMesh) => loaded.locate(["spec", "version"]).line;
 */
export interface LoadedMesh {
  readonly mesh: Mesh;
  /** Where a path is written; falls back to the nearest existing parent. */
  locate(path: MeshPath): Place;
  /** A place in one of its carried files as the user would write it; any other one as it is. */
  carried(place: Place): Place;
  /** The file, as the user gave it. */
  readonly file: string;
}

/**
 * Loads meshes from files, folders and the standard input (`-`), in the order of the inputs.
 *
 * @example
 * for (const { mesh } of loadMeshes(["mesh.yaml"], { cwd: process.cwd() })) {
 *   new MeshUpgrade(app, mesh.name, planUpgrade(mesh));
 * }
 * @throws InputError with every problem of every mesh, and for two meshes of one name
 */
export function loadMeshes(inputs: readonly string[], io: InputIo): LoadedMesh[] {
  const problems: Problem[] = [];
  const meshes = [...readMeshes(inputs, io, (error) => addAll(problems, error.problems))];
  if (problems.length > 0) throw new InputError(problems);
  return meshes;
}

/**
 * The same, mesh by mesh, so that a fleet does not stand in memory at once: only names and their places are kept.
 * @throws InputError at the first mesh that is wrong
 */
export function meshSources(inputs: readonly string[], io: InputIo): Iterable<LoadedMesh> {
  return readMeshes(inputs, io, (error) => {
    throw error;
  });
}

type Report = (error: InputError) => void;

function* readMeshes(inputs: readonly string[], io: InputIo, report: Report): Generator<LoadedMesh> {
  const read = new Set<string>();
  const names = new Map<string, Place>();
  const owners: CniOwners = new Map();
  for (const input of inputs) {
    let found = false;
    const note: Report = (error) => {
      found = true;
      report(error);
    };
    for (const text of reported(meshTexts(input, io), note)) {
      const again = read.has(text.identity);
      read.add(text.identity);
      found ||= again;
      for (const source of again ? [] : orReport(() => meshDocuments(text), [], note)) {
        found = true;
        yield* orReport(() => [loadMesh(source, text, { names, owners })], [], note);
      }
    }
    if (!found) report(noMesh(input));
  }
}

/** What was read before it. */
interface Others {
  readonly names: Map<string, Place>;
  readonly owners: CniOwners;
}

function loadMesh(source: YamlSource, text: MeshText, { names, owners }: Others): LoadedMesh {
  const { metadata, spec } = validate(meshSchema, source);
  const locate = (path: MeshPath) => source.locate(path);
  const problems = repeatedName(metadata.name, locate(["metadata", "name"]), names);
  const note: Report = (error) => {
    const placed = error.problems.map((one) => (one.place || !one.path ? one : { ...one, place: locate(one.path) }));
    addAll(problems, placed);
  };
  const naming = fileNaming(locate, text.folder.shown);
  const carried = orReport(() => readManifests(spec.manifests, text.folder), [], note);
  const extraReleases = orReport(() => readCatalogs(spec.catalogs, text.folder, spec.distribution), [], note);
  const known = { extraReleases, ...orReport(() => readLedger(spec.ledger, text.folder), noLedger, note) };
  const mesh = orReport(() => completeMesh(metadata.name, spec, carried, known, naming), undefined, note);
  if (mesh) problems.push(...cniProblems(mesh, locate, owners));
  if (!mesh || problems.length > 0) throw new InputError(problems);
  const isCarried = ({ file }: Place) => mesh.carried.some(({ place }) => place.file === file);
  return { mesh, locate, carried: (place) => (isCarried(place) ? naming.carried(place) : place), file: text.file };
}

/** One by one: a file may hold more problems than a call takes arguments. */
function addAll(problems: Problem[], more: readonly Problem[]): void {
  for (const one of more) problems.push(one);
}

function repeatedName(name: string, place: Place, names: Map<string, Place>): Problem[] {
  const first = names.get(name);
  if (!first) {
    names.set(name, place);
    return [];
  }
  const message = `a second mesh ${name}; the first is at ${formatPlace(first)}`;
  return [{ message, path: ["metadata", "name"], place, hint: "its name is its folder in the output" }];
}

function noMesh(folder: string): InputError {
  const hint = "a mesh is a YAML document with apiVersion: meshstep.dev/v1alpha1 and kind: Mesh";
  return InputError.of(`${folder}: no mesh in this folder`, { hint });
}

function* reported<T>(values: Iterable<T>, report: Report): Generator<T> {
  try {
    yield* values;
  } catch (error) {
    report(inputErrorOf(error));
  }
}

function orReport<T, F>(read: () => T, fallback: F, report: Report): T | F {
  try {
    return read();
  } catch (error) {
    report(inputErrorOf(error));
    return fallback;
  }
}

/** Anything else is a fault of ours and keeps its stack. */
function inputErrorOf(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}
