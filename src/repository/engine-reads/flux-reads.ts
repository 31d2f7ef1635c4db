import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { releaseName, releaseNamespace } from "../../rules/charts/release-name";
import { fluxRepository } from "../../rules/engines/repositories";
import type { FileObject } from "../objects/file-object";
import { fluxFields, releaseFields } from "./added-fields";
import { chartSource, localChart, registryChart } from "./chart-source";
import { builtBy, changing, type EngineRead, type Where } from "./engine-read";
import { fluxValues } from "./given-values";
import { chartFolder, folderOf, isAll, isChart } from "./paths";

export function ofKustomization(one: FileObject, { others, top }: Where): readonly EngineRead[] {
  const path = textAt(one.object, "spec", "path") ?? "";
  const folder = folderOf(one, path, top);
  if (folder === undefined) return [];
  const adds = changing(fluxFields(one.object));
  // Of whoever reads all of a repository it is taken that it begins here only where something has to be said of it.
  return adds === undefined && isAll(path)
    ? []
    : [{ by: one, folder, adds, from: fluxRepository(one.object, ["spec"], others) }];
}

export function ofRelease(one: FileObject, { others, charts, top }: Where): readonly EngineRead[] {
  const source = chartSource(one, others);
  const path = source && chartFolder(source.by.object, source.at);
  const found = path === undefined ? undefined : folderOf(source?.by ?? one, path, top);
  if (path !== undefined && (found === undefined || !isChart(found))) return [];
  const chart = path === undefined ? registryChart(one, others) : undefined;
  const local = found !== undefined ? { folder: found } : chart && localChart(chart, charts);
  if (!local) return [];
  const { folder, why } = local;
  if (why !== undefined) return [{ by: one, folder, adds: { why } }];
  const from = path !== undefined && source ? fluxRepository(source.by.object, source.at, others) : undefined;
  const given = fluxValues(one, others, { folder, source });
  const keys = ["values", "valuesFrom", "postRenderers", "commonMetadata"].filter(
    (key) => Object.keys(Object(valueAt(one.object, "spec", key))).length > 0,
  );
  const isFiled = source && listAt(source.by.object, ...source.at, "valuesFiles").length > 0;
  const said = [...keys, ...(isFiled ? ["valuesFiles of its chart"] : [])];
  const after = releaseFields(one.object).filter(({ fields }) => fields.length > 0);
  const [release, namespace] = [releaseName(one.object), releaseNamespace(one.object)];
  const read = { by: "flux" as const, release, namespace, ...given, after };
  return [{ by: one, folder, from, adds: builtBy(read, said.length > 0 ? `spec: ${said.join(", ")}` : "") }];
}
