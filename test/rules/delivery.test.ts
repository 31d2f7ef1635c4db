import { ownedNamespaceProtection } from "../../src/constructs/protection";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { PhaseKind } from "../../src/plan/phase";
import {
  cni,
  configMap,
  type Expected,
  expectState,
  expectStep,
  gateway,
  istio,
  namespace,
  sail,
  sailProtection,
  setOf,
  subscription,
  ztunnel,
} from "./support";

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
  const inPhase: Expected[] = [["error", undefined, "changes in this verify phase"]];
  const none: Expected[] = [["error", undefined, "no object that the engine tracks changes in this step"]];

  test.each<[string, KubernetesObject[], KubernetesObject[], PhaseKind | undefined, Expected[]]>([
    ["something changes", [configMap("a", "shop")], [configMap("a", "shop", { a: 1 })], undefined, []],
    ["something is new", [], [configMap("a", "shop")], undefined, []],
    ["something is gone", [configMap("a", "shop")], [], undefined, []],
    ["nothing changes", [configMap("a", "shop")], [configMap("a", "shop")], undefined, []],
    ["nothing changes in a phase", [configMap("a", "shop")], [configMap("a", "shop")], "verify", inPhase],
    [
      "the order of keys and objects is no change",
      [configMap("a", "shop", { a: 1, b: 2 }), istio("v1.28.3")],
      [istio("v1.28.3"), configMap("a", "shop", { b: 2, a: 1 })],
      "verify",
      inPhase,
    ],
    ["a hook alone", [hook({ a: 1 })], [hook({ a: 2 })], "verify", inPhase],
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

const policy = (name: string, annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name, namespace: "shop", annotations },
  spec: {},
});
const both = { [argo]: "Prune=false,Delete=false", [`${flux}/prune`]: "disabled" };
const marker = configMap("meshstep-east", "istio-system");
const ambientMode = { "istio.io/dataplane-mode": "ambient" };
const olm = (kind: string, name: string): KubernetesObject => ({
  apiVersion: "operators.coreos.com/v1",
  kind,
  metadata: { name, namespace: "sail-operator" },
});
const bare = (kind: string, name = "default"): KubernetesObject => ({ ...sail(kind, {}, name), metadata: { name } });

test.each<[string, KubernetesObject[], Expected[]]>([
  ["as ours are", [istio("v1.28.3")], []],
  ["an owned Namespace", [namespace("shop", {}, ownedNamespaceProtection)], []],
  [
    "a tree that protects nothing: one word for all of it",
    [bare("Istio"), bare("IstioCNI"), bare("ZTunnel"), bare("IstioRevisionTag", "x"), namespace("shop"), policy("a")],
    [
      [
        "warning",
        "Istio/default",
        "nothing keeps an engine from pruning Istio/default and the rest of the mesh: without Prune=false,Delete=false for Argo CD and without kustomize.toolkit.fluxcd.io/prune: disabled for Flux",
      ],
    ],
  ],
  [
    "a tree of Flux: the word is about Flux",
    [
      bare("Istio"),
      { apiVersion: `${flux}/v1`, kind: "Kustomization", metadata: { name: "mesh", namespace: "flux-system" } },
    ],
    [
      [
        "warning",
        "Istio/default",
        "nothing keeps an engine from pruning Istio/default: without kustomize.toolkit.fluxcd.io/prune: disabled for Flux",
      ],
    ],
  ],
  ["a tree without a mesh that protects nothing", [namespace("shop"), policy("a"), gateway("w", "shop")], []],
  [
    "one of many Sail objects",
    [istio("v1.28.3"), bare("IstioCNI")],
    [
      [
        "error",
        "IstioCNI/default",
        "IstioCNI without Prune=false,Delete=false for Argo CD and without kustomize.toolkit.fluxcd.io/prune: disabled for Flux",
      ],
    ],
  ],
  [
    "one of many Namespaces",
    [namespace("shop", ambientMode), namespace("bank", {}, ownedNamespaceProtection), namespace("observability")],
    [["warning", "Namespace/shop", "Namespace without Prune=false,Delete=false"]],
  ],
  [
    "Namespaces that are all kept by half",
    ["bank", "shop"].map((name) => namespace(name, ambientMode, { [argo]: "Prune=false" })).concat(istio("v1.28.3")),
    [
      [
        "warning",
        "Namespace/bank",
        "what keeps an engine from deleting Namespace/bank and others like it is only half of it",
      ],
    ],
  ],
  [
    "that of the operator is worth a word",
    [
      namespace("sail-operator"),
      olm("OperatorGroup", "sail-operator"),
      namespace("bank", {}, ownedNamespaceProtection),
    ],
    [["warning", "Namespace/sail-operator", "Namespace without Prune=false,Delete=false"]],
  ],
  [
    "those in which the mesh runs, and has configuration",
    [
      istio("v1.28.3"),
      policy("a", both),
      ...["istio-system", "shop"].map((name) => namespace(name)),
      namespace("bank", {}, ownedNamespaceProtection),
    ],
    [
      ["error", "Namespace/istio-system", "Namespace without Prune=false,Delete=false"],
      ["warning", "Namespace/shop", "Namespace without Prune=false,Delete=false"],
    ],
  ],
  [
    "one of many waypoints, routes and policies",
    [policy("a", both), gateway("w", "shop"), policy("b")],
    [
      ["warning", "AuthorizationPolicy/shop/b", "AuthorizationPolicy without Prune=false"],
      ["error", "Gateway/shop/w", "Gateway without Prune=false"],
    ],
  ],
  [
    "a tenant's route beside waypoints that are kept",
    [
      istio("v1.28.3"),
      { ...gateway("w", "shop"), metadata: { name: "w", namespace: "shop", annotations: both } },
      policy("b"),
    ],
    [],
  ],
  [
    "all of them where meshstep wrote the tree",
    [marker, istio("v1.28.3"), gateway("w", "shop"), policy("b", both)],
    [["error", "Gateway/shop/w", "Gateway without Prune=false"]],
  ],
  [
    "a choice of the user's is said, and is no error",
    [
      marker,
      policy("a", { ...both, [argo]: "Prune=true,Delete=false" }),
      policy("b", { ...both, [`${flux}/prune`]: "enabled" }),
    ],
    [
      ["warning", "AuthorizationPolicy/shop/a", "AuthorizationPolicy with Prune=true: that is kept"],
      ["warning", "AuthorizationPolicy/shop/b", "with kustomize.toolkit.fluxcd.io/prune: enabled"],
    ],
  ],
  [
    "no such choice for what the mesh stands on",
    [istio("v1.28.3"), annotated({ ...both, [argo]: "Prune=true,Delete=false" }, "ZTunnel")],
    [["error", "ZTunnel/default", "ZTunnel without Prune=false for Argo CD"]],
  ],
  [
    "no Delete=false",
    [annotated({ ...sailProtection, [argo]: "Prune=false" })],
    [["warning", "Istio/default", "Istio without Delete=false for Argo CD"]],
  ],
  [
    "no Prune=false",
    [annotated({ ...sailProtection, [argo]: "Delete=false, Prune=true" })],
    [["error", "Istio/default", "without Prune=false for Argo CD"]],
  ],
  ["a person is asked first", [annotated({ ...sailProtection, [argo]: "Prune=confirm,Delete=confirm" })], []],
  ["spaces in the list", [annotated({ ...sailProtection, [argo]: "Prune=false, Delete=false" })], []],
  ["Argo CD only, complete", [annotated({ [argo]: "Prune=false,Delete=false" })], []],
  [
    "Argo CD only, complete, but ours serve both",
    [marker, annotated({ [argo]: "Prune=false,Delete=false" })],
    [["warning", "Istio/default", "Istio without kustomize.toolkit.fluxcd.io/prune: disabled for Flux"]],
  ],
  [
    "Argo CD only, half",
    [annotated({ [argo]: "Prune=false" })],
    [["warning", "Istio/default", "Istio without Delete=false for Argo CD"]],
  ],
  ["Flux only, complete", [annotated({ [`${flux}/prune`]: "disabled" })], []],
  [
    "Flux does not reconcile it",
    [annotated({ [`${flux}/reconcile`]: "disabled", [argo]: "Prune=false,Delete=false" })],
    [],
  ],
  ["Flux ignores it", [annotated({ [`${flux}/ssa`]: "Ignore", [argo]: "Prune=false,Delete=false" })], []],
  [
    "both speak, Flux incomplete",
    [annotated({ [`${flux}/ssa`]: "Merge", [argo]: "Prune=false,Delete=false" })],
    [["error", "Istio/default", "for Flux"]],
  ],
  [
    "a hold is let go by a clean-up",
    [
      istio("v1.28.3"),
      { ...bare("IstioRevisionTag", "hold"), spec: { targetRef: { kind: "IstioRevision", name: "x" } } },
    ],
    [],
  ],
  [
    "a tag that follows Istio is none",
    [istio("v1.28.3"), { ...bare("IstioRevisionTag", "default"), spec: { targetRef: { kind: "Istio", name: "x" } } }],
    [["error", "IstioRevisionTag/default", "IstioRevisionTag without"]],
  ],
  [
    "what an object of the cluster owns",
    [
      istio("v1.28.3"),
      {
        ...bare("IstioRevision", "x"),
        metadata: { name: "x", ownerReferences: [{ kind: "Istio" }] } as unknown as KubernetesObject["metadata"],
      },
    ],
    [],
  ],
  ["an object of somebody else", [marker, configMap("a", "shop")], []],
])("DEL004: %s", (_what, objects, expected) => {
  expectState("DEL004", setOf("sail", objects), expected);
});

test.each<[string, KubernetesObject[], Expected[]]>([
  ["as ours are", [istio("v1.28.3"), ztunnel("v1.28.3")], []],
  ["nothing at all, and nothing that brings the CRD", [annotated({})], []],
  [
    "nothing at all beside the Subscription",
    [annotated({ "argocd.argoproj.io/sync-wave": "1" }), subscription(), policy("a")],
    [
      [
        "warning",
        "AuthorizationPolicy/shop/a",
        "AuthorizationPolicy/shop/a, Istio/default beside the Subscription that brings their CRDs",
      ],
    ],
  ],
  ["nothing at all beside the Subscription, and no sign of Argo CD", [annotated({}), subscription(), policy("a")], []],
  [
    "one of many",
    [annotated({ [argo]: "Prune=false" }, "ZTunnel"), istio("v1.28.3")],
    [["error", "ZTunnel/default", "ZTunnel without SkipDryRunOnMissingResource=true"]],
  ],
  [
    "a policy among ours",
    [marker, istio("v1.28.3"), policy("a", both), gateway("w", "shop")],
    [["error", "AuthorizationPolicy/shop/a", "AuthorizationPolicy without SkipDryRunOnMissingResource=true"]],
  ],
  [
    "a policy of another tree, which may arrive by a sync of its own",
    [istio("v1.28.3"), policy("a")],
    [["warning", "AuthorizationPolicy/shop/a", "AuthorizationPolicy/shop/a without SkipDryRunOnMissingResource=true"]],
  ],
  [
    "switched off",
    [annotated({ [argo]: "SkipDryRunOnMissingResource=false" }), cni("v1.28.3")],
    [["error", "Istio/default", "SkipDryRun"]],
  ],
  ["Flux only", [marker, annotated({ [`${flux}/prune`]: "disabled" })], []],
  ["the CRD is in the same sync", [marker, annotated({}), crd("Istio")], []],
  [
    "another CRD is",
    [marker, annotated({}), crd("ZTunnel")],
    [["error", "Istio/default", "its CRD is not among these manifests"]],
  ],
  [
    "a CRD of another group is",
    [marker, annotated({}), crd("Istio", "operator.tigera.io")],
    [["error", "Istio/default", "its CRD"]],
  ],
  ["a kind of another group", [marker, { ...annotated({}), apiVersion: "operator.tigera.io/v1" }], []],
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
    [
      "one is gone from a folder that is no phase",
      [a, b],
      [a],
      undefined,
      [["warning", "ConfigMap/shop/b", "is gone"]],
    ],
    ["clean-up", [a, b], [a], "clean-up", []],
    ["the same name elsewhere", [a], [configMap("a", "other")], "verify", [["error", "ConfigMap/shop/a", "is gone"]]],
    [
      "the same name, another group",
      [istio("v1.28.3")],
      [{ ...istio("v1.28.3"), apiVersion: "example.com/v1" }],
      "verify",
      [["error", "Istio/default", "Istio default is gone from the manifests: its annotations keep it in the cluster"]],
    ],
    [
      "one with another name comes",
      [istio("v1.28.3")],
      [{ ...istio("v1.28.3"), metadata: { ...istio("v1.28.3").metadata, name: "blue" } }],
      undefined,
      [["error", "Istio/default", "after it; Istio blue is new, a control plane of its own"]],
    ],
    [
      "protected for the one engine that it speaks to",
      [policy("a", { [`${flux}/prune`]: "disabled" }), policy("b", { [argo]: "Prune=false" })],
      [],
      "verify",
      [
        ["error", "AuthorizationPolicy/shop/a", "keep it in the cluster"],
        ["error", "AuthorizationPolicy/shop/b", "keep it in the cluster"],
      ],
    ],
    [
      "protected when its Application goes, and not when it does",
      [policy("b", { [argo]: "Delete=false" })],
      [],
      "verify",
      [["error", "AuthorizationPolicy/shop/b", "both engines delete what is missing"]],
    ],
    ["another version of the API", [ztunnel("v1.27.3", undefined, "v1alpha1")], [ztunnel("v1.27.3")], "ztunnel", []],
    [
      "rights of Jobs that are not needed any more",
      [configMap("meshstep-prod-labels", "shop")].map((one) => ({ ...one, kind: "Role" })),
      [],
      "verify",
      [],
    ],
    [
      "the marker",
      [configMap("meshstep-prod", "istio-system")],
      [],
      "verify",
      [["error", "ConfigMap/istio-system/meshstep-prod", "is gone"]],
    ],
    ["a hook", [configMap("a", "shop", {}, { "argocd.argoproj.io/hook": "Sync" })], [], "verify", []],
  ])("%s", (_what, before, after, kind, expected) => {
    expectStep(
      "SNAP002",
      { before: setOf("sail", before), after: setOf("sail", after), ...(kind && { kind }) },
      expected,
    );
  });

  test("walked back, what a phase of ours has brought is left to people; what nothing protects is deleted with the Jobs' own", () => {
    const at = (phase: string) => ({
      ...configMap("meshstep-prod", "istio-system"),
      data: { mesh: "prod", plan: "p", phase },
    });
    const gateway = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: {
        name: "wp",
        namespace: "shop",
        annotations: {
          "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
          "kustomize.toolkit.fluxcd.io/prune": "disabled",
        },
      },
    };
    const [early, late] = [
      [at("01-waypoints")],
      [at("02-routing"), gateway, configMap("meshstep-prod-labels", "istio-system")],
    ];
    const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
      before: setOf("sail", before),
      after: setOf("sail", after),
    });
    expectStep("SNAP002", step(late, early), [["warning", "Gateway/shop/wp", "Gateway wp is gone from the manifests"]]);
    expectStep("SNAP002", step([at("00-baseline"), gateway], early), [
      ["error", "Gateway/shop/wp", "Gateway wp is gone from the manifests"],
    ]);
  });
});

describe("DEL007: what becomes of a hook", () => {
  const argoHook = "argocd.argoproj.io/hook";
  const policy = `${argoHook}-delete-policy`;
  const first = "every sync deletes it before it applies it anew: the operator deletes istiod";

  test.each<[string, KubernetesObject, string | undefined]>([
    ["before each sync", annotated({ [argoHook]: "PreSync" }), first],
    ["one of several moments", annotated({ [argoHook]: "SyncFail, PostSync" }), first],
    ["as it is by default", annotated({ [argoHook]: "Sync", [policy]: "BeforeHookCreation,HookSucceeded" }), first],
    ["by a policy that is none", annotated({ [argoHook]: "Sync", [policy]: "Never" }), first],
    [
      "deleted at once",
      annotated({ [argoHook]: "Sync", [policy]: "HookSucceeded" }),
      "every sync deletes it again once it is applied: the operator deletes istiod",
    ],
    ["kept unless it fails", annotated({ [argoHook]: "Sync", [policy]: "HookFailed" }), "tracked by nobody"],
    ["where the sync fails", annotated({ [argoHook]: "SyncFail" }), "tracked by nobody"],
    ["left out", annotated({ [argoHook]: "Skip" }), undefined],
    ["of Helm", annotated({ "helm.sh/hook": "pre-install,pre-upgrade" }), "every upgrade deletes it before"],
    [
      "of Helm, deleted at once",
      annotated({ "helm.sh/hook": "post-upgrade", "helm.sh/hook-delete-policy": "hook-succeeded" }),
      "every upgrade deletes it again",
    ],
    ["a Namespace", namespace("shop", {}, { [argoHook]: "PreSync" }), "everything in it is deleted, too"],
  ])("%s", (_what, object, part) => {
    const id = object.kind === "Namespace" ? "Namespace/shop" : "Istio/default";
    expectState("DEL007", setOf("sail", [object]), part === undefined ? [] : [["error", id, part]]);
  });
});
