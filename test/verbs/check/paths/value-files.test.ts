import { both, byName, type Files, git, said, set } from "../set-support";

/* Files of values that Applications and ApplicationSets give to a chart, of the same source and of another one by its ref. */

/** An Application of Istio's chart, with values of another source. */
const application = (sources: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: edge, namespace: argocd }
spec:
${sources}  project: default
  destination: { server: https://kubernetes.default.svc, namespace: edge }
`;
const edge = (ref: string, file: string, more = "", helm = "") =>
  application(`  sources:
    - repoURL: https://istio-release.storage.googleapis.com/charts
      chart: gateway
      targetRevision: 1.28.3
      helm: { ${helm}valueFiles: ["${file}"] }
    - { ${git}, targetRevision: main${ref && `, ref: ${ref}`} }
${more}`);
const values: Files = { "ingress/values.yaml": "revision: default\n" };
const chart: Files = {
  "charts/edge/Chart.yaml": "apiVersion: v2\nname: edge\nversion: 0.1.0\n",
  "charts/edge/values.yaml": "replicas: 2\n",
  "charts/edge/east.yaml": "replicas: 3\n",
};
const ofChart = (file: string) =>
  `      source: { ${git}, targetRevision: main, path: charts/edge, helm: { valueFiles: ['${file}'] } }`;

/** A HelmRelease of a chart in a repository. */
const release = (folder: string, files: string, kind = "GitRepository") => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: edge, namespace: flux-system }
spec:
  chart:
    spec:
      chart: ${folder}
      sourceRef: { kind: ${kind}, name: fleet }
      valuesFiles: ${files.replace(", ignore", "\n      ignore")}
  interval: 1h
`;

test.each<[what: string, files: Files]>([
  ["values of another source", { ...values, "argocd/edge.yaml": edge("values", "$values/ingress/values.yaml") }],
  ["values in a repository that is not here", { "argocd/edge.yaml": edge("values", "$values/ingress/values.yaml") }],
  [
    "values that may be missing",
    {
      ...values,
      "argocd/edge.yaml": edge("values", "$values/ingress/vlaues.yaml", "", "ignoreMissingValueFiles: true, "),
    },
  ],
  ["values from an address", { "argocd/edge.yaml": edge("values", "https://git.corp.example/values.yaml") }],
  [
    "values by a variable of the build",
    {
      ...chart,
      "argocd/edge.yaml": application(
        `  source: { ${git}, path: charts/edge, helm: { valueFiles: ["$ARGOCD_APP_NAME.yaml"] } }\n`,
      ),
    },
  ],
  [
    "values from the top of the repository",
    {
      ...chart,
      "argocd/edge.yaml": application(
        `  source: { ${git}, path: charts/edge, helm: { valueFiles: [/charts/edge/east.yaml, ../edge/values.yaml] } }\n`,
      ),
    },
  ],
  [
    "values of each element",
    {
      ...chart,
      "charts/edge/west.yaml": "replicas: 2\n",
      "argocd/edge.yaml": set({ generators: both, ...byName, source: ofChart("{{ .cluster }}.yaml") }),
    },
  ],
  [
    "values of each cluster",
    {
      ...chart,
      "argocd/edge.yaml": set({
        generators: "- clusters: {}",
        path: "",
        destination: "server: '{{ .server }}'",
        source: ofChart("{{ .name }}.yaml"),
      }),
    },
  ],
  [
    "values of a chart that Flux has from here, counted from the top",
    {
      ...chart,
      "clusters/prod/edge.yaml": release("./charts/edge", "[charts/edge/values.yaml, ./charts/edge/east.yaml]"),
    },
  ],
  [
    "values of a chart of Flux that may be missing",
    { ...chart, "clusters/prod/edge.yaml": release("charts/edge", "[west.yaml], ignoreMissingValuesFiles: true") },
  ],
  [
    "values of a chart that Flux has from a repository that is not here",
    { "edge.yaml": release("charts/web", "[west.yaml]") },
  ],
  [
    "values inside of a chart that Flux has by its name",
    { ...chart, "edge.yaml": release("edge", "[values-prod.yaml]", "HelmRepository") },
  ],
])("nothing is wrong with %s", (_, files) => {
  expect(said(files)).toEqual([]);
});

test.each<[what: string, files: Files, expected: readonly string[]]>([
  [
    "a ref that no source has",
    { ...values, "argocd/edge.yaml": edge("conf", "$values/ingress/values.yaml") },
    ["error DEL011 argocd/edge.yaml:9 $values is the ref of no source"],
  ],
  [
    "no ref at all",
    { ...values, "argocd/edge.yaml": edge("", "$values/ingress/values.yaml") },
    ["error DEL011 argocd/edge.yaml:9 $values is the ref of no source"],
  ],
  [
    "one ref of two sources",
    {
      ...values,
      "argocd/edge.yaml": edge(
        "values",
        "$values/ingress/values.yaml",
        `    - { ${git}, targetRevision: main, path: ingress, ref: values }\n`,
      ),
    },
    ["error DEL011 argocd/edge.yaml:11 ref values is that of two sources"],
  ],
  [
    "values that are not there, in a repository that is",
    {
      ...values,
      "argocd/edge.yaml": edge(
        "values",
        "$values/ingress/prod.yaml",
        `    - { ${git}, targetRevision: main, path: ingress }\n`,
      ),
    },
    ["error DEL011 argocd/edge.yaml:9 ingress/prod.yaml is no file of this repository"],
  ],
  [
    "values with a typing error",
    { ...values, "argocd/edge.yaml": edge("values", "$values/ingress/vlaues.yaml") },
    ["error DEL011 argocd/edge.yaml:9 ingress/vlaues.yaml is no file of this repository"],
  ],
  [
    "values of a chart in this repository",
    {
      ...chart,
      "argocd/edge.yaml": application(
        `  source: { ${git}, path: charts/edge, helm: { valueFiles: [values.yaml, prod.yaml] } }\n`,
      ),
    },
    ["error DEL011 argocd/edge.yaml:5 charts/edge/prod.yaml is no file of this repository"],
  ],
  [
    "values of one element",
    { ...chart, "argocd/edge.yaml": set({ generators: both, ...byName, source: ofChart("{{ .cluster }}.yaml") }) },
    ["error DEL011 argocd/edge.yaml:10 charts/edge/west.yaml is no file of this repository"],
  ],
  [
    "values of a chart of Flux, counted from the chart",
    { ...chart, "clusters/prod/edge.yaml": release("./charts/edge", "[charts/edge/values.yaml, east.yaml]") },
    ["error DEL011 clusters/prod/edge.yaml:9 east.yaml is no file of this repository: Flux cannot build the chart"],
  ],
  [
    "a chart of Flux whose folder is called nearly so",
    { ...chart, "clusters/prod/edge.yaml": release("./chart/edge", "[]") },
    ["error DEL011 clusters/prod/edge.yaml:7 chart/edge is no folder of this repository"],
  ],
])("%s", (_, files, expected) => {
  const lines = said(files);
  expect(lines).toHaveLength(expected.length);
  for (const [index, line] of expected.entries()) expect(lines[index]).toContain(line);
});
