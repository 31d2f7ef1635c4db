import {
  ambient,
  application,
  applications,
  charts,
  type Files,
  mesh,
  namespace,
  notes,
  release,
  said,
} from "../../verbs/check/chart-support";

/*
 * Meshes that Helm installs by the charts of Istio: what is wrong with them is said where it is written, and what may be right is not.
 */

type Row = readonly [what: string, files: Files, expected: readonly string[]];

const istiod = (values: readonly string[], rest: Parameters<typeof release>[1] = {}) =>
  release("istiod", { values, after: "base", ...rest });
const list = (...files: readonly string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(", ")}]\n`;
const parts = ["base.yaml", "istiod.yaml", "cni.yaml", "ztunnel.yaml"];

// biome-ignore lint/suspicious/noTemplateCurlyInString: Flux fills it in
const variable = "${ISTIO}";

describe("versions", () => {
  test.each<Row>([
    ["all of one version", mesh(), []],
    ["the same with Argo CD", applications(), []],
    [
      "ztunnel ahead",
      mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "1.31.0" }) }),
      ["SKEW001 error mesh/ztunnel.yaml:8"],
    ],
    [
      "ztunnel ahead, with Argo CD",
      applications({ "apps/ztunnel.yaml": application("ztunnel", { version: "1.31.0", wave: "3" }) }),
      ["SKEW001 error apps/ztunnel.yaml:8"],
    ],
    ["ztunnel of a later patch", mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "1.30.9" }) }), []],
    ["ztunnel a minor behind", mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "1.29.1" }) }), []],
    [
      "ztunnel two minors behind",
      mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "1.28.1" }) }),
      ["SKEW002 error mesh/ztunnel.yaml:8"],
    ],
    [
      "a CNI ahead where there is ambient",
      mesh({ "mesh/cni.yaml": release("cni", { version: "1.31.0", values: ambient }) }),
      ["SKEW001 error mesh/cni.yaml:8"],
    ],
    [
      "a CNI ahead, for sidecars",
      {
        "mesh/istiod.yaml": istiod([]),
        "mesh/base.yaml": release("base"),
        "mesh/cni.yaml": release("cni", { version: "1.31.0" }),
      },
      [],
    ],
    [
      "a range of one minor is of that minor",
      mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "1.31.x" }) }),
      ["SKEW001 error mesh/ztunnel.yaml:8"],
    ],
    [
      "CRDs of an older minor",
      mesh({ "mesh/base.yaml": release("base", { version: "1.29.6" }) }),
      ["SKEW002 warning mesh/base.yaml:8"],
    ],
    [
      "another cluster",
      applications({
        "apps/ztunnel.yaml": application("ztunnel", { version: "1.31.0", cluster: "https://east.example.com" }),
      }),
      [],
    ],
    [
      "a folder for each part, of which there is one alone",
      {
        "base/base.yaml": release("base"),
        "istiod/istiod.yaml": istiod([]),
        "ztunnel/ztunnel.yaml": release("ztunnel", { version: "1.31.0" }),
      },
      ["AMB001 warning istiod/istiod.yaml:5 fix", "SKEW001 warning ztunnel/ztunnel.yaml:8"],
    ],
    [
      "another istiod in a folder of its own, which may be meant",
      {
        "a/istiod.yaml": release("istiod"),
        "b/istiod.yaml": release("istiod"),
        "c/ztunnel.yaml": release("ztunnel", { version: "1.31.0" }),
      },
      [],
    ],
    [
      "two clusters",
      {
        "clusters/east/istiod.yaml": release("istiod"),
        "clusters/west/ztunnel.yaml": release("ztunnel", { version: "1.31.0" }),
      },
      [],
    ],
    [
      "CRDs of the older of two revisions",
      mesh({
        "mesh/next.yaml": istiod(["profile: ambient", "revision: 1-31"], { name: "istiod-next", version: "1.31.0" }),
      }),
      ["SKEW002 warning mesh/base.yaml:8"],
    ],
    [
      "two revisions, one of them new enough",
      mesh({
        "mesh/base.yaml": release("base", { version: "1.31.0" }),
        "mesh/next.yaml": istiod(["profile: ambient", "revision: 1-31"], { name: "istiod-next", version: "1.31.0" }),
        "mesh/ztunnel.yaml": release("ztunnel", { version: "1.31.0", after: "cni" }),
      }),
      [],
    ],
    [
      "a chart of somebody else",
      mesh({
        "mesh/cni.yaml": release("cni", { version: "9.1.0", values: ambient }).replace("name: istio }", "name: corp }"),
      }),
      [],
    ],
    [
      "no version",
      mesh({ "mesh/ztunnel.yaml": release("ztunnel", { version: "" }) }),
      ["VER004 warning mesh/ztunnel.yaml:8"],
    ],
    [
      "a range of several minors",
      mesh({ "mesh/istiod.yaml": istiod(ambient, { version: "^1.30.0" }) }),
      ["VER004 warning mesh/istiod.yaml:8"],
    ],
    ["a range of one minor", mesh({ "mesh/istiod.yaml": istiod(ambient, { version: ">=1.30.1 <1.31.0" }) }), []],
    ["a version that somebody fills in", mesh({ "mesh/istiod.yaml": istiod(ambient, { version: variable }) }), []],
    [
      "a minor that nobody looks after",
      {
        "mesh/istiod.yaml": istiod([], { version: "1.24.2" }),
        "mesh/base.yaml": release("base", { version: "1.24.2" }),
      },
      ["VER002 warning mesh/istiod.yaml:8"],
    ],
    [
      "by OCIRepository",
      mesh({
        "mesh/ztunnel.yaml": `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: ztunnel, namespace: istio-system }
spec:
  interval: 1h
  url: oci://gcr.io/istio-release/charts/ztunnel
  ref:
    tag: 1.31.0
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ztunnel, namespace: istio-system }
spec:
  interval: 1h
  chartRef: { kind: OCIRepository, name: ztunnel }
`,
        "mesh/istio.yaml": `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: istio, namespace: istio-system }
spec: { interval: 1h, url: "${charts}" }
`,
      }),
      ["SKEW001 error mesh/ztunnel.yaml:8"],
    ],
    [
      "an overlay moves one part alone",
      {
        ...mesh({ "mesh/kustomization.yaml": list(...parts) }),
        "prod/kustomization.yaml": `${list("../mesh")}patches: [{ path: ztunnel.yaml }]\n`,
        "prod/ztunnel.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ztunnel, namespace: istio-system }\nspec:\n  chart:\n    spec:\n      version: 1.31.0\n",
      },
      ["SKEW001 error prod/ztunnel.yaml:7"],
    ],
    [
      "several sources of one Application",
      {
        "apps/istio.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: istio, namespace: argocd }
spec:
  project: default
  destination: { server: "https://kubernetes.default.svc", namespace: istio-system }
  sources:
    - { repoURL: "${charts}", chart: istiod, targetRevision: 1.30.3, helm: { valuesObject: { profile: ambient } } }
    - { repoURL: "${charts}", chart: ztunnel, targetRevision: 1.31.0 }
`,
      },
      ["SKEW001 error apps/istio.yaml:9"],
    ],
    [
      "a chart around them",
      {
        "charts/mesh/Chart.yaml": `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
  - { name: istiod, version: 1.30.3, repository: "${charts}" }
  - { name: ztunnel, version: 1.31.0, repository: "${charts}" }
`,
      },
      ["SKEW001 error charts/mesh/Chart.yaml:6"],
    ],
    [
      "a chart whose parts are switched on by values",
      {
        "shop.yaml": namespace("shop", "istio-injection", "enabled"),
        "charts/mesh/Chart.yaml": `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
  - { name: istiod, version: 1.30.3, repository: "${charts}" }
  - { name: ztunnel, version: 1.31.0, repository: "${charts}", condition: next.enabled }
`,
      },
      [],
    ],
    [
      "a chart around them with a range, and the lock of it",
      {
        "shop.yaml": namespace("shop", "istio-injection", "enabled"),
        "charts/mesh/Chart.yaml": `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
  - { name: istiod, version: "*", repository: "${charts}" }
`,
        "charts/mesh/Chart.lock": `dependencies:\n  - { name: istiod, version: 1.30.3, repository: "${charts}" }\n`,
      },
      [],
    ],
    [
      "a variable of Flux, which gives istiod another version",
      {
        ...mesh({ "mesh/istiod.yaml": istiod(ambient, { version: variable }) }),
        "clusters/mesh.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  interval: 1h
  path: ./mesh
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { ISTIO: 1.29.3 } }
`,
      },
      ["SKEW001 error mesh/cni.yaml:8", "SKEW001 error mesh/ztunnel.yaml:8"],
    ],
    [
      "charts that kustomize renders",
      {
        "mesh/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
helmCharts:
  - { name: istiod, repo: "${charts}", namespace: istio-system, version: 1.30.3, valuesInline: { profile: ambient } }
  - { name: cni, repo: "${charts}", namespace: istio-system, version: 1.30.3, valuesInline: { profile: default } }
  - { name: ztunnel, repo: "${charts}", namespace: istio-system, version: 1.31.0 }
`,
      },
      ["AMB001 error mesh/kustomization.yaml:5", "SKEW001 error mesh/kustomization.yaml:6"],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

const values = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: istio-system }\ndata:\n  values.yaml: |\n    ${data}\n`;
const valuesFrom = (kind: string) => istiod([], { spec: `  valuesFrom: [{ kind: ${kind}, name: istiod }]\n` });

/** A chart of one's own, and the Application that installs it. */
const around = (own: string, helm = ""): Files => ({
  "charts/mesh/Chart.yaml": `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
${["istiod", "cni", "ztunnel"].map((name) => `  - { name: ${name}, version: 1.30.3, repository: "${charts}" }\n`).join("")}`,
  "charts/mesh/values.yaml": own,
  "apps/mesh.yaml": `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  destination: { server: "https://kubernetes.default.svc", namespace: istio-system }
  source:
    repoURL: https://git.example.com/mesh.git
    path: charts/mesh
${helm}`,
});

describe("ambient", () => {
  test.each<Row>([
    ["istiod without the profile", mesh({ "mesh/istiod.yaml": istiod([]) }), ["AMB001 error mesh/istiod.yaml:5 fix"]],
    ["another profile", mesh({ "mesh/istiod.yaml": istiod(["profile: demo"]) }), ["AMB001 error mesh/istiod.yaml:13"]],
    [
      "the profile below a key that reads none",
      mesh({ "mesh/istiod.yaml": istiod(["pilot:", "  profile: ambient"]) }),
      ["AMB001 error mesh/istiod.yaml:14"],
    ],
    [
      "the variable that the profile sets",
      mesh({ "mesh/istiod.yaml": istiod(["env:", "  PILOT_ENABLE_AMBIENT: true"]) }),
      [],
    ],
    [
      "the variable, switched off",
      mesh({
        "mesh/istiod.yaml": istiod(["profile: ambient", "pilot:", "  env:", '    PILOT_ENABLE_AMBIENT: "false"']),
      }),
      ["AMB001 error mesh/istiod.yaml:16"],
    ],
    [
      "a profile for all charts",
      mesh({ "mesh/cni.yaml": release("cni", { values: ["global:", "  profile: ambient"] }) }),
      [],
    ],
    [
      "a chart around them, with the profile in its values",
      around("istiod:\n  profile: ambient\ncni:\n  profile: ambient\n"),
      [],
    ],
    [
      "a chart around them, with the profile where no chart reads it",
      around("profile: ambient\ncni:\n  profile: ambient\n"),
      ["AMB001 error charts/mesh/Chart.yaml:5"],
    ],
    [
      "a chart around them, with another profile for all",
      around("cni:\n  profile: ambient\nglobal:\n  profile: demo\n"),
      ["AMB001 error charts/mesh/values.yaml:4"],
    ],
    [
      "a chart around them, with values of its Application",
      around("global: {}\n", "    helm: { valuesObject: { global: { profile: ambient } } }\n"),
      [],
    ],
    [
      "a chart around them, with a file of values that is chosen elsewhere",
      around("global: {}\n", "    helm: { valueFiles: [prod.yaml] }\n"),
      [],
    ],
    ["an istiod that is in another cluster", mesh({ "mesh/istiod.yaml": istiod(["profile: remote"]) }), []],
    ["a CNI without the profile", mesh({ "mesh/cni.yaml": release("cni") }), ["AMB001 error mesh/cni.yaml:5 fix"]],
    [
      "the CNI's own setting",
      mesh({ "mesh/cni.yaml": release("cni", { values: ["ambient:", "  enabled: true"] }) }),
      [],
    ],
    [
      "no ztunnel",
      { "mesh/base.yaml": release("base"), "mesh/istiod.yaml": istiod([]), "mesh/cni.yaml": release("cni") },
      [],
    ],
    [
      "values in a ConfigMap",
      mesh({ "mesh/istiod.yaml": valuesFrom("ConfigMap"), "mesh/values.yaml": values("istiod", "profile: ambient") }),
      [],
    ],
    [
      "values in a ConfigMap that are others",
      mesh({ "mesh/istiod.yaml": valuesFrom("ConfigMap"), "mesh/values.yaml": values("istiod", "profile: demo") }),
      ["AMB001 error mesh/values.yaml:5"],
    ],
    ["values in a Secret", mesh({ "mesh/istiod.yaml": valuesFrom("Secret") }), []],
    [
      "a text of values",
      applications({
        "apps/istiod.yaml": application("istiod", {
          wave: "1",
          source: "    helm:\n      values: |\n        profile: minimal\n",
        }),
      }),
      ["AMB001 error apps/istiod.yaml:12"],
    ],
    [
      "a parameter",
      applications({
        "apps/istiod.yaml": application("istiod", {
          wave: "1",
          source: "    helm:\n      parameters: [{ name: profile, value: ambient }]\n",
        }),
      }),
      [],
    ],
    [
      "a patch of an overlay that sets it",
      {
        ...mesh({ "mesh/istiod.yaml": istiod([]), "mesh/kustomization.yaml": list(...parts) }),
        "prod/kustomization.yaml": `${list("../mesh")}patches: [{ path: istiod.yaml }]\n`,
        "prod/istiod.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: istiod, namespace: istio-system }\nspec:\n  values:\n    profile: ambient\n",
      },
      [],
    ],
    [
      "namespaces that ask for it, and no ztunnel",
      {
        "mesh/base.yaml": release("base"),
        "mesh/istiod.yaml": istiod(ambient),
        "mesh/cni.yaml": release("cni", { values: ambient }),
        "shop.yaml": namespace("shop", "istio.io/dataplane-mode", "ambient"),
      },
      ["AMB002 warning mesh/istiod.yaml:8"],
    ],
    ["namespaces that ask for it", mesh({ "shop.yaml": namespace("shop", "istio.io/dataplane-mode", "ambient") }), []],
    [
      "namespaces that ask for it, and a ztunnel of elements",
      {
        "mesh/base.yaml": release("base"),
        "mesh/istiod.yaml": istiod(ambient),
        "mesh/cni.yaml": release("cni", { values: ambient }),
        "shop.yaml": namespace("shop", "istio.io/dataplane-mode", "ambient"),
        "set.yaml":
          "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: more, namespace: argocd }\nspec:\n  generators: [{ list: { elements: [{ chart: ztunnel }] } }]\n  template: { metadata: { name: '{{chart}}' }, spec: { project: default } }\n",
      },
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

const sail =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.30.3, namespace: istio-system }\n";

describe("revisions, twins and order", () => {
  test.each<Row>([
    ["a label for the default", mesh({ "shop.yaml": namespace("shop", "istio-injection", "enabled") }), []],
    [
      "a label for a revision that is none",
      mesh({ "shop.yaml": namespace("shop", "istio.io/rev", "canary") }),
      ["REV006 warning shop.yaml:6"],
    ],
    [
      "a label for a tag of the chart",
      mesh({
        "mesh/istiod.yaml": istiod(["profile: ambient", "revisionTags: [canary]"]),
        "shop.yaml": namespace("shop", "istio.io/rev", "canary"),
      }),
      [],
    ],
    [
      "a revision that is not to be read",
      mesh({ "mesh/istiod.yaml": valuesFrom("Secret"), "shop.yaml": namespace("shop", "istio.io/rev", "canary") }),
      [],
    ],
    [
      "the same istiod twice",
      mesh({ "mesh/next.yaml": istiod(ambient, { name: "istiod-next" }) }),
      ["CP003 warning mesh/next.yaml:8"],
    ],
    [
      "a second revision",
      mesh({ "mesh/next.yaml": istiod(["profile: ambient", "revision: next"], { name: "next" }) }),
      [],
    ],
    [
      "a tag of both",
      mesh({
        "mesh/istiod.yaml": istiod(["profile: ambient", "revisionTags: [prod]"]),
        "mesh/next.yaml": istiod(["profile: ambient", "revision: next", "revisionTags: [canary, prod]"], {
          name: "next",
        }),
      }),
      ["CP003 warning mesh/next.yaml:8"],
    ],
    [
      "tags of one each",
      mesh({
        "mesh/istiod.yaml": istiod(["profile: ambient", "revisionTags: [prod]"]),
        "mesh/next.yaml": istiod(["profile: ambient", "revision: next", "revisionTags: [canary]"], { name: "next" }),
      }),
      [],
    ],
    [
      "istiod of the chart and of the operator",
      {
        "mesh/istio.yaml": sail,
        "mesh/istiod.yaml": release("istiod"),
        "mesh/kustomization.yaml": list("istio.yaml", "istiod.yaml"),
      },
      ["CP003 error mesh/istiod.yaml:8"],
    ],
    [
      "istiod waits for ztunnel",
      mesh({
        "mesh/istiod.yaml": istiod(ambient, { after: "ztunnel" }),
        "mesh/cni.yaml": release("cni", { values: ambient }),
      }),
      ["DEL008 error mesh/istiod.yaml:11"],
    ],
    [
      "istiod in a wave before its CRDs",
      applications({ "apps/istiod.yaml": application("istiod", { wave: "-1", values: ambient }) }),
      ["WAV001 warning apps/istiod.yaml:3"],
    ],
    ["a CNI before istiod", applications({ "apps/cni.yaml": application("cni", { wave: "-1", values: ambient }) }), []],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

test("what was judged is said, and what was not", () => {
  const read = notes(mesh({ "mesh/istiod.yaml": valuesFrom("Secret") }));
  expect(read).toContain("Istio is installed by a HelmRelease of Flux here (base, cni, istiod, ztunnel)");
  expect(read).toContain("whether HelmRelease/istio-system/istiod has the ambient profile");
});
