import { findRelease } from "../../catalog/lookup";
import { minorOf } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { objectsOf, sailKinds, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { chartRelease, operatorChart } from "./charts";

/** A chart that is nearly the operator's. */
export function strangeChart(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const at = ["spec", "chart", "spec", "chart"];
  const name = textAt(one.object, ...at);
  const meant = "sail-operator";
  if (name === undefined || name === meant || sailObjects(set, sailKinds).length === 0) return [];
  if (slipOf(name, [meant]) === undefined) return [];
  const message = `no repository has a chart ${name}: Helm installs nothing`;
  return [about("SUB001", one, { at, message, hint: `Did you mean ${meant}?` })];
}

/** A version of the chart that is no release which is known. */
export function strangeChartVersion({ distribution }: ManifestSet, one: CheckedObject): readonly Finding[] {
  const chart = operatorChart(one.object);
  const version = chart && chartRelease(chart);
  if (!chart || version === undefined || distribution.name !== "sail" || findRelease(distribution, version)) return [];
  const newest = distribution.releases.filter((it) => minorOf(it.version) === minorOf(version)).at(-1);
  // A minor that is not known at all is newer, and is said elsewhere.
  if (!newest) return [];
  return [
    about("SUB001", one, {
      at: chart.at,
      severity: "warning",
      message: `the operator's chart ${version}: the catalogue of meshstep has no release ${version}`,
      hint: `Its last of that minor is ${newest.version}. If it is newer than the catalogue, describe it with --with.`,
    }),
  ];
}

/** Istio's own charts, where the operator's are meant. */
export function strangeRepository(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const url = textAt(one.object, "spec", "url") ?? "";
  const { name, namespace } = one.object.metadata;
  const isUsed = objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").some(({ object }) => {
    const source = (key: string) => textAt(object, "spec", "chart", "spec", "sourceRef", key);
    return (
      operatorChart(object) !== undefined &&
      source("name") === name &&
      (source("namespace") ?? object.metadata.namespace) === namespace
    );
  });
  if (!isUsed || !/^https:\/\/istio-release\.storage\.googleapis\.com\/charts\/?$/.test(url)) return [];
  const message = `${url} has Istio's own charts and no sail-operator: Helm installs nothing`;
  const hint = "The operator's are at https://istio-ecosystem.github.io/sail-operator.";
  return [about("SUB001", one, { at: ["spec", "url"], message, hint })];
}
