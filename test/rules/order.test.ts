import type { KubernetesObject } from "../../src/mesh/mesh";
import { annotated, inFolders, inWave, job, layers, sails } from "./order-support";
import { cni, type Expected, expectState, expectStep, gateway, istio, sail, setOf, ztunnel } from "./support";

describe("DEL001", () => {
  const last: Expected = ["warning", "ZTunnel/default", "it is in the last wave (wave 40), which Argo CD never awaits"];

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["without waves", [istio("v1.28.3"), ztunnel("v1.28.3")], []],
    ["one wave for all", sails("5", "5", "5"), []],
    ["the last wave rolls something", sails("20", "30", "40"), [last]],
    [
      "a waypoint in the last wave",
      [inWave("1", istio("v1.28.3")), inWave("2", gateway("waypoint", "shop"))],
      [["warning", "Gateway/shop/waypoint", "last wave (wave 2)"]],
    ],
    [
      "another Gateway there",
      [inWave("1", istio("v1.28.3")), inWave("2", gateway("edge", "shop", undefined, "nginx"))],
      [],
    ],
    ["a gate behind it", [...sails("20", "30", "40"), inWave("50", job("gate"))], []],
    [
      "a hook behind it",
      [...sails("20", "30", "40"), annotated(job("gate"), { "argocd.argoproj.io/hook": "PostSync" })],
      [],
    ],
    [
      "waves that are Flux's to read",
      sails("20", "30", "40").map((one) => ({
        ...one,
        metadata: { name: "default", annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" } },
      })),
      [],
    ],
  ])("%s", (_name, objects, expected) => {
    expectState("DEL001", setOf("openshift", objects), expected);
  });

  test("a snapshot of ours", () => {
    expectState("DEL001", inFolders(layers), []);
    expectState("DEL001", inFolders({ ...layers, "mesh/05-precheck": [], "mesh/90-verify": [] }), []);
    const early = inWave("1", gateway("edge", "shop"));
    expectState("DEL001", inFolders({ ...layers, "mesh/60-routing": [early] }), [
      ["warning", "Gateway/shop/edge", "Argo CD applies it in wave 1, before the gate of 05-precheck"],
    ]);
  });
});

/** A RevisionBased control plane, and in a later wave a tag on a revision. */
function tagged(revision: string): KubernetesObject[] {
  return [
    inWave("1", istio("v1.28.3", { updateStrategy: { type: "RevisionBased" } })),
    inWave("2", sail("IstioRevisionTag", { targetRef: { kind: "IstioRevision", name: revision } }, "stable")),
  ];
}

describe("DEL002: health checks that the manifests give Argo CD", () => {
  const revised = inWave("1", istio("v1.28.3", { updateStrategy: { type: "RevisionBased" } }));
  const tag = inWave("2", sail("IstioRevisionTag", { targetRef: { kind: "Istio", name: "default" } }, "prod"));
  const cr = (spec: object): KubernetesObject => ({
    apiVersion: "argoproj.io/v1beta1",
    kind: "ArgoCD",
    metadata: { name: "openshift-gitops", namespace: "openshift-gitops" },
    spec,
  });
  const configured = (key: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm", namespace: "argocd" },
    data: { [`resource.customizations.health.${key}`]: "return { status = 'Healthy' }" },
  });
  const inOneMap = (of: string, what: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm", namespace: "argocd" },
    data: { "resource.customizations": `${of}:\n  ${what}: |\n    return {}\n` },
  });
  const chart: KubernetesObject = {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "argo-cd", namespace: "argocd" },
    spec: { values: { configs: { cm: { "resource.customizations.health.sailoperator.io_Istio": "…" } } } },
  };
  const unheld: Expected[] = [["warning", "Istio/default", "no health check: the next wave follows"]];

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["none", [], unheld],
    ["in the ArgoCD of OpenShift", [cr({ resourceHealthChecks: [{ group: "sailoperator.io", kind: "Istio" }] })], []],
    ["for another kind", [cr({ resourceHealthChecks: [{ group: "sailoperator.io", kind: "ZTunnel" }] })], unheld],
    [
      "among its other settings",
      [cr({ extraConfig: { "resource.customizations.health.sailoperator.io_Istio": "…" } })],
      [],
    ],
    ["in the ConfigMap", [configured("sailoperator.io_Istio")], []],
    ["for all kinds of a group", [configured("*.io_*")], []],
    ["for another group", [configured("apps_Deployment")], unheld],
    ["in one map of the ConfigMap", [inOneMap("sailoperator.io/*", "health.lua")], []],
    ["in one map, for something else", [inOneMap("sailoperator.io/*", "ignoreDifferences")], unheld],
    ["in the values of its chart", [chart], []],
  ])("%s", (_what, more, expected) => {
    expectState("DEL002", setOf("openshift", [revised, tag, ...more]), expected);
  });

  test("one of an Istio that is moved in place says for seconds what was so before", () => {
    const check = cr({ resourceHealthChecks: [{ group: "sailoperator.io", kind: "*" }] });
    expectState("DEL002", setOf("openshift", [...sails("1", "1", "2"), check]), [
      ["warning", "Istio/default", "but Argo CD may go on before this works (health check that Argo CD is given here"],
      ["warning", "IstioCNI/default", "for seconds after a change that is still the old word"],
    ]);
  });
});

describe("DEL002", () => {
  const unheld: Expected[] = [
    ["warning", "Istio/default", "ZTunnel/default comes in a later wave, but Argo CD does not wait until this works"],
    ["warning", "IstioCNI/default", "ZTunnel/default comes in a later wave"],
  ];

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["without waves", [istio("v1.28.3"), cni("v1.28.3"), ztunnel("v1.28.3")], []],
    ["one wave for all", sails("5", "5", "5"), []],
    ["what two files hold", [...sails("1", "1", "2"), ...sails("1", "1", "2").slice(2)], unheld],
    ["waves without gates", sails("20", "30", "40"), unheld],
    ["waves with gates", [...sails("20", "30", "40"), inWave("25", job("a")), inWave("35", job("b"))], []],
    [
      "CNI before the control plane",
      sails("2", "1", "2"),
      [["warning", "IstioCNI/default", "ZTunnel/default comes in a later wave"]],
    ],
    ["ZTunnel before what it needs, which is WAV001's", sails("2", "2", "1"), []],
    ["a wave that is no number, which is, too", [inWave("two", istio("v1.28.3"))], []],
    [
      "an account that comes after its Job",
      [
        inWave("1", { ...job("a"), spec: { template: { spec: { serviceAccountName: "a" } } } }),
        inWave("2", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "a", namespace: "istio-system" } }),
      ],
      [["warning", "Job/istio-system/a", "in wave 1, before ServiceAccount/istio-system/a (wave 2)"]],
    ],
    [
      "a tag on the revision that the control plane makes",
      tagged("default-v1-28-3"),
      [["warning", "Istio/default", "IstioRevisionTag/stable comes in a later wave"]],
    ],
    ["a tag that still names the revision before", tagged("default-v1-27-5"), []],
    [
      "an object that no sync applies",
      [annotated(inWave("1", istio("v1.28.3")), { "argocd.argoproj.io/hook": "Skip" })],
      [["warning", "Istio/default", "Argo CD never applies it"]],
    ],
  ])("%s", (_name, objects, expected) => {
    expectState("DEL002", setOf("openshift", objects), expected);
  });

  test.each<[string, [string, string, string], [string, string, string], Expected[]]>([
    ["one part", ["20", "30", "40"], ["v1.28.4", "v1.28.3", "v1.28.3"], []],
    [
      "two parts in two waves",
      ["20", "30", "40"],
      ["v1.28.4", "v1.28.4", "v1.28.3"],
      [["warning", "IstioCNI/default", "it moves in the same step as Istio/default"]],
    ],
    ["two parts in one wave", ["20", "20", "20"], ["v1.28.4", "v1.28.4", "v1.28.3"], []],
  ])("a step that moves %s", (_name, waves, [a, b, c], expected) => {
    const after = [inWave(waves[0], istio(a)), inWave(waves[1], cni(b)), inWave(waves[2], ztunnel(c))];
    expectStep("DEL002", { before: setOf("openshift", sails(...waves)), after: setOf("openshift", after) }, expected);
  });

  test("a snapshot of ours", () => {
    expectState("DEL002", inFolders(layers), []);
    const moved = { ...layers, "mesh/40-ztunnel": [inWave("25", ztunnel("v1.28.3"))] };
    expectState("DEL002", inFolders(moved), []);
    const beside = { ...layers, "mesh/40-ztunnel": [inWave("30", ztunnel("v1.28.3"))] };
    expectState("DEL002", inFolders(beside), [
      ["warning", "ZTunnel/default", "Argo CD applies it in wave 30, together with IstioCNI/default"],
    ]);
    const after = {
      ...layers,
      "mesh/20-control-plane": [inWave("20", istio("v1.28.4"))],
      "mesh/30-cni": [inWave("30", cni("v1.28.4"))],
    };
    expectStep("DEL002", { before: inFolders(layers), after: inFolders(after) }, [
      ["warning", "IstioCNI/default", "in the same step as Istio/default"],
    ]);
  });
});

describe("DEL002: waves of Applications", () => {
  const reads = (name: string, path = name): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: { source: { path: `live/prod/${path}` }, destination: { server: "here" } },
  });
  const [istios, nodes] = [sails("1", "1", "2").slice(0, 1), sails("1", "1", "2").slice(1)];
  const two = { plane: istios, nodes };
  const ofNodes: Expected[] = [["warning", "IstioCNI/default", "ZTunnel/default comes in a later wave"]];
  const ofAll: Expected[] = [["warning", "Istio/default", "ZTunnel/default comes in a later wave"], ...ofNodes];

  test.each<[string, Record<string, KubernetesObject[]>, Expected[]]>([
    ["nobody reads them", two, ofAll],
    ["one for each", { ...two, argocd: [reads("plane"), reads("nodes")] }, ofNodes],
    ["one for one of them", { ...two, argocd: [reads("plane")] }, ofNodes],
    ["one for all", { "mesh/plane": istios, "mesh/nodes": nodes, argocd: [reads("mesh")] }, ofAll],
    [
      "two for all",
      { "mesh/plane": istios, "mesh/nodes": nodes, argocd: [reads("mesh"), reads("more", "mesh")] },
      ofAll,
    ],
  ])("%s", (_what, folders, expected) => {
    expectState("DEL002", inFolders(folders), expected);
  });
});
