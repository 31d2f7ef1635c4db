import { posix, resolve } from "node:path";
import { InputError } from "../../../findings/input-error";
import { listAt } from "../../../objects/object-paths";
import { inflatedCharts } from "../../../repository/kustomizations/inflated-charts";
import { filesBelow, shownIn } from "../../../source/folder-files";
import { kustomizationNames } from "../../../source/manifest-object";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import { writtenBelow } from "./written";

/** A kustomization somewhere below a folder. */
export interface Kustomization {
  /** As the user would write its folder. */
  readonly folder: string;
  /** Absolute paths of what it lists. Files and folders, as far as they are here. */
  readonly lists: readonly string[];
  /** Whether it takes more than what stands here: a base that is fetched, a chart. */
  readonly fetches: boolean;
  readonly text: string;
}

/** Every kustomization below a folder but those that meshstep wrote; one that cannot be read lists nothing. */
export function kustomizationsBelow(folder: string, cwd: string): readonly Kustomization[] {
  const isOurs = writtenBelow(folder, cwd);
  return [...filesBelow(resolve(cwd, folder), folder, /^[Kk]ustomization(\.ya?ml)?$/)]
    .filter((name) => kustomizationNames.includes(posix.basename(name)) && !isOurs(name))
    .map((name) => kustomization(shownIn(folder, name), cwd));
}

/** Those that no other one lists. */
export function rootsOf(all: readonly Kustomization[], cwd: string): readonly Kustomization[] {
  const listed = new Set(all.flatMap(({ lists }) => lists));
  return all.filter(({ folder }) => !listed.has(resolve(cwd, folder)));
}

function kustomization(file: string, cwd: string): Kustomization {
  const folder = posix.dirname(file);
  try {
    const text = readTextFile(resolve(cwd, file), file);
    const value = parseYamlDocuments(text, file)[0]?.value;
    const entries = ["resources", "bases", "components"]
      .flatMap((list) => listAt(value, list))
      .flatMap((entry) => (typeof entry === "string" ? [resolve(cwd, folder, entry)] : []));
    const lists = entries.filter((entry) => statsAt(entry) !== undefined);
    const charts = ["helmCharts", "helmChartInflationGenerator", "generators"].some(
      (key) => listAt(value, key).length > 0,
    );
    const rendered = inflatedCharts(resolve(cwd, folder), value).flatMap((one) => (one.isHere ? one.folder : []));
    return { folder, lists: [...lists, ...rendered], fetches: charts || lists.length < entries.length, text };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { folder, lists: [], fetches: false, text: "" };
  }
}
