import { application, charts, type Files, mesh, release, said } from "../chart-support";

/* What a HelmRelease takes values from, and the charts and sources that engines name: what is not there, and what may be. */

type Row = readonly [what: string, files: Files, expected: readonly string[]];

const asked = (files: Files) => said(files, /^DEL011$/);
const istiod = (from: string, name = "istiod") =>
  release("istiod", { name, after: "base", values: ["profile: ambient"], spec: `  valuesFrom: [${from}]\n` });
const map = (name: string, keys: readonly string[] = ["values.yaml"], kind = "ConfigMap") =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: istio-system }\n${keys.length > 0 ? `data:\n${keys.map((key) => `  ${key}: "{}"\n`).join("")}` : ""}`;
const from = (name: string, more = "", kind = "ConfigMap") => `{ kind: ${kind}, name: ${name}${more} }`;
const list = (...files: readonly string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(", ")}]\n`;

describe("values of others", () => {
  test.each<Row>([
    [
      "a ConfigMap that is there",
      mesh({ "mesh/istiod.yaml": istiod(from("istiod-values")), "mesh/map.yaml": map("istiod-values") }),
      [],
    ],
    [
      "a ConfigMap with a slip in its name",
      mesh({ "mesh/istiod.yaml": istiod(from("istiod-values")), "mesh/map.yaml": map("istiod-value") }),
      ["DEL011 error mesh/istiod.yaml:12"],
    ],
    [
      "the one ConfigMap beside it, under another name",
      mesh({ "mesh/istiod.yaml": istiod(from("istiod-values")), "mesh/map.yaml": map("defaults") }),
      ["DEL011 warning mesh/istiod.yaml:12"],
    ],
    [
      "a ConfigMap that may be missing",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", ", optional: true")),
        "mesh/map.yaml": map("istiod-value"),
      }),
      [],
    ],
    ["a ConfigMap of the cluster", mesh({ "mesh/istiod.yaml": istiod(from("istiod-values")) }), []],
    [
      "a ConfigMap that is another release's",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values")),
        "mesh/map.yaml": map("istiod-value"),
        "mesh/other.yaml": release("gateway", { name: "other", spec: `  valuesFrom: [${from("istiod-value")}]\n` }),
      }),
      [],
    ],
    [
      "a ConfigMap that kustomize makes",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values")),
        "mesh/map.yaml": map("istiod-value"),
        "mesh/kustomization.yaml": `${list("base.yaml", "istiod.yaml", "cni.yaml", "ztunnel.yaml", "map.yaml")}generatorOptions: { disableNameSuffixHash: true }\nconfigMapGenerator: [{ name: istiod-values, namespace: istio-system, literals: [values.yaml=a] }]\n`,
      }),
      [],
    ],
    [
      "a key that the ConfigMap lacks",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", ", valuesKey: values.yml")),
        "mesh/map.yaml": map("istiod-values"),
      }),
      ["DEL011 error mesh/istiod.yaml:12"],
    ],
    [
      "a key that the ConfigMap lacks, which may be missing as a whole",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", ", optional: true")),
        "mesh/map.yaml": map("istiod-values", ["istiod.yaml"]),
      }),
      ["DEL011 error mesh/istiod.yaml:12"],
    ],
    [
      "a key of several",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", ", valuesKey: istiod.yaml")),
        "mesh/map.yaml": map("istiod-values", ["cni.yaml", "istiod.yaml"]),
      }),
      [],
    ],
    [
      "a key that a patch adds",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", ", valuesKey: more.yaml")),
        "mesh/map.yaml": map("istiod-values"),
        "mesh/kustomization.yaml": `${list("base.yaml", "istiod.yaml", "cni.yaml", "ztunnel.yaml", "map.yaml")}patches: [{ path: more.yaml }]\n`,
        "mesh/more.yaml": map("istiod-values", ["more.yaml"]),
      }),
      [],
    ],
    [
      "a ConfigMap that somebody fills",
      mesh({ "mesh/istiod.yaml": istiod(from("istiod-values")), "mesh/map.yaml": map("istiod-values", []) }),
      [],
    ],
    [
      "a key that the Secret lacks",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", "", "Secret")),
        "mesh/map.yaml": map("istiod-values", ["token"], "Secret"),
      }),
      ["DEL011 error mesh/istiod.yaml:12"],
    ],
    [
      "a Secret that a controller makes",
      mesh({
        "mesh/istiod.yaml": istiod(from("istiod-values", "", "Secret")),
        "mesh/map.yaml": map("istiod-value", ["values.yaml"], "Secret"),
      }),
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(asked(files)).toEqual(expected);
  });
});

describe("a ConfigMap that nobody makes where all that Flux applies is here", () => {
  const applied = (path: string, source = "GitRepository, name: flux-system") =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${path}, namespace: flux-system }\nspec:\n  interval: 1h\n  path: ./${path}\n  prune: true\n  sourceRef: { kind: ${source} }\n`;
  const flux = (name: string, more = "", others: Files = {}) => ({
    ...mesh({ "mesh/istiod.yaml": istiod(from(name, more)) }),
    "clusters/mesh.yaml": applied("mesh"),
    ...others,
  });
  const job = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: values, namespace: istio-system }\nspec: { template: { spec: { containers: [{ name: a, image: a, args: [create, configmap, istiod-common-values] }] } } }\n`;

  test.each<Row>([
    ["called after the release", flux("istiod-common-values"), ["DEL011 warning mesh/istiod.yaml:12"]],
    ["a fact of the cluster", flux("cluster-info"), []],
    ["it may be missing", flux("istiod-common-values", ", optional: true"), []],
    ["it is there", flux("istiod-common-values", "", { "mesh/map.yaml": map("istiod-common-values") }), []],
    ["a Job that makes it", flux("istiod-common-values", "", { "mesh/job.yaml": job }), []],
    [
      "a folder of Flux is elsewhere",
      flux("istiod-common-values", "", { "clusters/values.yaml": applied("values", "OCIRepository, name: values") }),
      [],
    ],
    ["who applies it is elsewhere", mesh({ "mesh/istiod.yaml": istiod(from("istiod-common-values")) }), []],
  ])("%s", (_what, files, expected) => {
    expect(asked(files)).toEqual(expected);
  });
});

const repository = (url = charts, kind = "HelmRepository") =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: { name: istio, namespace: istio-system }\nspec: { interval: 1h, url: "${url}" }\n`;
const called = (chart: string, kind = "HelmRepository") =>
  release("cni", { name: "istio-cni", after: "istiod", values: ["profile: ambient"] })
    .replace("chart: cni", `chart: ${chart}`)
    .replace("kind: HelmRepository", `kind: ${kind}`);
const withCni = (cni: string, others: Files = {}): Files => ({
  ...mesh({ "mesh/cni.yaml": cni, "mesh/ztunnel.yaml": release("ztunnel", { after: "istio-cni" }) }),
  "mesh/repository.yaml": repository(),
  ...others,
});

describe("names of charts and kinds of sources", () => {
  test.each<Row>([
    ["a chart that Istio has", withCni(called("cni")), []],
    ["the release's name for the chart's", withCni(called("istio-cni")), ["DEL011 error mesh/cni.yaml:9"]],
    [
      "that name in a mirror",
      withCni(called("istio-cni"), { "mesh/repository.yaml": repository("https://charts.corp.example/istio") }),
      [],
    ],
    ["a slip", withCni(called("cni"), { "mesh/more.yaml": release("ztunel") }), ["DEL011 error mesh/more.yaml:9"]],
    ["another chart that Istio has", withCni(called("cni"), { "mesh/more.yaml": release("ambient") }), []],
    [
      "with Argo CD",
      { "apps/gateway.yaml": application("istio-ingressgateway") },
      ["DEL011 error apps/gateway.yaml:9"],
    ],
    [
      "in a registry",
      {
        "mesh/cni.yaml": `apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: cni, namespace: istio-system }\nspec:\n  interval: 1h\n  url: oci://gcr.io/istio-release/charts/istio-cni\n`,
      },
      ["DEL011 error mesh/cni.yaml:6"],
    ],
    [
      "in a chart around it",
      {
        ...mesh(),
        "charts/mesh/Chart.yaml": `apiVersion: v2\nname: mesh\nversion: 0.1.0\ndependencies:\n  - { name: istio-base, version: 1.30.3, repository: "${charts}" }\n`,
      },
      ["DEL011 error charts/mesh/Chart.yaml:5"],
    ],
    [
      "rendered by kustomize",
      {
        ...mesh(),
        "gw/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nhelmCharts:\n  - { name: istio-gateway, version: 1.30.3, repo: "${charts}" }\n`,
      },
      ["DEL011 error gw/kustomization.yaml:4"],
    ],
    [
      "a kind of source that none of that name is",
      withCni(called("cni", "GitRepository")),
      ["DEL011 error mesh/cni.yaml:10"],
    ],
    [
      "a folder of a source that is elsewhere",
      withCni(called("charts/cni", "GitRepository")),
      ["DEL011 warning mesh/cni.yaml:10"],
    ],
    [
      "two sources of one name",
      withCni(called("cni", "GitRepository"), {
        "mesh/git.yaml": repository("https://git.example.com/istio.git", "GitRepository"),
      }),
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(asked(files)).toEqual(expected);
  });
});

describe("sources that one release alone names", () => {
  const inFlux = (source: string) => `sourceRef: { kind: HelmRepository, name: ${source}, namespace: flux-system }`;
  const shared = (text: string, source = "istio") =>
    text.replace("sourceRef: { kind: HelmRepository, name: istio }", inFlux(source));
  const all = (others: Files): Files => ({
    ...Object.fromEntries(Object.entries(mesh(others)).map(([path, text]) => [path, shared(text)])),
    "sources/istio.yaml": repository().replace("namespace: istio-system", "namespace: flux-system"),
  });
  const ztunnel = (source: string) => ({ "mesh/ztunnel.yaml": shared(release("ztunnel", { after: "cni" }), source) });
  const podinfo = shared(release("podinfo"), "stefanprodan");

  test.each<Row>([
    ["all of one", all({}), []],
    ["one of another that is not here", all(ztunnel("istio-release")), ["DEL011 warning mesh/ztunnel.yaml:10"]],
    [
      "two of another, which may be elsewhere",
      all({ ...ztunnel("istio-release"), "mesh/gw.yaml": shared(release("gateway"), "istio-release") }),
      [],
    ],
    ["a chart of others", all({ "mesh/podinfo.yaml": podinfo }), []],
    [
      "none of them is here",
      Object.fromEntries(
        Object.entries(all(ztunnel("istio-release"))).filter(([path]) => path !== "sources/istio.yaml"),
      ),
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(asked(files)).toEqual(expected);
  });
});
