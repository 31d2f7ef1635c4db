import {
  ambient,
  application,
  applications,
  charts,
  type Files,
  mesh,
  notes,
  release,
  said,
} from "../../verbs/check/chart-support";

/*
 * ztunnel by its chart: the istiod that it connects to, and the one that trusts it, are those of another chart.
 */

type Row = readonly [what: string, files: Files, expected: readonly string[]];

const ztunnel = (values: readonly string[], spec = "") => release("ztunnel", { after: "cni", values, spec });
const istiod = (values: readonly string[], spec = "") =>
  release("istiod", { after: "base", values: [...ambient, ...values], spec });
const elsewhere = "  targetNamespace: ztunnel\n";
const map = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: more, namespace: istio-system }\ndata:\n  values.yaml: |\n    ${data}\n`;

describe("the istiod that ztunnel connects to", () => {
  test.each<Row>([
    [
      "a revision of none",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["revision: canary"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:13"],
    ],
    [
      "a revision for istiod alone",
      mesh({ "mesh/istiod.yaml": istiod(["revision: stable"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:5"],
    ],
    [
      "the same revision for both",
      mesh({ "mesh/istiod.yaml": istiod(["revision: stable"]), "mesh/ztunnel.yaml": ztunnel(["revision: stable"]) }),
      [],
    ],
    [
      "the revision of one of two istiods",
      mesh({
        "mesh/next.yaml": release("istiod", { name: "next", after: "base", values: [...ambient, "revision: next"] }),
        "mesh/ztunnel.yaml": ztunnel(["revision: next"]),
      }),
      [],
    ],
    ["an empty revision", mesh({ "mesh/ztunnel.yaml": ztunnel(['revision: ""']) }), []],
    [
      "default, spelt out",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["revision: default"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:13"],
    ],
    [
      "another namespace",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["istioNamespace: istio"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:13"],
    ],
    [
      "another namespace for all charts",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["global:", "  istioNamespace: istio"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:14"],
    ],
    [
      "an address in another namespace",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["xdsAddress: istiod.istio.svc:15012"]) }),
      ["ZTN002 error mesh/ztunnel.yaml:13"],
    ],
    [
      "its own address, spelt out",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["xdsAddress: https://istiod.istio-system.svc:15012"]) }),
      [],
    ],
    ["the address of a gateway", mesh({ "mesh/ztunnel.yaml": ztunnel(["xdsAddress: istiod.example.com:15012"]) }), []],
    [
      "the Service of a tag",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["xdsAddress: istiod-revision-tag-prod.istio-system.svc:15012"]) }),
      [],
    ],
    [
      "an authority of its own for certificates",
      mesh({ "mesh/ztunnel.yaml": ztunnel(["caAddress: cert-manager-istio-csr.cert-manager.svc:443"]) }),
      [],
    ],
    [
      "an istiod in another cluster",
      mesh({
        "mesh/istiod.yaml": release("istiod", {
          after: "base",
          values: ["profile: remote", "global:", "  remotePilotAddress: 10.0.0.1"],
        }),
        "mesh/ztunnel.yaml": ztunnel(["istioNamespace: istio"]),
      }),
      [],
    ],
    [
      "a revision that Flux fills in",
      mesh({
        "mesh/istiod.yaml": istiod(["revision: $" + "{REVISION}"]),
        "mesh/ztunnel.yaml": ztunnel(["revision: canary"]),
      }),
      [],
    ],
    [
      "values of a Secret",
      mesh({
        "mesh/istiod.yaml": istiod([], "  valuesFrom: [{ kind: Secret, name: more }]\n"),
        "mesh/ztunnel.yaml": ztunnel(["revision: canary"]),
      }),
      [],
    ],
    [
      "values of a ConfigMap",
      mesh({
        "mesh/more.yaml": map("revision: canary"),
        "mesh/istiod.yaml": istiod([], "  valuesFrom: [{ kind: ConfigMap, name: more }]\n"),
        "mesh/ztunnel.yaml": ztunnel(["revision: canary"]),
      }),
      [],
    ],
    [
      "a text of values with Argo CD",
      applications({
        "apps/ztunnel.yaml": application("ztunnel", {
          wave: "3",
          source: "    helm:\n      values: |\n        istioNamespace: istio\n",
        }),
      }),
      ["ZTN002 error apps/ztunnel.yaml:12"],
    ],
    [
      "another cluster's ztunnel",
      applications({
        "apps/ztunnel.yaml": application("ztunnel", {
          wave: "3",
          cluster: "https://west",
          values: ["revision: canary"],
        }),
      }),
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

describe("the namespace that istiod trusts", () => {
  test.each<Row>([
    [
      "another one than ztunnel's",
      mesh({ "mesh/ztunnel.yaml": ztunnel([], elsewhere) }),
      ["ZTN003 error mesh/istiod.yaml:13 fix"],
    ],
    [
      "ztunnel's, by the value",
      mesh({
        "mesh/istiod.yaml": istiod(["trustedZtunnelNamespace: ztunnel"]),
        "mesh/ztunnel.yaml": ztunnel([], elsewhere),
      }),
      [],
    ],
    [
      "ztunnel's, below pilot",
      mesh({
        "mesh/istiod.yaml": istiod(["pilot:", "  trustedZtunnelNamespace: ztunnel"]),
        "mesh/ztunnel.yaml": ztunnel([], elsewhere),
      }),
      [],
    ],
    [
      "ztunnel's, among the accounts",
      mesh({
        "mesh/istiod.yaml": istiod(["env:", "  CA_TRUSTED_NODE_ACCOUNTS: istio-system/ztunnel,ztunnel/ztunnel"]),
        "mesh/ztunnel.yaml": ztunnel([], elsewhere),
      }),
      [],
    ],
    [
      "one where no ztunnel is",
      mesh({ "mesh/istiod.yaml": istiod(["trustedZtunnelNamespace: ztunnel"]) }),
      ["ZTN003 error mesh/istiod.yaml:14"],
    ],
    [
      "the one of OpenShift",
      mesh({
        "mesh/istiod.yaml": istiod(["global:", "  platform: openshift"]),
        "mesh/ztunnel.yaml": ztunnel([], "  targetNamespace: kube-system\n"),
      }),
      [],
    ],
    [
      "an Istio that trusted two",
      {
        "mesh/base.yaml": release("base", { version: "1.23.3" }),
        "mesh/istiod.yaml": release("istiod", { version: "1.23.3", after: "base", values: ambient }),
        "mesh/cni.yaml": release("cni", { version: "1.23.3", after: "istiod", values: ambient }),
        "mesh/ztunnel.yaml": release("ztunnel", {
          version: "1.23.3",
          after: "cni",
          spec: "  targetNamespace: kube-system\n",
        }),
      },
      ["VER002 warning mesh/istiod.yaml:8"],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

/** A chart of one's own, and what installs it. */
const around = (files: Files, dependency = ""): Files => ({
  "charts/mesh/Chart.yaml": `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
${["base", "istiod", "cni", "ztunnel"].map((name) => `  - { name: ${name}, version: 1.30.3, repository: "${charts}"${name === "ztunnel" ? dependency : ""} }\n`).join("")}`,
  "charts/mesh/values.yaml": "istiod:\n  profile: ambient\ncni:\n  profile: ambient\n",
  "shop.yaml":
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }\n",
  ...files,
});
const byArgo = (helm = "") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  destination: { server: "https://kubernetes.default.svc", namespace: istio-system }
  source: { repoURL: "https://git.example.com/mesh.git", path: charts/mesh${helm} }
`;
const byFlux = (values = "", chart = "") => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: mesh, namespace: istio-system }
spec:
  interval: 1h
  chart: { spec: { chart: charts/mesh, sourceRef: { kind: GitRepository, name: mesh, namespace: flux-system }${chart} } }
${values}`;
const bySet = (profile: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: mesh, namespace: argocd }
spec:
  generators:
    - list:
        elements:
          - { cluster: east, profile: ambient }
          - { cluster: west, profile: ${profile} }
  template:
    metadata: { name: "mesh-{{cluster}}" }
    spec:
      project: default
      destination: { server: "https://{{cluster}}", namespace: istio-system }
      source:
        repoURL: https://git.example.com/mesh.git
        path: charts/mesh
        helm: { valuesObject: { istiod: { profile: "{{profile}}" } } }
`;
const production = ", helm: { valueFiles: [values-prod.yaml] }";

describe("a chart around those of Istio", () => {
  test.each<Row>([
    ["with the profile in its own values", around({ "apps/mesh.yaml": byArgo() }), []],
    [
      "with a file of values beside it",
      around({ "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "istiod:\n  autoscaleMin: 2\n" }),
      [],
    ],
    [
      "with a file that takes the profile away",
      around({ "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "istiod:\n  profile: default\n" }),
      ["AMB001 error charts/mesh/values-prod.yaml:2"],
    ],
    [
      "with values under a name that no part has",
      around({
        "apps/mesh.yaml": byArgo(production),
        "charts/mesh/values-prod.yaml": "{}\n",
        "charts/mesh/values.yaml": "pilot:\n  profile: ambient\ncni:\n  profile: ambient\n",
      }),
      ["AMB001 error charts/mesh/Chart.yaml:6"],
    ],
    [
      "with values of Flux that take the profile away",
      around({ "apps/mesh.yaml": byFlux("  values: { istiod: { profile: default } }\n") }),
      ["AMB001 error apps/mesh.yaml:7"],
    ],
    ["with values of Flux", around({ "apps/mesh.yaml": byFlux("  values: { istiod: { autoscaleMin: 2 } }\n") }), []],
    [
      "with a revision for ztunnel alone",
      around({ "apps/mesh.yaml": byFlux("  values: { ztunnel: { revision: canary } }\n") }),
      ["ZTN002 error apps/mesh.yaml:7"],
    ],
    [
      "with ztunnel off",
      around(
        { "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "ztunnel:\n  enabled: false\n" },
        ", condition: ztunnel.enabled",
      ),
      ["AMB002 warning charts/mesh/Chart.yaml:6"],
    ],
    [
      "with ztunnel off, and on again where it is installed",
      around(
        {
          "apps/mesh.yaml": byArgo(
            ", helm: { valueFiles: [values-prod.yaml], parameters: [{ name: ztunnel.enabled, value: true }] }",
          ),
          "charts/mesh/values-prod.yaml": "ztunnel:\n  enabled: false\n",
        },
        ", condition: ztunnel.enabled",
      ),
      [],
    ],
    [
      "with ztunnel off by a tag",
      around(
        { "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "tags:\n  ambient: false\n" },
        ", tags: [ambient]",
      ),
      ["AMB002 warning charts/mesh/Chart.yaml:6"],
    ],
    [
      "with a condition that answers before the tag",
      around(
        {
          "apps/mesh.yaml": byArgo(production),
          "charts/mesh/values-prod.yaml": "tags:\n  ambient: false\nztunnel:\n  enabled: true\n",
        },
        ", tags: [ambient], condition: ztunnel.enabled",
      ),
      [],
    ],
    [
      "with a condition that nobody answers",
      around({ "apps/mesh.yaml": byArgo() }, ", condition: ztunnel.enabled"),
      [],
    ],
    [
      "with values that are none yet",
      around({ "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "# None yet.\n" }),
      [],
    ],
    [
      "for two clusters, of which one takes the profile away",
      around({
        "apps/east.yaml": byArgo(),
        "apps/west.yaml": byArgo(", helm: { valueFiles: [values-west.yaml] }")
          .replace("name: mesh,", "name: mesh-west,")
          .replace("https://kubernetes.default.svc", "https://west"),
        "charts/mesh/values-west.yaml": "cni:\n  profile: default\n",
      }),
      ["AMB001 error charts/mesh/values-west.yaml:2"],
    ],
    [
      "for two clusters of a set, of which one takes the profile away",
      around({ "apps/mesh.yaml": bySet("demo") }),
      ["AMB001 error apps/mesh.yaml:9"],
    ],
    ["for two clusters of a set", around({ "apps/mesh.yaml": bySet("ambient") }), []],
    [
      "for two clusters, each with a file of its own",
      around({
        "apps/east.yaml": byArgo(),
        "apps/west.yaml": byArgo(", helm: { valueFiles: [values-west.yaml] }")
          .replace("name: mesh,", "name: mesh-west,")
          .replace("https://kubernetes.default.svc", "https://west"),
        "charts/mesh/values-west.yaml": "istiod:\n  autoscaleMin: 2\n",
      }),
      [],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

test("what is not known of such a chart is said, and why", () => {
  const open = (lack: string) => `whether Chart/mesh has the ambient profile: ${lack} is not among these manifests`;
  const installed = around({ "apps/mesh.yaml": byArgo(production), "charts/mesh/values-prod.yaml": "{}\n" });
  expect(notes(installed)).not.toContain("whether Chart/mesh");
  expect(notes(around({}))).toContain(open("the one object that installs it"));
  expect(notes(around({ "apps/mesh.yaml": byArgo(production) }))).toContain(open("a part of the values"));
});

/** All of them as kustomize renders them, with values of files. */
const rendered = (istiod: string, files: Files): Files => ({
  "mesh/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: istio-system
helmCharts:
  - { name: istiod, repo: "${charts}", version: 1.30.3, ${istiod} }
  - { name: cni, repo: "${charts}", version: 1.30.3, valuesInline: { profile: ambient } }
  - { name: ztunnel, repo: "${charts}", version: 1.30.3 }
`,
  ...files,
});

describe("charts that kustomize renders with files of values", () => {
  test.each<Row>([
    ["with the profile", rendered("valuesFile: istiod.yaml", { "mesh/istiod.yaml": "profile: ambient\n" }), []],
    [
      "with another profile",
      rendered("valuesFile: istiod.yaml", { "mesh/istiod.yaml": "profile: demo\n" }),
      ["AMB001 error mesh/istiod.yaml:1"],
    ],
    [
      "with another profile, over which what stands beside it wins",
      rendered("valuesFile: istiod.yaml, valuesInline: { profile: ambient }", {
        "mesh/istiod.yaml": "profile: demo\n",
      }),
      [],
    ],
    [
      "with another profile, which wins where kustomize is told to",
      rendered("valuesFile: istiod.yaml, valuesMerge: merge, valuesInline: { profile: ambient }", {
        "mesh/istiod.yaml": "profile: demo\n",
      }),
      ["AMB001 error mesh/istiod.yaml:1"],
    ],
    [
      "with a further file, which wins over both",
      rendered("valuesInline: { profile: demo }, additionalValuesFiles: [more.yaml]", {
        "mesh/more.yaml": "profile: ambient\n",
      }),
      [],
    ],
    ["with a file that is not here", rendered("valuesFile: istiod.yaml", {}), []],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});
