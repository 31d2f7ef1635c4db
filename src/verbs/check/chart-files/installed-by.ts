import { posix } from "node:path";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { argoValues, fluxValues } from "../../../repository/charts/chart-values";
import { writtenApplications } from "../../../repository/engine-reads/applications";
import { chartSpec } from "../../../repository/engine-reads/paths";
import { overridden } from "../../../repository/engine-reads/source-overrides";
import type { FileObject } from "../../../repository/objects/file-object";
import { type Named, namedIn } from "../../../repository/readers/named-paths";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { releaseName, releaseNamespace } from "../../../rules/charts/release-name";
import type { ChartValues } from "../../../rules/charts/values";
import { destinationOf } from "../../../rules/engines/destinations";

/** What installs a chart that stands in a folder: as what, where to, and with which values beside its own. */
export interface Installed extends Pick<MeshChart, "by" | "cluster" | "release" | "namespace"> {
  /** Undefined where a part of them is not here. */
  readonly given: readonly ChartValues[] | undefined;
}

/** The Applications, those of sets included, and HelmReleases that install the chart of a folder: one for each cluster, as it may be. */
export function installersOf(folder: string, objects: readonly FileObject[]): readonly Installed[] {
  return objects.flatMap((by) =>
    writtenOut(by).flatMap((one) =>
      namedIn([one])
        .filter(({ path, roots }) => roots.some((root) => posix.join(root, path) === folder))
        .map((named) => ({ ...installed(named, folder, objects), by })),
    ),
  );
}

/** What installs charts; of a set its Applications, where all of them can be told. */
function writtenOut(one: FileObject): readonly FileObject[] {
  const kind = kindOf(one.object);
  if (kind === "argoproj.io/ApplicationSet") return writtenApplications(one) ?? [one];
  return ["argoproj.io/Application", "helm.toolkit.fluxcd.io/HelmRelease"].includes(kind) ? [one] : [];
}

function installed(named: Named, folder: string, objects: readonly FileObject[]): Omit<Installed, "by"> {
  switch (named.one.object.kind) {
    case "Application":
      return byArgo(named, folder);
    case "ApplicationSet":
      return bySet(named);
    default:
      return byFlux(named, folder, objects);
  }
}

/** What generators fill in may be anything. */
function bySet({ one: { object } }: Named): Omit<Installed, "by"> {
  return {
    cluster: destinationOf(object, ["spec", "template", "spec"]),
    release: undefined,
    namespace: undefined,
    given: undefined,
  };
}

function byArgo({ one, at }: Named, folder: string): Omit<Installed, "by"> {
  const source = at.slice(0, -1);
  const read = overridden(one, source, folder);
  const { object } = one;
  return {
    cluster: destinationOf(object, ["spec"]),
    release: textAt(object, ...source, "helm", "releaseName") ?? object.metadata.name,
    namespace: textAt(object, ...source, "helm", "namespace") ?? textAt(object, "spec", "destination", "namespace"),
    given: read.lost === undefined ? argoValues(read.one, source, folder) : undefined,
  };
}

function byFlux({ one }: Named, folder: string, objects: readonly FileObject[]): Omit<Installed, "by"> {
  const { object } = one;
  return {
    cluster: textAt(object, "spec", "kubeConfig", "secretRef", "name") ?? "",
    release: releaseName(object),
    namespace: releaseNamespace(object),
    given: fluxValues(one, objects, { folder, source: { by: one, at: chartSpec } }),
  };
}
