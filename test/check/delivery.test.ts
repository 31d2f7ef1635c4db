import { ownedNamespaceProtection, sailProtection } from "../../src/constructs/protection";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { PhaseKind } from "../../src/plan/phase";
import { configMap, type Expected, expectState, expectStep, istio, namespace, sail, setOf, ztunnel } from "./support";

const argo = "argocd.argoproj.io/sync-options";
const flux = "kustomize.toolkit.fluxcd.io";
const annotated = (annotations: Record<string, string>, kind = "Istio"): KubernetesObject => ({
  ...sail(kind, {}),
  metadata: { name: "default", annotations },
});
const crd = (kind: string, group = "sailoperator.io"): KubernetesObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${kind.toLowerCase()}s.${group}` },
  spec: { group, names: { kind } },
});

describe("DEL003", () => {
  const hook = (data: object) => configMap("hook", "shop", data, { "argocd.argoproj.io/hook": "Sync" });
  const none: Expected[] = [["error", undefined, "no object that the engine tracks changes in this step"]];

  test.each<[string, KubernetesObject[], KubernetesObject[], PhaseKind | undefined, Expected[]]>([
    ["something changes", [configMap("a", "shop")], [configMap("a", "shop", { a: 1 })], undefined, []],
    ["something is new", [], [configMap("a", "shop")], undefined, []],
    ["something is gone", [configMap("a", "shop")], [], undefined, []],
    ["nothing changes", [configMap("a", "shop")], [configMap("a", "shop")], undefined, none],
    ["nothing at all", [], [], undefined, none],
    [
      "the order of keys and objects is no change",
      [configMap("a", "shop", { a: 1, b: 2 }), istio("v1.28.3")],
      [istio("v1.28.3"), configMap("a", "shop", { b: 2, a: 1 })],
      undefined,
      none,
    ],
    [
      "a hook alone",
      [hook({ a: 1 })],
      [hook({ a: 2 })],
      "verify",
      [["error", undefined, "changes in this verify phase"]],
    ],
    ["a Helm hook alone", [], [configMap("a", "shop", {}, { "helm.sh/hook": "post-install" })], undefined, none],
    ["the API version of an object", [ztunnel("v1.27.3", undefined, "v1alpha1")], [ztunnel("v1.27.3")], undefined, []],
  ])("%s", (_what, before, after, kind, expected) => {
    expectStep(
      "DEL003",
      { before: setOf("sail", before), after: setOf("sail", after), ...(kind && { kind }) },
      expected,
    );
  });
});

test.each<[string, KubernetesObject, Expected[]]>([
  ["as ours are", istio("v1.28.3"), []],
  ["an owned Namespace", namespace("shop", {}, ownedNamespaceProtection), []],
  [
    "nothing at all",
    annotated({}),
    [
      [
        "error",
        "Istio/default",
        "Istio without Prune=false,Delete=false for Argo CD and without kustomize.toolkit.fluxcd.io/prune: disabled for Flux",
      ],
    ],
  ],
  ["a bare Namespace", namespace("shop"), [["error", "Namespace/shop", "Namespace without Prune=false,Delete=false"]]],
  ["a tag", annotated({}, "IstioRevisionTag"), [["error", "IstioRevisionTag/default", "IstioRevisionTag without"]]],
  [
    "no Delete=false",
    annotated({ ...sailProtection, [argo]: "Prune=false" }),
    [["error", "Istio/default", "Istio without Delete=false for Argo CD"]],
  ],
  [
    "no Prune=false",
    annotated({ ...sailProtection, [argo]: "Delete=false, Prune=true" }),
    [["error", "Istio/default", "without Prune=false for Argo CD"]],
  ],
  ["a person is asked first", annotated({ ...sailProtection, [argo]: "Prune=confirm,Delete=confirm" }), []],
  ["spaces in the list", annotated({ ...sailProtection, [argo]: "Prune=false, Delete=false" }), []],
  [
    "Argo CD only, complete",
    annotated({ [argo]: "Prune=false,Delete=false" }),
    [["warning", "Istio/default", "Istio without kustomize.toolkit.fluxcd.io/prune: disabled for Flux"]],
  ],
  [
    "Argo CD only, half",
    annotated({ [argo]: "Prune=false" }),
    [["error", "Istio/default", "without Delete=false for Argo CD and without"]],
  ],
  [
    "Flux only, complete",
    annotated({ [`${flux}/prune`]: "disabled" }),
    [["warning", "Istio/default", "Istio without Prune=false,Delete=false for Argo CD"]],
  ],
  [
    "Flux does not reconcile it",
    annotated({ [`${flux}/reconcile`]: "disabled", [argo]: "Prune=false,Delete=false" }),
    [],
  ],
  ["Flux ignores it", annotated({ [`${flux}/ssa`]: "Ignore", [argo]: "Prune=false,Delete=false" }), []],
  [
    "both speak, Flux incomplete",
    annotated({ [`${flux}/ssa`]: "Merge", [argo]: "Prune=false,Delete=false" }),
    [["error", "Istio/default", "for Flux"]],
  ],
  ["an object of somebody else", configMap("a", "shop"), []],
])("DEL004: %s", (_what, object, expected) => {
  expectState("DEL004", setOf("sail", [object]), expected);
});

test.each<[string, KubernetesObject[], Expected[]]>([
  ["as ours are", [istio("v1.28.3"), ztunnel("v1.28.3")], []],
  ["nothing at all", [annotated({})], [["error", "Istio/default", "Istio without SkipDryRunOnMissingResource=true"]]],
  [
    "other options",
    [annotated({ [argo]: "Prune=false" }, "ZTunnel")],
    [["error", "ZTunnel/default", "ZTunnel without"]],
  ],
  [
    "switched off",
    [annotated({ [argo]: "SkipDryRunOnMissingResource=false" })],
    [["error", "Istio/default", "SkipDryRun"]],
  ],
  ["Flux only", [annotated({ [`${flux}/prune`]: "disabled" })], [["warning", "Istio/default", "SkipDryRun"]]],
  ["the CRD is in the same sync", [annotated({}), crd("Istio")], []],
  [
    "another CRD is",
    [annotated({}), crd("ZTunnel")],
    [["error", "Istio/default", "its CRD is not among these manifests"]],
  ],
  [
    "a CRD of another group is",
    [annotated({}), crd("Istio", "operator.tigera.io")],
    [["error", "Istio/default", "its CRD"]],
  ],
  ["a kind of another group", [{ ...annotated({}), apiVersion: "operator.tigera.io/v1" }], []],
])("DEL005: %s", (_what, objects, expected) => {
  expectState("DEL005", setOf("sail", objects), expected);
});

describe("SNAP002", () => {
  const a = configMap("a", "shop");
  const b = configMap("b", "shop");

  test.each<[string, KubernetesObject[], KubernetesObject[], PhaseKind | undefined, Expected[]]>([
    ["all there", [a, b], [b, a], "verify", []],
    ["more than before", [a], [a, b], "verify", []],
    [
      "one is gone",
      [a, b],
      [a],
      "verify",
      [["error", "ConfigMap/shop/b", "ConfigMap b is gone: both engines delete what is missing"]],
    ],
    ["one is gone from a folder that is no phase", [a, b], [a], undefined, [["error", "ConfigMap/shop/b", "is gone"]]],
    ["clean-up", [a, b], [a], "clean-up", []],
    ["the same name elsewhere", [a], [configMap("a", "other")], "verify", [["error", "ConfigMap/shop/a", "is gone"]]],
    [
      "the same name, another group",
      [istio("v1.28.3")],
      [{ ...istio("v1.28.3"), apiVersion: "example.com/v1" }],
      "verify",
      [["error", "Istio/default", "is gone"]],
    ],
    ["another version of the API", [ztunnel("v1.27.3", undefined, "v1alpha1")], [ztunnel("v1.27.3")], "ztunnel", []],
    ["a hook", [configMap("a", "shop", {}, { "argocd.argoproj.io/hook": "Sync" })], [], "verify", []],
  ])("%s", (_what, before, after, kind, expected) => {
    expectStep(
      "SNAP002",
      { before: setOf("sail", before), after: setOf("sail", after), ...(kind && { kind }) },
      expected,
    );
  });
});
