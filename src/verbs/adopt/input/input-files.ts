import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { InputError } from "../../../findings/input-error";
import { commandLine } from "../../../gates/quote";
import { isWalked, shownIn } from "../../../source/folder-files";
import { attempt, statsAt } from "../../../source/read-text";
import { kustomized } from "./build";
import { isLibrary, ownChart } from "./charts/own-chart";
import { partsOfCharts } from "./charts/parts-of-charts";
import { kustomizationsBelow } from "./kustomizations";
import { kustomizationOf, listedFiles } from "./listed-files";
import type { BuiltText, Unsure } from "./programs";
import { isWritten } from "./written";

/**
 * Told of what has to be known of how an input was read: what was left out as it could not be read, and what a tool had to assume. What was `built` as it should be
 * says nothing of why no mesh was found.
 */
export type OnNote = (note: string, what?: "unread" | "built") => void;

/** The inputs behind an input, and the texts of those that a tool made. */
export interface InputFiles {
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** The folders that these were built from, by the same names. */
  readonly folders: ReadonlyMap<string, string>;
  /** Folders that have to be built and cannot be, with what is said of that. */
  readonly failed: ReadonlyMap<string, InputError>;
  /** By the names of the texts: what of them nobody here can tell. */
  readonly unsure: ReadonlyMap<string, readonly Unsure[]>;
  /** What is said of a text, by its name, as long as it is taken. */
  readonly assumed: ReadonlyMap<string, string>;
  /** The same of texts that hold nothing. */
  readonly empty: ReadonlyMap<string, string>;
}

/**
 * The files behind an input: where a folder has a kustomization.yaml, what that lists and nothing else, as a build would take it;
 * what changes it is built, and so is a chart, where the tools are there. Other folders as they are. Files and `-` stay as they are.
 * @param namespace where the user says that a release goes of which nothing else says it
 */
export function inputFiles(input: string, cwd: string, onNote: OnNote, namespace?: string): InputFiles {
  const made = {
    texts: new Map<string, string>(),
    folders: new Map<string, string>(),
    unsure: new Map<string, readonly Unsure[]>(),
    assumed: new Map<string, string>(),
    empty: new Map<string, string>(),
  };
  const failed = new Map<string, InputError>();
  if (input === "-" || !attempt(input, () => statSync(resolve(cwd, input))).isDirectory()) {
    if (/\.tgz$/.test(input))
      throw InputError.of(`${input}: a packed chart, which has to be built first`, {
        hint: `${commandLine("helm", "template", "NAME", input, "--namespace", "NAMESPACE", "--values", "FILE")} | meshstep adopt -`,
      });
    return { files: [input], ...made, failed };
  }
  const reading = { cwd, namespace, ...made, failed };
  const sources = orFailed(input, reading, () => sourcesIn(input, reading));
  if (sources) return { files: sources, ...made, failed };
  // A base is what its overlays make of it, and a chart what those make of it that take it: on its own it would be a second object of each name.
  const listed = new Set([
    ...kustomizationsBelow(input, cwd).flatMap(({ lists }) => lists),
    ...partsOfCharts(input, cwd),
  ]);
  const written: string[] = [];
  const files = walk(input, { ...reading, listed, written });
  if (written.length > 0) onNote(`left out, as meshstep wrote it: ${firstFew(written)}`);
  return { files, ...made, failed };
}

/** What cannot be built is kept: whoever applies it may say how. */
function orFailed(
  folder: string,
  { failed }: Reading,
  work: () => readonly string[] | undefined,
): readonly string[] | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    failed.set(folder, error);
    return [];
  }
}

/**
 * What a kustomization or a chart stands for; undefined for a folder that is neither.
 * @throws InputError where a tool would have to build it, and there is none or it fails
 */
function sourcesIn(folder: string, reading: Reading): readonly string[] | undefined {
  const { cwd } = reading;
  const kustomization = kustomizationOf(folder, cwd);
  if (!kustomization) {
    const chart = shownIn(folder, "Chart.yaml");
    if (!statsAt(resolve(cwd, chart))?.isFile()) return undefined;
    const { built, assumed, isEmpty } = ownChart(folder, cwd, reading.namespace);
    if (assumed !== undefined) (isEmpty ? reading.empty : reading.assumed).set(built.name, assumed);
    return [take(built, folder, reading)];
  }
  try {
    return listedFiles(kustomization, folder, cwd);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const built = kustomized(folder, cwd);
    if ("text" in built) return [take(built, folder, reading)];
    const { why, hint } = wayOn(built.why, folder);
    throw new InputError(
      error.problems.map((one) => ({
        ...one,
        message: `${one.message} (${why})`,
        ...(hint !== undefined && { hint }),
      })),
    );
  }
}

/** What takes no chart and no plugin by itself fails in a pipe as well: ksops and others run where they are installed, and their keys are. */
function wayOn(why: string, folder: string): { readonly why: string; readonly hint?: string } {
  const build = (...flags: readonly string[]) =>
    `${commandLine("kustomize", "build", ...flags, folder)} | meshstep adopt -`;
  if (/HelmChartInflation|enable-helm/.test(why))
    return { why: "kustomize builds charts only where it is told to, and helm is there", hint: build("--enable-helm") };
  if (!/plugin|function/.test(why)) return { why };
  return { why, hint: `where its plugins are: ${build("--enable-alpha-plugins", "--enable-exec")}` };
}

function take({ name, text, unsure }: BuiltText, folder: string, reading: Reading): string {
  reading.texts.set(name, text);
  reading.folders.set(name, folder);
  if (unsure) reading.unsure.set(name, unsure);
  return name;
}

interface Reading {
  readonly cwd: string;
  readonly namespace: string | undefined;
  readonly texts: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly unsure: Map<string, readonly Unsure[]>;
  readonly assumed: Map<string, string>;
  readonly empty: Map<string, string>;
  readonly failed: Map<string, InputError>;
}

interface Walk extends Reading {
  /** Absolute paths of what kustomizations list. */
  readonly listed: ReadonlySet<string>;
  /** Takes the folders that are passed over: phases are no further meshes. */
  readonly written: string[];
}

function walk(folder: string, options: Walk): readonly string[] {
  const { cwd, listed, written } = options;
  const entries = attempt(folder, () => readdirSync(resolve(cwd, folder), { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = shownIn(folder, entry.name);
    if (!entry.isDirectory()) return isManifestFile(path, cwd) ? [path] : [];
    if (!isWalked(entry.name) || listed.has(resolve(cwd, path)) || isLibrary(resolve(cwd, path))) return [];
    if (isWritten(resolve(cwd, path))) {
      written.push(path);
      return [];
    }
    return orFailed(path, options, () => sourcesIn(path, options)) ?? walk(path, options);
  });
}

function isManifestFile(path: string, cwd: string): boolean {
  return /\.(ya?ml|json)$/.test(path) && statsAt(resolve(cwd, path))?.isFile() === true;
}
