import * as z from "zod/mini";
import type { MeshPath, Place } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import type { KubernetesObject } from "./kubernetes-object";
import { isForTools, kustomizationNames, objectPaths, objectSchema, readObject } from "./manifest-object";
import { type Piece, piecesOf } from "./manifest-pieces";
import { type ManifestIo, type ManifestText, manifestTexts } from "./manifest-texts";
import { parseYamlDocuments, type YamlSource } from "./yaml-source";

export type { ManifestIo } from "./manifest-texts";

/** One object of a folder, and where its parts are written. */
export interface ManifestDocument {
  readonly object: KubernetesObject;
  /** Where it starts. */
  readonly place: Place;
  /** Where a path inside the object is written; falls back to the nearest existing parent. */
  locate(path: MeshPath): Place;
}

/**
 * Why something was left out: `foreign`, it is no Kubernetes object at all; `template`, it becomes one only when Helm or
 * another tool has filled it in; `broken`, the API server would refuse to read it.
 */
export type SkipReason = "foreign" | "template" | "broken";

export interface ReadOptions {
  /** Told of every file and document that is left out. @default what is broken is thrown, the rest is left out in silence */
  readonly onSkipped?: (place: Place, why: string, reason: SkipReason) => void;
}

const notKubernetes = "no Kubernetes object: it has no apiVersion and kind";

const text = z.string().check(z.minLength(1, "some text"));
const schema = objectSchema(text, text);

/**
 * The Kubernetes objects in files, folders (with all folders below them) and the standard input (`-`), in the order of the
 * inputs, sorted by file within a folder. YAML and JSON; Lists are taken apart. Read document by document.
 * @throws InputError for inputs that do not exist or cannot be read
 */
export function* readManifests(
  inputs: readonly string[],
  io: ManifestIo,
  options: ReadOptions = {},
): Generator<ManifestDocument> {
  const { onSkipped = refuseBroken } = options;
  const read = new Set<string>();
  for (const input of inputs) {
    for (const one of manifestTexts(input, io)) {
      if (!read.has(one.identity)) yield* readText(one, onSkipped);
      read.add(one.identity);
    }
  }
}

type OnSkipped = NonNullable<ReadOptions["onSkipped"]>;

function* readText({ file, read }: ManifestText, onSkipped: OnSkipped): Generator<ManifestDocument> {
  const start: Place = { file, line: 1, column: 1 };
  if (kustomizationNames.includes(file.split("/").at(-1) ?? "")) {
    onSkipped(start, "for kustomize", "foreign");
    return;
  }
  const text = orSkip(read, "", start, false, onSkipped);
  if (text.includes("apiVersion") && text.includes("kind")) {
    for (const piece of piecesOf(text)) yield* readPiece(piece, file, onSkipped);
  } else if (text !== "") {
    // Most JSON and many YAML files of a repository are something else; reading them would only find faults.
    onSkipped(start, notKubernetes, "foreign");
  }
}

function* readPiece(piece: Piece, file: string, onSkipped: OnSkipped): Generator<ManifestDocument> {
  const place: Place = { file, ...piece.start };
  const isTemplate = piece.text.includes("{{");
  const parse = () => parseYamlDocuments(piece.text, file, piece.start);
  for (const source of orSkip(parse, [], place, isTemplate, onSkipped)) {
    for (const path of objectPaths(source)) {
      const one = orSkip(() => readDocument(source, path, onSkipped), undefined, place, isTemplate, onSkipped);
      if (one) yield one;
    }
  }
}

function orSkip<T, F>(work: () => T, fallback: F, place: Place, isTemplate: boolean, onSkipped: OnSkipped): T | F {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const one of error.problems) {
      const why = isTemplate ? `a template that has to be filled in first (${one.message})` : wordsOf(one);
      onSkipped(one.place ?? place, why, isTemplate ? "template" : "broken");
    }
    return fallback;
  }
}

function readDocument(source: YamlSource, path: MeshPath, onSkipped: OnSkipped): ManifestDocument | undefined {
  const place = source.locate(path);
  const part = partOf(source, path);
  const { apiVersion, kind } = Object(part.value) as { apiVersion?: unknown; kind?: unknown };
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    onSkipped(place, notKubernetes, "foreign");
    return undefined;
  }
  if (isForTools({ apiVersion })) {
    onSkipped(place, `a ${kind} of ${apiVersion} is no object of a cluster`, "foreign");
    return undefined;
  }
  return { object: readObject(schema, part, []), place, locate: (inside) => part.locate(inside) };
}

/** The part of a document at a path, as a document of its own. */
function partOf(source: YamlSource, path: MeshPath): YamlSource {
  if (path.length === 0) return source;
  const list = valueAt(source, path.slice(0, -2)) as { readonly apiVersion?: unknown; readonly kind: string };
  // The API server leaves apiVersion and kind out of the items of a PodList.
  const implied = list.kind === "List" ? {} : { apiVersion: list.apiVersion, kind: list.kind.slice(0, -"List".length) };
  return {
    value: Object.assign(implied, valueAt(source, path)),
    file: source.file,
    locate: (inside, part) => source.locate([...path, ...inside], part),
    written: (inside) => source.written?.([...path, ...inside]),
  };
}

function valueAt(source: YamlSource, path: MeshPath): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], source.value);
}

function wordsOf({ message, path, hint }: Problem): string {
  return `${path?.length ? `${path.join(".")}: ` : ""}${message}${hint ? ` (${hint})` : ""}`;
}

function refuseBroken(place: Place, why: string, reason: SkipReason): void {
  if (reason === "broken") throw InputError.of(why, { place });
}
