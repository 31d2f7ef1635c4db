import { existsSync } from "node:fs";
import { posix } from "node:path";
import { listAt, valueAt } from "../../objects/object-paths";
import type { YamlSource } from "../../source/yaml-source";

/** A kustomization, and every text in it that could be a path. */
export interface KustomizationFile {
  readonly folder: string;
  readonly shown: string;
  readonly source: YamlSource;
  /** Absolute paths. */
  readonly named: ReadonlySet<string>;
  /** Whether it lists anything: what only sets labels for another one leaves nothing out. */
  readonly hasList: boolean;
  /** Whether it takes more than what stands here: a base of another repository, a chart. */
  readonly fetches: boolean;
  /** What the field is called that sets a namespace. @default namespace */
  readonly namespaceField?: string;
}

const makers = ["helmCharts", "helmChartInflationGenerator", "generators"] as const;

/** Whether a kustomization in a folder takes what is not there. */
export function takesFromElsewhere(folder: string, value: unknown): boolean {
  const entries = ["resources", "bases", "components"].flatMap((list) => listAt(value, list));
  return (
    entries.some((entry) => typeof entry === "string" && !existsSync(posix.resolve(folder, entry))) ||
    makers.some((key) => listAt(value, key).length > 0) ||
    generatesByName(value)
  );
}

/**
 * ConfigMaps and Secrets of files that get no hash behind their names can be named by what knows nothing of kustomize, and the others where
 * kustomize is told who names them.
 */
function generatesByName(value: unknown): boolean {
  const option = "disableNameSuffixHash";
  const entries = ["configMapGenerator", "secretGenerator"].flatMap((key) => listAt(value, key));
  const forAll = valueAt(value, "generatorOptions", option) === true;
  if (entries.length > 0 && listAt(value, "configurations").length > 0) return true;
  return entries.some((entry) => forAll || valueAt(entry, "options", option) === true);
}
