import { basename, resolve } from "node:path";
import { sailKinds } from "../../../../rules/objects";
import { nameOfInput } from "../input-names";
import { type Built, firstOf } from "../programs";
import { asksOf } from "./asks";
import { assembled } from "./assembled";
import type { ChartBuild } from "./build-choices";
import { chartTexts } from "./chart-texts";
import { withApis, withUnsure } from "./unsure";

/** What Helm makes of a chart in memory; a cluster, and what is set up for one on this machine, are not asked. @param name that of the chart in messages */
export function templatedAs(name: string, build: ChartBuild): Built {
  return assembled(build.chart, name, (folder) => templatedFrom(folder, name, build));
}

function templatedFrom(folder: string, name: string, build: ChartBuild): Built {
  const { chart, release, namespace = helmsOwn, values = [], kubeVersion, apiVersions, skipsSchema } = build;
  const texts = chartTexts(chart);
  const asks = asksOf(texts);
  const flags = [
    // By itself Helm takes the namespace of the context that kubectl is at.
    ...["--namespace", namespace],
    ...values,
    ...(kubeVersion === undefined ? [] : ["--kube-version", kubeVersion]),
    ...(skipsSchema ? ["--skip-schema-validation"] : []),
    // Where the mesh runs, the kinds of its operator are there.
    ...(asks.apis === undefined ? [] : withApis(apiVersions ?? ofOperator)),
  ];
  const run = (more: readonly string[]) =>
    firstOf([
      { program: "helm", args: ["template", release, folder, ...flags, ...more], name: `helm template ${name}` },
    ]);
  const plain = run([]);
  // One that refuses to be built without an API is installed where that is.
  const built =
    "why" in plain && asks.apis !== undefined && apiVersions === undefined ? run(withApis(asks.apis)) : plain;
  return "text" in built ? withUnsure(built, { asks, texts, build }, run) : plain;
}

/** What Helm makes of a chart with its own values, in memory. */
export function templated(folder: string, cwd: string, namespace?: string): Built {
  const path = resolve(cwd, folder);
  // Helm takes no release name with an underscore, a capital or more than 53 characters.
  const release = nameOfInput(basename(path)).slice(0, 53).replace(/-+$/, "") || "mesh";
  return templatedAs(folder, { chart: path, release, namespace });
}

/** The namespace of a release that is told none. Charts write it into their objects. */
export const helmsOwn = "default";

const ofOperator = ["v1", "v1alpha1"].flatMap((version) => [
  `sailoperator.io/${version}`,
  ...sailKinds.map((kind) => `sailoperator.io/${version}/${kind}`),
]);
