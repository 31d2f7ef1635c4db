import { sourcesIn } from "../objects/application-sources";
import type { KubernetesObject } from "../objects/kubernetes-object";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../objects/object-paths";

type Path = readonly (string | number)[];

/** Where a manifest has the operator's chart installed, and in which version. */
export interface OperatorChart {
  readonly at: Path;
  /** As it is written; undefined where nothing stands. */
  readonly version: string | undefined;
}

/** The chart of the community's operator, which is called as its package with a hyphen. */
const chart = "sail-operator";

/** The repository that the chart stands in, for those who install it from Git. */
const repository = /\bistio-ecosystem\/sail-operator(\.git)?\/?$/;

/**
 * What a HelmRelease or an OCIRepository of Flux, an Application of Argo CD, a kustomization that renders charts, or a chart that brings others along says of the
 * operator's chart; undefined for all others.
 */
export function operatorChart(object: KubernetesObject): OperatorChart | undefined {
  switch (kindOf(object)) {
    case "helm.toolkit.fluxcd.io/HelmRelease":
      return named(object, ["spec", "chart", "spec"], "version");
    case "source.toolkit.fluxcd.io/OCIRepository":
      return fromRegistry(object);
    case "argoproj.io/Application":
      return fromSources(object, ["spec"]);
    case "argoproj.io/ApplicationSet":
      return fromSources(object, ["spec", "template", "spec"]);
    case "kustomize.config.k8s.io/Kustomization":
      return rendered(object);
    case "helm.sh/Chart":
      return broughtAlong(object);
    default:
      return undefined;
  }
}

function named(object: KubernetesObject, at: Path, key: string): OperatorChart | undefined {
  return textAt(object, ...at, "chart") === chart
    ? { at: [...at, key], version: textAt(object, ...at, key) }
    : undefined;
}

/** An artifact of that name; one by its digest is fixed, and its version nobody can read. */
function fromRegistry(object: KubernetesObject): OperatorChart | undefined {
  const ref = ["spec", "ref"];
  if (!textAt(object, "spec", "url")?.endsWith(`/${chart}`) || textAt(object, ...ref, "digest") !== undefined)
    return undefined;
  const key = textAt(object, ...ref, "tag") === undefined ? "semver" : "tag";
  return { at: [...ref, key], version: textAt(object, ...ref, key) };
}

function rendered(object: KubernetesObject): OperatorChart | undefined {
  const index = listAt(object, "helmCharts").findIndex((one) => textAt(one, "name") === chart);
  const at = ["helmCharts", index, "version"];
  return index < 0 ? undefined : { at, version: textAt(object, ...at) };
}

/** One with a condition may be left out. */
function broughtAlong(object: KubernetesObject): OperatorChart | undefined {
  const all = listAt(object, "dependencies");
  const index = all.findIndex((one) => textAt(one, "name") === chart);
  const isSwitched = ["condition", "tags"].some((key) => valueAt(all[index], key) !== undefined);
  const at = ["dependencies", index, "version"];
  return index < 0 || isSwitched ? undefined : { at, version: textAt(object, ...at) };
}

function fromSources(object: KubernetesObject, spec: Path): OperatorChart | undefined {
  const found = sourcesIn(object, spec).find(
    (at) =>
      textAt(object, ...at, "chart") === chart ||
      (textAt(object, ...at, "path") === "chart" && repository.test(textAt(object, ...at, "repoURL") ?? "")),
  );
  return found && { at: [...found, "targetRevision"], version: textAt(object, ...found, "targetRevision") };
}

/** The release that a chart's version names; undefined for a range. */
export function chartRelease({ version }: OperatorChart): string | undefined {
  return /^=?\s*v?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(version ?? "")?.[1];
}
