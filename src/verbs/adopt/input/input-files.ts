import { readdirSync, statSync } from "node:fs";
import { posix, resolve } from "node:path";
import { formatPlace } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { wordOf } from "../../../objects/object-paths";
import { isWalked, shownIn } from "../../../source/folder-files";
import { kustomizationNames } from "../../../source/manifest-object";
import { attempt, readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import { kustomized, templated } from "./build";
import { inShort } from "./in-short";
import { kustomizationsBelow } from "./kustomizations";
import { isWritten } from "./written";

/** What a kustomization.yaml may hold and still be a plain list of files. */
const plainKeys: readonly string[] = [
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "sortOptions",
  "buildMetadata",
  "openapi",
  "crds",
];

/** Told of what has to be known of how an input was read: what was left out as it could not be read, and what a tool had to assume. */
export type OnNote = (note: string, what?: "unread") => void;

/** The inputs behind an input, and the texts of those that a tool made. */
export interface InputFiles {
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** The folders that these were built from, by the same names. */
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * The files behind an input: where a folder has a kustomization.yaml, what that lists and nothing else, as a build would take it;
 * what changes it is built, and so is a chart, where the tools are there. Other folders as they are. Files and `-` stay as they are.
 * @throws InputError for an input itself that has to be built and cannot be
 */
export function inputFiles(input: string, cwd: string, onNote: OnNote): InputFiles {
  const texts = new Map<string, string>();
  const folders = new Map<string, string>();
  if (input === "-" || !attempt(input, () => statSync(resolve(cwd, input))).isDirectory()) {
    return { files: [input], texts, folders };
  }
  const sources = sourcesIn(input, { cwd, texts, folders, onNote });
  if (sources) return { files: sources, texts, folders };
  // A base is what its overlays make of it: on its own it would be a second object of each name.
  const listed = new Set(kustomizationsBelow(input, cwd).flatMap(({ lists }) => lists));
  const written: string[] = [];
  const files = walk(input, { cwd, texts, folders, listed, written, onNote });
  if (written.length > 0) onNote(`left out, as meshstep wrote it: ${inShort(written)}`);
  return { files, texts, folders };
}

/**
 * What a kustomization or a chart stands for; undefined for a folder that is neither.
 * @throws InputError where a tool would have to build it, and there is none or it fails
 */
function sourcesIn(folder: string, reading: Reading): readonly string[] | undefined {
  const { cwd, onNote } = reading;
  const kustomization = kustomizationOf(folder, cwd);
  if (!kustomization) {
    const chart = shownIn(folder, "Chart.yaml");
    if (!statsAt(resolve(cwd, chart))?.isFile()) return undefined;
    const built = templated(folder, cwd);
    if ("text" in built) {
      if (intoDefault.test(built.text)) onNote(`${chart}: built for namespace default; ${howElse(folder)}`);
      return [take(built, folder, reading)];
    }
    throw InputError.of(`${chart}: a Helm chart, which has to be built first (${built.why})`, {
      hint: `helm template ${folder} | meshstep adopt -`,
    });
  }
  try {
    return listed(kustomization, folder, cwd, []);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const built = kustomized(folder, cwd);
    if ("text" in built) return [take(built, folder, reading)];
    throw new InputError(error.problems.map((one) => ({ ...one, message: `${one.message} (${built.why})` })));
  }
}

/** A release that is told no namespace goes to this one, and charts write it into their objects. */
const intoDefault = /^\s+namespace: ["']?default["']?\s*$/m;

function howElse(folder: string): string {
  return `helm template NAME ${folder} --namespace NAMESPACE | meshstep adopt - takes another`;
}

function take(
  { name, text }: { readonly name: string; readonly text: string },
  folder: string,
  { texts, folders }: Reading,
): string {
  texts.set(name, text);
  folders.set(name, folder);
  return name;
}

interface Reading {
  readonly cwd: string;
  readonly texts: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly onNote: OnNote;
}

interface Walk extends Reading {
  /** Absolute paths of what kustomizations list. */
  readonly listed: ReadonlySet<string>;
  /** Takes the folders that are passed over: phases are no further meshes. */
  readonly written: string[];
}

function walk(folder: string, options: Walk): readonly string[] {
  const { cwd, listed, written, onNote } = options;
  const entries = attempt(folder, () => readdirSync(resolve(cwd, folder), { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = shownIn(folder, entry.name);
    if (!entry.isDirectory()) return isManifestFile(path, cwd) ? [path] : [];
    if (!isWalked(entry.name) || listed.has(resolve(cwd, path))) return [];
    if (isWritten(resolve(cwd, path))) {
      written.push(path);
      return [];
    }
    try {
      return sourcesIn(path, options) ?? walk(path, options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const { message, hint } of error.problems)
        onNote(`${message}; left out${hint?.startsWith("helm ") ? `: ${hint}` : ""}`, "unread");
      return [];
    }
  });
}

function isManifestFile(path: string, cwd: string): boolean {
  return /\.(ya?ml|json)$/.test(path) && statsAt(resolve(cwd, path))?.isFile() === true;
}

/** The kustomization of a folder, as it would be named. */
export function kustomizationOf(folder: string, cwd: string): string | undefined {
  return kustomizationNames.map((name) => shownIn(folder, name)).find((path) => statsAt(resolve(cwd, path))?.isFile());
}

/** The files that a kustomization lists, in its order; folders are kustomizations, too. */
function listed(kustomization: string, folder: string, cwd: string, parents: readonly string[]): readonly string[] {
  const identity = resolve(cwd, folder);
  if (parents.includes(identity)) throw InputError.of(`${kustomization} lists a folder that lists it`);
  return resourcesOf(kustomization, folder, cwd).flatMap((resource) => {
    const path = posix.normalize(shownIn(folder, resource));
    const stats = statsAt(resolve(cwd, path));
    if (!stats) throw unbuilt(kustomization, folder, `lists ${resource}, which is not in this folder`);
    if (!stats.isDirectory()) return [path];
    const inner = kustomizationOf(path, cwd);
    if (!inner) throw unbuilt(kustomization, folder, `lists the folder ${resource}, which has no kustomization.yaml`);
    return listed(inner, path, cwd, [...parents, identity]);
  });
}

function resourcesOf(kustomization: string, folder: string, cwd: string): readonly string[] {
  const [source] = parseYamlDocuments(readTextFile(resolve(cwd, kustomization), kustomization), kustomization);
  const value = source?.value;
  const keys = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  const { kind, resources, bases } = keys as { kind?: unknown; resources?: unknown; bases?: unknown };
  if (kind !== undefined && kind !== "Kustomization") throw unbuilt(kustomization, folder, `is a ${wordOf(kind)}`);
  const changing = Object.entries(keys).find(([key, inner]) => !plainKeys.includes(key) && !isNothing(inner));
  if (changing && source) {
    const place = source.locate([changing[0]], "key");
    throw unbuilt(formatPlace(place), folder, `uses ${changing[0]}`);
  }
  return [resources, bases].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value as object).length === 0);
}

function unbuilt(kustomization: string, folder: string, what: string): InputError {
  return InputError.of(`${kustomization}: ${what}, so what it stands for has to be built first`, {
    hint: `kubectl kustomize ${folder} | meshstep adopt -`,
  });
}
