import { existsSync } from "node:fs";
import { posix } from "node:path";
import { nearest } from "../../../basics/nearest";
import { type Finding, type FindingDetails, finding, type MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { fileNear } from "../../../repository/readers/named-paths";

/** What an entry of helmCharts may say; kustomize refuses all else. */
const fields: readonly string[] = [
  ..."name version repo releaseName namespace valuesFile additionalValuesFiles valuesInline valuesMerge includeCRDs".split(
    " ",
  ),
  ..."skipHooks skipTests apiVersions kubeVersion nameTemplate debug devel".split(" "),
];

const merges: readonly string[] = ["merge", "override", "replace"];

/** What is wrong with the charts that a kustomization renders (KUS001): files of values that are not there, and what kustomize refuses, or does not read. */
export function renderedFaults(file: KustomizationFile): readonly Finding[] {
  return listAt(file.source.value, "helmCharts").flatMap((entry, index) =>
    [lostValues, unknownFields, unreadValues, lostChart].flatMap((ask) => ask(file, entry, ["helmCharts", index])),
  );
}

function said(
  { source }: KustomizationFile,
  path: MeshPath,
  details: FindingDetails,
  part: "key" | "value" = "value",
): Finding {
  return finding("KUS001", { place: source.locate(path, part), ...details });
}

function lostValues(file: KustomizationFile, entry: unknown, at: MeshPath): readonly Finding[] {
  const files = [
    { path: valueAt(entry, "valuesFile"), at: [...at, "valuesFile"] },
    ...listAt(entry, "additionalValuesFiles").map((path, index) => ({
      path,
      at: [...at, "additionalValuesFiles", index],
    })),
  ];
  return files.flatMap(({ path, at: where }) => {
    if (typeof path !== "string" || path === "" || /:\/\/|[{}$<]/.test(path)) return [];
    if (existsSync(posix.resolve(file.folder, path))) return [];
    const near = fileNear(file.folder, path);
    const message = `helmCharts gives chart ${textAt(entry, "name") ?? ""} the values of ${path}, which is not there: kustomize builds nothing of this folder`;
    return [said(file, where, { message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) })];
  });
}

function unknownFields(file: KustomizationFile, entry: unknown, at: MeshPath): readonly Finding[] {
  return Object.keys(Object(entry)).flatMap((key) => {
    if (fields.includes(key)) return [];
    const near = nearest(key, fields);
    const message = `an entry of helmCharts has no field ${key}: kustomize refuses it`;
    return [said(file, [...at, key], { message, ...(near !== undefined && { hint: `Did you mean ${near}?` }) }, "key")];
  });
}

function unreadValues(file: KustomizationFile, entry: unknown, at: MeshPath): readonly Finding[] {
  const merge = textAt(entry, "valuesMerge");
  if (merge === undefined || merge === "") return [];
  const where = [...at, "valuesMerge"];
  if (!merges.includes(merge)) {
    const message = `valuesMerge is ${merge}; it takes ${merges.join(", ")}: kustomize refuses it`;
    return [said(file, where, { message })];
  }
  const name = textAt(entry, "valuesFile");
  if (merge !== "replace" || name === undefined || valueAt(entry, "valuesInline") === undefined) return [];
  const message = `valuesMerge: replace leaves ${name} out: the chart gets valuesInline alone`;
  return [
    said(file, where, { message, severity: "warning", hint: `Take valuesFile away, or write valuesMerge: override.` }),
  ];
}

/** A chart without a repository stands beside the kustomization, or is nowhere. */
function lostChart(file: KustomizationFile, entry: unknown, at: MeshPath): readonly Finding[] {
  const name = textAt(entry, "name");
  if (name === undefined || (textAt(entry, "repo") ?? "") !== "") return [];
  const home = textAt(file.source.value, "helmGlobals", "chartHome") ?? "charts";
  if (/[{}$<]/.test(`${home}${name}`) || existsSync(posix.resolve(file.folder, home, name))) return [];
  const message = `chart ${name} has no repo, and ${posix.join(home, name)} is not there: kustomize builds nothing of this folder`;
  return [said(file, [...at, "name"], { message, severity: "warning", hint: "Write repo, or put the chart there." })];
}
