import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/*
 * Objects that stand in no manifest: what Argo CD and Flux make of charts, of labels for namespaces, and of variables. Rules ask them
 * what they ask the others; a finding stands where the engine reads what is wrong.
 */

type Files = Readonly<Record<string, string>>;

const istio = (version: string) => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: ${version}, namespace: istio-system, updateStrategy: { type: InPlace } }
`;
const tag = `apiVersion: sailoperator.io/v1
kind: IstioRevisionTag
metadata: { name: stable }
spec: { targetRef: { kind: Istio, name: default } }
`;
const application = (source: string, rest = "") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: edge, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: edge }
${source}${rest}`;
const chart = (helm: string) =>
  `  source:\n    repoURL: https://istio-release.storage.googleapis.com/charts\n    chart: gateway\n    targetRevision: 1.28.3\n    helm:\n${helm}`;
const release = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: edge, namespace: edge }
spec:
  interval: 10m
  chart: { spec: { chart: gateway, sourceRef: { kind: HelmRepository, name: istio } } }
${values}`;
const gateway = (pods: string) => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec:
  selector: { istio: ${pods} }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]
`;

/** What is said of revisions, selectors and of the engines' own words, each with its place. */
function said(files: Files): readonly string[] {
  const cwd = folderWith({ "mesh/istio.yaml": `${istio("v1.28.3")}---\n${tag}`, ...files });
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd });
  return findings
    .filter(({ rule }) => ["REV006", "TGT003", "DEL013"].includes(rule))
    .map(({ rule, object, place }) => `${rule} ${object} ${place?.file}:${place?.line}`);
}

const values = "revision: stabel\n";
test.each<[what: string, files: Files, expected: readonly string[]]>([
  [
    "values in the Application",
    { "apps.yaml": application(chart("      valuesObject:\n        revision: stabel\n")) },
    ["REV006 Deployment/edge/edge apps.yaml:13"],
  ],
  ["values that are right", { "apps.yaml": application(chart("      valuesObject:\n        revision: stable\n")) }, []],
  [
    "values as a text",
    { "apps.yaml": application(chart("      values: |\n        revision: stabel\n")) },
    ["REV006 Deployment/edge/edge apps.yaml:12"],
  ],
  [
    "a parameter, which wins",
    {
      "apps.yaml": application(
        chart(
          "      valuesObject:\n        revision: stable\n      parameters:\n        - name: revision\n          value: stabel\n",
        ),
      ),
    },
    ["REV006 Deployment/edge/edge apps.yaml:16"],
  ],
  [
    "a file of another source, which is this repository",
    {
      "argocd/apps.yaml": application(
        `  sources:\n    - repoURL: oci://registry.example.com/istio\n      chart: gateway\n      targetRevision: 1.28.3\n      helm: { valueFiles: [$conf/values/edge.yaml] }\n    - { repoURL: https://git.example.com/mesh.git, targetRevision: main, ref: conf }\n`,
      ),
      "values/edge.yaml": `# of the edge\n${values}`,
    },
    ["REV006 Deployment/edge/edge values/edge.yaml:2"],
  ],
  [
    "a file that is not here",
    {
      "apps.yaml": application(
        chart("      valueFiles: [$conf/values/none.yaml]\n      valuesObject: { revision: stabel }\n"),
      ),
    },
    [],
  ],
  [
    "a chart of somebody else",
    {
      "apps.yaml": application(
        "  source: { repoURL: https://charts.example.com, chart: gateway, targetRevision: 1.0.0, helm: { valuesObject: { revision: stabel } } }\n",
      ),
    },
    [],
  ],
  [
    "a HelmRelease",
    { "flux.yaml": release("  values:\n    revision: stabel\n") },
    ["REV006 Deployment/edge/edge flux.yaml:8"],
  ],
  [
    "a HelmRelease with values from elsewhere",
    { "flux.yaml": release("  valuesFrom: [{ kind: ConfigMap, name: edge }]\n  values:\n    revision: stabel\n") },
    [],
  ],
  [
    "a Gateway for the chart's pods",
    { "apps.yaml": application(chart("      releaseName: istio-edge\n")), "web.yaml": gateway("edge") },
    [],
  ],
  [
    "a Gateway for others",
    { "apps.yaml": application(chart("      releaseName: istio-edge\n")), "web.yaml": gateway("ingress") },
    ["TGT003 Gateway/edge/web web.yaml:5"],
  ],
  [
    "a Gateway for the labels that values give",
    { "flux.yaml": release("  values: { labels: { istio: front } }\n"), "web.yaml": gateway("front") },
    [],
  ],
  [
    "labels for a namespace that Argo CD makes",
    {
      "apps.yaml": application(
        "  source: { repoURL: https://git.example.com/apps.git, path: edge, targetRevision: main }\n",
        "  syncPolicy:\n    syncOptions: [CreateNamespace=true]\n    managedNamespaceMetadata:\n      labels:\n        istio.io/rev: stabel\n",
      ),
    },
    ["REV006 Namespace/edge apps.yaml:12"],
  ],
  [
    "labels for a namespace that nobody makes",
    {
      "apps.yaml": application(
        "  source: { repoURL: https://git.example.com/apps.git, path: edge, targetRevision: main }\n",
        "  syncPolicy:\n    managedNamespaceMetadata:\n      labels:\n        istio.io/rev: stable\n",
      ),
    },
    ["DEL013 Application/argocd/edge apps.yaml:10"],
  ],
])("%s", (_what, files, expected) => {
  expect(said(files)).toEqual(expected);
});

const kustomization = (name: string, path: string, version: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 1h
  path: ./${path}
  prune: true
  sourceRef: { kind: GitRepository, name: fleet }
  postBuild:
    substitute:
      ISTIO_VERSION: ${version}
`;
const fleet = (version: string): Files => ({
  "clusters/prod/mesh.yaml": kustomization("mesh", "mesh", version),
  "mesh/istio.yaml": istio(`"\${ISTIO_VERSION}"`),
});
const versions = ({ findings }: ReturnType<typeof checkPaths>) =>
  findings
    .filter(({ rule }) => /^(VER|SKEW|SCH)/.test(rule))
    .map(({ rule, place, fixes }) => `${rule} ${place?.file}:${place?.line}${fixes ? " with a fix" : ""}`);

describe("variables of Flux", () => {
  const choices = { acceptedJumps: [], distribution: "sail" as const };

  test.each<[what: string, files: Files, expected: readonly string[]]>([
    ["a version that there is", fleet("v1.28.3"), []],
    [
      "one without its v, where it is given, and no fix over the variable",
      fleet("1.28.3"),
      ["VER006 clusters/prod/mesh.yaml:11"],
    ],
    [
      "two clusters that give two: each is judged by itself",
      { ...fleet("1.28.3"), "clusters/test/mesh.yaml": kustomization("mesh", "mesh", "1.27.1") },
      ["VER006 clusters/prod/mesh.yaml:11", "VER006 clusters/test/mesh.yaml:11"],
    ],
    [
      "a value for the case that there is none",
      { ...fleet("v1.28.3"), "mesh/istio.yaml": istio(`"\${OTHER_VERSION:=1.28.3}"`) },
      ["VER006 mesh/istio.yaml:4"],
    ],
    [
      "an object that asks to be left alone",
      {
        ...fleet("1.28.3"),
        "mesh/istio.yaml": istio(`"\${ISTIO_VERSION}"`).replace(
          "{ name: default }",
          "{ name: default, annotations: { kustomize.toolkit.fluxcd.io/substitute: disabled } }",
        ),
      },
      ["VER001 mesh/istio.yaml:4"],
    ],
    [
      "a ConfigMap of Flux",
      {
        ...fleet("v1.28.3"),
        "clusters/prod/mesh.yaml": `${kustomization("mesh", "mesh", "x").replace(/ {4}substitute:\n.*\n/, "    substituteFrom: [{ kind: ConfigMap, name: fleet }]\n")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: fleet, namespace: flux-system }\ndata:\n  ISTIO_VERSION: "1.28.3"\n`,
      },
      ["VER006 clusters/prod/mesh.yaml:16"],
    ],
  ])("%s", (_what, files, expected) => {
    expect(versions(checkPaths(["."], choices, { cwd: folderWith(files) }))).toEqual(expected);
  });

  test("a step is one of what Flux applies", () => {
    const [from, to] = [fleet("v1.27.3"), fleet("v1.29.1")].map(folderWith) as [string, string];
    const report = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
    expect(report.findings.map(({ rule }) => rule)).toContain("SKEW003");
  });
});
