import type { KubernetesObject } from "../../src/mesh/mesh";
import type { Step } from "../../src/rules/rule";
import { type Expected, expectStep, istio, sail, setOf } from "./support";

const csv = (version: string) => `servicemeshoperator3.v${version}`;

function subscription(startingCSV: string, channel = "stable-3.1", more: object = {}): KubernetesObject {
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "Subscription",
    metadata: { name: "servicemeshoperator3", namespace: "openshift-operators" },
    spec: {
      name: "servicemeshoperator3",
      channel,
      startingCSV,
      source: "redhat-operators",
      sourceNamespace: "openshift-marketplace",
      ...more,
    },
  };
}

const id = "Subscription/openshift-operators/servicemeshoperator3";
const was = subscription(csv("3.1.1"));

test.each<[string, KubernetesObject[], KubernetesObject, Expected[]]>([
  ["the head of the channel", [was], subscription(csv("3.1.12")), []],
  ["the head of the next channel", [was], subscription(csv("3.2.10"), "stable-3.2"), []],
  ["nothing new", [subscription(csv("3.1.2"))], subscription(csv("3.1.2")), []],
  [
    "an older release of the channel",
    [was],
    subscription(csv("3.1.2")),
    [
      [
        "warning",
        id,
        "asks for operator release 3.1.2, and OLM will offer 3.1.12, the head of channel stable-3.1 in redhat-operators",
      ],
    ],
  ],
  [
    "any minor of a floating channel",
    [subscription(csv("3.1.1"), "stable")],
    subscription(csv("3.1.12"), "stable"),
    [["warning", id, "OLM will offer 3.4.3, the head of channel stable"]],
  ],
  ["a mirror", [was], subscription(csv("3.1.2"), "stable-3.1", { source: "mesh-pinned" }), []],
  ["a first install", [], subscription(csv("3.1.2")), []],
  ["a release that nobody knows", [was], subscription(csv("3.1.99")), []],
  [
    "another operator",
    [was],
    { ...subscription("kiali.v2.1.1"), spec: { name: "kiali", startingCSV: "kiali.v2.1.1" } },
    [],
  ],
])("VER009: %s", (_name, before, after, expected) => {
  expectStep("VER009", { before: setOf("openshift", before), after: setOf("openshift", [after]) }, expected);
});

describe("SUB003", () => {
  const sail = { ...was, spec: { name: "sailoperator", channel: "stable-1.27", source: "community-operators" } };
  const chart = (version: string): KubernetesObject => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "sail", namespace: "flux-system" },
    spec: { chart: { spec: { chart: "sail-operator", version } } },
  });
  const catalog = (spec: object): KubernetesObject => ({
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "CatalogSource",
    metadata: { name: "redhat-operators", namespace: "openshift-marketplace" },
    spec,
  });
  const index = "registry.redhat.io/redhat/redhat-operator-index";
  const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
    before: setOf("openshift", before),
    after: setOf("openshift", after),
  });

  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    [
      "another package",
      [was],
      [sail],
      [["error", id, "package servicemeshoperator3 of OLM (OpenShift Service Mesh 3)"]],
    ],
    [
      "from OLM to Helm",
      [sail],
      [chart("1.28.3")],
      [["error", "HelmRelease/flux-system/sail", "Helm chart sail-operator"]],
    ],
    [
      "another catalogue",
      [was],
      [subscription(csv("3.1.1"), "stable-3.1", { source: "mirror" })],
      [["warning", id, "source from redhat-operators to mirror"]],
    ],
    [
      "a catalogue of another image and publisher",
      [was, catalog({ image: `${index}:v4.18`, publisher: "Red Hat" })],
      [was, catalog({ image: "quay.io/somebody/index:v4.18", publisher: "Somebody" })],
      [["warning", "CatalogSource/openshift-marketplace/redhat-operators", "and publisher from Red Hat to Somebody"]],
    ],
    [
      "the next tag of its image",
      [was, catalog({ image: `${index}:v4.18` })],
      [was, catalog({ image: `${index}:v4.19` })],
      [],
    ],
    ["the same operator, of another release", [was], [subscription(csv("3.2.0"), "stable-3.2")], []],
    [
      "a catalogue that the operator is not from",
      [sail, catalog({ image: "a:1" })],
      [sail, catalog({ image: "b:1" })],
      [],
    ],
    [
      "an operator beside the old one, which SUB001 says",
      [was],
      [was, { ...sail, metadata: { name: "sail", namespace: "operators" } }],
      [],
    ],
  ])("%s", (_name, before, after, expected) => expectStep("SUB003", step(before, after), expected));

  test("what a plan does", () => expectStep("SUB003", { ...step([was], [sail]), kind: "operator" }, []));
});

describe("VER011: an operator that Helm installs", () => {
  const application = (targetRevision: string, source: object = { chart: "sail-operator" }): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "sail", namespace: "argocd" },
    spec: { source: { ...source, targetRevision } },
  });
  const set = (version: string) =>
    application(version, { path: "chart", repoURL: "https://github.com/istio-ecosystem/sail-operator.git" });
  const artifact = (tag: string): KubernetesObject => ({
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "OCIRepository",
    metadata: { name: "sail", namespace: "flux-system" },
    spec: { url: "oci://example.com/charts/sail-operator", ref: { tag } },
  });
  const generated = (version: string): KubernetesObject => ({
    ...application(version),
    kind: "ApplicationSet",
    spec: { template: { spec: { sources: [{ ref: "values" }, { chart: "sail-operator", targetRevision: version }] } } },
  });

  test.each([
    ["an Application", application, "Application/argocd/sail"],
    ["an Application from Git", set, "Application/argocd/sail"],
    ["an ApplicationSet", generated, "ApplicationSet/argocd/sail"],
    ["an OCIRepository", artifact, "OCIRepository/flux-system/sail"],
  ])("%s", (_name, made, object) => {
    const step = (from: string, to: string) => ({
      before: setOf("sail", [made(from)]),
      after: setOf("sail", [made(to)]),
    });
    expectStep("VER011", step("1.28.3", "1.28.1"), [["error", object, "goes down from 1.28.3 to 1.28.1"]]);
    expectStep("VER011", step("1.27.9", "1.29.0"), [["warning", object, "over 1 minor:"]]);
    expectStep("VER011", step("1.28.3", "1.29.1"), []);
    expectStep("VER011", { ...step("1.27.9", "1.29.0"), kind: "operator" }, []);
  });

  test("two folders that are phases of one plan", () => {
    const state = (version: string, phase: string, plan: string) => [
      set(version),
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "meshstep-prod", namespace: "istio-system" },
        data: { mesh: "prod", phase, plan },
      },
    ];
    const step = (plan: string) => ({
      before: setOf("sail", state("1.27.9", "00-baseline", "a")),
      after: setOf("sail", state("1.29.0", "01-operator-1.29.0", plan)),
    });
    expectStep("VER011", step("a"), []);
    expectStep("VER011", step("b"), [["warning", "Application/argocd/sail", "over 1 minor:"]]);
  });
});

describe("VER011: a field that the operator before does not serve", () => {
  const target = { targetRef: { kind: "Istio", name: "default" } };
  const parts = (more: object) => [istio("v1.28.5"), sail("ZTunnel", { version: "v1.28.5", ...more })];
  const step = (from: string, was: object, to: string, now: object) => ({
    before: setOf(`openshift ${from}`, parts(was)),
    after: setOf(`openshift ${to}`, parts(now)),
  });
  const early: Expected[] = [["error", "ZTunnel/default", "3.3.1 does not serve it"]];

  test.each<[string, Step, Expected[]]>([
    ["comes with the next", step("3.3.1", {}, "3.4.1", target), early],
    ["is there before, whatever became of it", step("3.3.1", target, "3.4.1", target), []],
    ["comes after it", step("3.4.1", {}, "3.4.1", target), []],
    ["is unknown to both", step("3.3.1", {}, "3.4.1", { targetReff: {} }), []],
  ])("%s", (_what, one, expected) => {
    expectStep("VER011", one, expected);
  });
});
