import { posix } from "node:path";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { argoValues, fluxValues } from "../../../repository/charts/chart-values";
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

/** The Applications and HelmReleases that install the chart of a folder: one for each cluster, as it may be. */
export function installersOf(folder: string, objects: readonly FileObject[]): readonly Installed[] {
  return namedIn(objects.filter(({ object }) => installs.includes(kindOf(object))))
    .filter(({ path, roots }) => roots.some((root) => posix.join(root, path) === folder))
    .map((named) =>
      kindOf(named.one.object) === "argoproj.io/Application" ? byArgo(named, folder) : byFlux(named, folder, objects),
    );
}

const installs: readonly string[] = ["argoproj.io/Application", "helm.toolkit.fluxcd.io/HelmRelease"];

function byArgo({ one, at }: Named, folder: string): Installed {
  const source = at.slice(0, -1);
  const read = overridden(one, source, folder);
  const { object } = one;
  return {
    by: one,
    cluster: destinationOf(object, ["spec"]),
    release: textAt(object, ...source, "helm", "releaseName") ?? object.metadata.name,
    namespace: textAt(object, ...source, "helm", "namespace") ?? textAt(object, "spec", "destination", "namespace"),
    given: read.lost === undefined ? argoValues(read.one, source, folder) : undefined,
  };
}

function byFlux({ one }: Named, folder: string, objects: readonly FileObject[]): Installed {
  const { object } = one;
  return {
    by: one,
    cluster: textAt(object, "spec", "kubeConfig", "secretRef", "name") ?? "",
    release: releaseName(object),
    namespace: releaseNamespace(object),
    given: fluxValues(one, objects, { folder, source: { by: one, at: chartSpec } }),
  };
}
