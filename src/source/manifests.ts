import { posix } from "node:path";
import * as z from "zod/mini";
import type { Place } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { orElse } from "../findings/or-else";
import { halfObject, mayBeHalf } from "../objects/half-objects";
import type { KubernetesObject } from "../objects/kubernetes-object";
import { isChartTemplate } from "./chart-templates";
import { isForTools, isSettings, kustomizationNames, objectSchema, objectsOf, readObject } from "./manifest-object";
import { type Piece, piecesOf } from "./manifest-pieces";
import { type ManifestIo, type ManifestText, manifestTexts } from "./manifest-texts";
import { behind, fileStart, type TextPart } from "./yaml-documents";
import { parseYamlDocuments, readYamlDocuments, type YamlSource } from "./yaml-source";

export type { ManifestIo } from "./manifest-texts";

/** One object of a folder, and where its parts are written. */
export interface ManifestDocument {
  readonly object: KubernetesObject;
  /** The name of its file in messages. */
  readonly file: string;
  /** Where a path inside the object is written; falls back to the nearest existing parent. */
  readonly locate: YamlSource["locate"];
}

/**
 * Why something was left out: `foreign`, it is no Kubernetes object at all; `patch`, kustomize merges it into one; `template`, it becomes one only when Helm or
 * another tool has filled it in; `broken`, the API server would refuse to read it.
 */
export type SkipReason = "foreign" | "patch" | "template" | "broken";

export interface ReadOptions {
  /** Told of every file and document that is left out. @default what is broken is thrown, the rest is left out in silence */
  readonly onSkipped?: (place: Place, why: string, reason: SkipReason) => void;
  /** Told of the text of every file that may hold objects. @default nobody is */
  readonly onText?: (file: string, text: string) => void;
}

const notKubernetes = "no Kubernetes object: it has no apiVersion and kind";

const ofChart = "a template that has to be filled in first (of a Helm chart)";

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
  const { onSkipped = refuseBroken, onText } = options;
  const read = new Set<string>();
  for (const input of inputs) {
    for (const one of manifestTexts(input, io)) {
      if (!read.has(one.identity)) yield* readText(one, onSkipped, onText);
      read.add(one.identity);
    }
  }
}

type OnSkipped = NonNullable<ReadOptions["onSkipped"]>;

function* readText(
  { file, read, patchOf, path }: ManifestText,
  onSkipped: OnSkipped,
  onText: ReadOptions["onText"],
): Generator<ManifestDocument> {
  const start: Place = { file, ...fileStart };
  if (kustomizationNames.includes(posix.basename(file))) return onSkipped(start, "for kustomize", "foreign");
  if (patchOf !== undefined) {
    return onSkipped(start, `a patch that ${patchOf} merges into an object; build it to read the result`, "patch");
  }
  const text = orSkip(read, { text: "", start: fileStart }, file, onSkipped) ?? "";
  onText?.(file, text);
  if ((text.includes("apiVersion") && text.includes("kind")) || isHalf(text, file)) {
    const isTemplate = path !== undefined && text.includes("{{") && isChartTemplate(path);
    for (const piece of piecesOf(text)) {
      const at = isTemplate ? piece.text.indexOf("{{") : -1;
      if (at >= 0) onSkipped({ file, ...behind(piece.text.slice(0, at), piece.start) }, ofChart, "template");
      else yield* readPiece(piece, file, onSkipped);
    }
  } else if (text !== "") {
    // Most JSON and many YAML files of a repository are something else; reading them would only find faults.
    onSkipped(start, notKubernetes, "foreign");
  }
}

function* readPiece(piece: Piece, file: string, onSkipped: OnSkipped): Generator<ManifestDocument> {
  const sources = () => readYamlDocuments(piece.text, file, piece.start);
  for (const source of orSkip(sources, piece, file, onSkipped) ?? []) {
    for (const object of objectsOf(source, piece.implied)) {
      const one = orSkip(() => readDocument(object, onSkipped), piece, file, onSkipped);
      if (one) yield one;
    }
  }
}

function orSkip<T>(work: () => T, { text, start }: TextPart, file: string, onSkipped: OnSkipped): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const isTemplate = text.includes("{{");
    for (const one of error.problems) {
      const why = isTemplate ? `a template that has to be filled in first (${one.message})` : wordsOf(one, file);
      onSkipped(one.place ?? { file, ...start }, why, isTemplate ? "template" : "broken");
    }
    return undefined;
  }
}

function readDocument(source: YamlSource, onSkipped: OnSkipped): ManifestDocument | undefined {
  const { value, file, locate } = source;
  const half = halfObject(Object(value), file);
  if (half !== undefined) throw InputError.of(half, { place: locate([]) });
  const why = whyForeign(Object(value));
  if (why === undefined) return { object: readObject(schema, source), file, locate };
  onSkipped(locate([]), why, "foreign");
  return undefined;
}

/** What is no YAML at all is somebody else's, where it does not say both words. */
function isHalf(text: string, file: string): boolean {
  return (
    mayBeHalf(text) &&
    orElse(false, () =>
      parseYamlDocuments(text, file).some(({ value }) => halfObject(Object(value), file) !== undefined),
    )
  );
}

function whyForeign(value: Readonly<Record<string, unknown>>): string | undefined {
  const { apiVersion, kind, spec } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return notKubernetes;
  if (isForTools({ apiVersion, spec })) return `a ${kind} of ${apiVersion} is no object of a cluster`;
  return isSettings(value) ? `a ${kind} of ${apiVersion} without metadata is the settings of some program` : undefined;
}

/** A problem on one line; its file and place are told beside it. */
function wordsOf({ message, path, hint }: Problem, file: string): string {
  const words = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
  return `${path?.length ? `${path.join(".")}: ` : ""}${words}${hint ? ` (${hint})` : ""}`;
}

function refuseBroken(place: Place, why: string, reason: SkipReason): void {
  if (reason === "broken") throw InputError.of(why, { place });
}
