import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";
import { application, charts, release } from "../chart-support";

/* Charts that kustomize renders: their files of values, where they go, and that rules ask of them what they ask of any chart. */

type Files = Readonly<Record<string, string>>;

const entry = (name: string, more: readonly string[] = [], namespace = "istio-system") =>
  [`  - name: ${name}`, `    releaseName: ${name}`, `    repo: ${charts}`, "    version: 1.30.3"]
    .concat(
      namespace === "" ? [] : [`    namespace: ${namespace}`],
      more.map((line) => `    ${line}`),
    )
    .map((line) => `${line}\n`)
    .join("");
const kustomization = (entries: string, more = "") =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${more}resources: [namespace.yaml]\nhelmCharts:\n${entries}`;
const tree = (istiod: string, more: Files = {}, rest = ""): Files => ({
  "istio/kustomization.yaml": kustomization(`${entry("base")}${istiod}`, rest),
  "istio/namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n",
  "istio/values.yaml":
    "meshConfig:\n  extensionProviders:\n    - { name: login, envoyExtAuthzHttp: { service: login.login.svc.cluster.local, port: 80 } }\n",
  ...more,
});
const said = (files: Files, rule: RegExp) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) })
    .findings.filter((one) => rule.test(one.rule))
    .map(({ severity, message, place }) => `${severity} ${place?.file}:${place?.line} ${message}`);
const withValues = entry("istiod", ["valuesFile: values.yaml"]);

describe("KUS001: what kustomize does not find, refuses or leaves out", () => {
  test.each<[what: string, files: Files, expected: readonly unknown[]]>([
    ["all is there", tree(withValues), []],
    [
      "a file of values that is called nearly so",
      tree(entry("istiod", ["valuesFile: value.yaml"])),
      [expect.stringMatching(/^error istio\/kustomization.yaml:15 .*the values of value.yaml, which is not there/)],
    ],
    [
      "one more of them",
      tree(entry("istiod", ["valuesFile: values.yaml", "additionalValuesFiles: [values.yaml, prod.yaml]"])),
      [expect.stringContaining("the values of prod.yaml, which is not there")],
    ],
    ["one of another place", tree(entry("istiod", ["valuesFile: https://example.com/values.yaml"])), []],
    [
      "a field that is none",
      tree(entry("istiod", ["valueFile: values.yaml"])),
      [expect.stringContaining("an entry of helmCharts has no field valueFile: kustomize refuses it")],
    ],
    [
      "a way to merge that is none",
      tree(entry("istiod", ["valuesFile: values.yaml", "valuesMerge: append", "valuesInline: { revision: a }"])),
      [expect.stringContaining("valuesMerge is append")],
    ],
    [
      "a file that is not read",
      tree(entry("istiod", ["valuesFile: values.yaml", "valuesMerge: replace", "valuesInline: { revision: a }"])),
      [expect.stringMatching(/^warning .*valuesMerge: replace leaves values.yaml out/)],
    ],
    ["a file that is merged", tree(entry("istiod", ["valuesFile: values.yaml", "valuesMerge: merge"])), []],
    [
      "a chart that is nowhere",
      tree("  - name: istiod\n    namespace: istio-system\n"),
      [expect.stringMatching(/^warning .*chart istiod has no repo, and charts\/istiod is not there/)],
    ],
    [
      "a chart beside the kustomization",
      tree("  - name: istiod\n    namespace: istio-system\n", {
        "istio/charts/istiod/Chart.yaml": "apiVersion: v2\nname: istiod\nversion: 1.30.3\n",
      }),
      [],
    ],
    [
      "Flux reads the folder",
      tree(withValues, {
        "flux.yaml":
          "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: istio, namespace: flux-system }\nspec: { path: ./istio, prune: true, wait: true, interval: 1m, sourceRef: { kind: GitRepository, name: fleet } }\n",
      }),
      [expect.stringMatching(/^error flux.yaml:4 Kustomization istio reads .\/istio, and .* renders charts there/)],
    ],
  ])("%s", (_what, files, expected) => expect(said(files, /^KUS001$/)).toEqual(expected));
});

describe("CP004: istiod in another namespace than the one that its values say", () => {
  const into = (namespace: string) => [
    expect.stringMatching(
      new RegExp(`^error istio/kustomization.yaml:.* chart istiod is installed into ${namespace}, `),
    ),
  ];
  test.each<[what: string, files: Files, expected: readonly unknown[]]>([
    ["no namespace", tree(entry("istiod", [], "")), into("default")],
    ["another one", tree(entry("istiod", [], "mesh")), into("mesh")],
    ["the kustomization sets it", tree(entry("istiod", [], ""), {}, "namespace: istio-system\n"), []],
    ["the kustomization sets another one", tree(entry("istiod"), {}, "namespace: mesh\n"), into("mesh")],
    [
      "an overlay sets it",
      tree(entry("istiod", [], ""), {
        "prod/kustomization.yaml": "namespace: istio-system\nresources: [../istio]\n",
      }),
      [],
    ],
    ["its values say so", tree(entry("istiod", ["valuesInline: { global: { istioNamespace: mesh } }"], "mesh")), []],
    [
      "certificates from elsewhere",
      tree(entry("istiod", ["valuesInline: { global: { caAddress: 'ca.ca.svc:443' } }"], "mesh")),
      [],
    ],
    [
      "one that is there",
      tree(`${entry("istiod")}${entry("istiod", [], "mesh").replace("releaseName: istiod", "releaseName: next")}`),
      [],
    ],
    [
      "Argo CD puts all of it there",
      tree(entry("istiod", [], ""), {
        "app.yaml":
          "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: istio, namespace: argocd }\nspec:\n  source: { repoURL: 'https://git.example.com/a/b', path: istio, kustomize: { namespace: istio-system } }\n  destination: { server: https://kubernetes.default.svc }\n",
      }),
      [],
    ],
    [
      "a HelmRelease that names no target",
      { "istiod.yaml": release("istiod").replace("namespace: istio-system", "namespace: flux-system") },
      [expect.stringMatching(/^error istiod.yaml:\d+ chart istiod is installed into flux-system, /)],
    ],
    ["a HelmRelease", { "istiod.yaml": release("istiod") }, []],
    [
      "an Application that names no namespace",
      { "istiod.yaml": application("istiod").replace(", namespace: istio-system }", " }") },
      [expect.stringMatching(/^warning istiod.yaml:\d+ chart istiod is installed into default, /)],
    ],
    ["an Application", { "istiod.yaml": application("istiod") }, []],
  ])("%s", (_what, files, expected) => expect(said(files, /^CP004$/)).toEqual(expected));
});

test("a chart that stands beside the kustomization has the version that it says", () => {
  const vendored = "  - name: ztunnel\n    namespace: istio-system\n    valuesInline: { profile: ambient }\n";
  const files = (version: string, sources: string) => ({
    ...tree(`${entry("istiod", ["valuesInline: { profile: ambient }"])}${vendored}`),
    "istio/charts/ztunnel/Chart.yaml": `apiVersion: v2\nname: ztunnel\nversion: ${version}\nsources: [${sources}]\n`,
  });
  const istio = "https://github.com/istio/istio";
  expect(said(files("1.31.0", istio), /^SKEW001$/)).toHaveLength(1);
  expect(said(files("1.30.3", istio), /^SKEW001$/)).toEqual([]);
  expect(said(files("1.31.0", "https://example.com/other"), /^SKEW001$/)).toEqual([]);
});

describe("POL003 and TGT003: what its values and its gateways say", () => {
  const policy = (provider: string): Files => ({
    "apps/policy.yaml": `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: login, namespace: apps }\nspec: { action: CUSTOM, provider: { name: ${provider} }, rules: [{}] }\n`,
    "apps/kustomization.yaml": "resources: [policy.yaml]\n",
  });
  test.each<[what: string, files: Files, expected: number]>([
    ["a provider of its file", tree(withValues, policy("login")), 0],
    ["one that is none", tree(withValues, policy("logins")), 1],
    [
      "one of values in place",
      tree(entry("istiod", ["valuesInline: { meshConfig: { extensionProviders: [] } }"]), policy("login")),
      1,
    ],
    ["a file that is not there may have it", tree(entry("istiod", ["valuesFile: other.yaml"]), policy("login")), 0],
  ])("%s", (_what, files, expected) => expect(said(files, /^POL003$/)).toHaveLength(expected));

  const gateway = (selector: string): Files => ({
    "apps/gateway.yaml": `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: web, namespace: istio-system }\nspec: { selector: { istio: ${selector} }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }\n`,
  });
  const withGateway = `${withValues}${entry("gateway").replace("releaseName: gateway", "releaseName: istio-ingress")}`;
  test.each([
    ["ingress", 0],
    ["ingres", 1],
  ])("a Gateway that selects istio: %s", (selector, expected) =>
    expect(said(tree(withGateway, gateway(selector)), /^TGT003$/)).toHaveLength(expected),
  );
});
