import type { KubernetesObject } from "../../src/mesh/mesh";
import type { PhaseKind } from "../../src/plan/phase";
import { type Expected, expectState, expectStep, istio, rule, sail, setOf, ztunnel } from "./support";

test.each<[string, KubernetesObject, Expected[]]>([
  ["ZTunnel default", ztunnel("v1.28.3"), []],
  ["another ZTunnel", sail("ZTunnel", {}, "mine"), [["error", "ZTunnel/mine", "the ZTunnel is called mine"]]],
  ["another IstioCNI", sail("IstioCNI", {}, "cni"), [["error", "IstioCNI/cni", "the IstioCNI is called cni"]]],
  ["Istio may be called anything", sail("Istio", {}, "prod"), []],
])("ZTN001: %s", (_what, object, expected) => {
  expectState("ZTN001", setOf("sail", [object]), expected);
});

describe("ZTN002", () => {
  const prod = istio("v1.28.3", { namespace: "mesh-prod" }, "prod");
  const canary = istio("v1.28.3", { updateStrategy: { type: "RevisionBased" } }, "canary");
  const connected = (revision: string, istioNamespace?: string) =>
    ztunnel("v1.28.3", { revision, ...(istioNamespace && { istioNamespace }) });
  const referred = (ztunnel: object) =>
    sail("ZTunnel", { version: "v1.30.3", targetRef: { kind: "Istio", name: "prod" }, values: { ztunnel } });
  const lost = (address: string, istiod: string): Expected[] => [
    ["error", "ZTunnel/default", `it connects to ${address}, and the control plane here is ${istiod}`],
  ];

  test.each<[string, KubernetesObject[], Expected[]]>([
    ["the usual one", [istio("v1.28.3"), ztunnel("v1.28.3")], []],
    ["no control plane here", [ztunnel("v1.28.3")], []],
    ["another name and namespace", [prod, ztunnel("v1.28.3")], lost("istiod.istio-system", "istiod-prod.mesh-prod")],
    ["the namespace is missing", [prod, connected("prod")], lost("istiod-prod.istio-system", "istiod-prod.mesh-prod")],
    ["both are there", [prod, connected("prod", "mesh-prod")], []],
    [
      "the name default spelt out",
      [istio("v1.28.3"), connected("default")],
      lost("istiod-default.istio-system", "istiod.istio-system"),
    ],
    ["an empty revision", [istio("v1.28.3"), connected("")], []],
    ["one of two control planes", [prod, istio("v1.28.3"), ztunnel("v1.28.3")], []],
    [
      "RevisionBased without a revision",
      [canary, ztunnel("v1.28.3")],
      lost("istiod.istio-system", "istiod-canary-v1-28-3.istio-system"),
    ],
    [
      "RevisionBased by the object's name",
      [canary, connected("canary")],
      lost("istiod-canary.istio-system", "istiod-canary-v1-28-3.istio-system"),
    ],
    ["RevisionBased", [canary, connected("canary-v1-28-3")], []],
    ["RevisionBased, still at the revision before", [canary, connected("canary-v1-27-5")], []],
    [
      "a revision before in another namespace",
      [canary, connected("canary-v1-27-5", "mesh")],
      lost("istiod-canary-v1-27-5.mesh", "istiod-canary-v1-28-3.istio-system"),
    ],
    [
      "an IstioRevision",
      [sail("IstioRevision", { version: "v1.28.3", namespace: "mesh" }, "a"), connected("a", "mesh")],
      [],
    ],
    ["targetRef", [prod, sail("ZTunnel", { version: "v1.28.3", targetRef: { kind: "Istio", name: "prod" } })], []],
    [
      "targetRef, and a revision that wins over it",
      [prod, referred({ revision: "old" })],
      lost("istiod-old", "istiod-prod.mesh-prod"),
    ],
    ["targetRef, and its own revision", [prod, referred({ revision: "prod" })], []],
    [
      "targetRef, and a namespace that wins over it",
      [prod, referred({ istioNamespace: "mesh" })],
      lost("istiod.mesh", "istiod-prod.mesh-prod"),
    ],
    [
      "targetRef, and an address that wins over it",
      [prod, referred({ xdsAddress: "istiod-prod.mesh.svc:15012" })],
      lost("istiod-prod.mesh", "istiod-prod.mesh-prod"),
    ],
    ["an address of another host", [prod, referred({ xdsAddress: "istiod.example.com:15012" })], []],
    ["the Service of a tag", [prod, referred({ xdsAddress: "istiod-revision-tag-prod.mesh-prod.svc:15012" })], []],
    [
      "the namespace among the global values",
      [
        istio("v1.28.3", { namespace: "mesh" }),
        sail("ZTunnel", { version: "v1.28.3", values: { global: { istioNamespace: "mesh" } } }),
      ],
      [],
    ],
    ["an address of its own", [prod, ztunnel("v1.28.3", { xdsAddress: "istiod-prod.mesh-prod.svc:15012" })], []],
  ])("%s", (_what, objects, expected) => {
    expectState("ZTN002", setOf("sail", objects), expected);
  });

  test("says which values to set", () => {
    const [found] = rule("ZTN002").state?.(setOf("sail", [prod, ztunnel("v1.28.3")])) ?? [];
    expect(found?.hint).toBe("Set spec.values.ztunnel.revision: prod and istioNamespace: mesh-prod.");
    const [spelt] = rule("ZTN002").state?.(setOf("sail", [istio("v1.28.3"), connected("default")])) ?? [];
    expect(spelt?.hint).toBe('Set spec.values.ztunnel.revision: "" and istioNamespace: istio-system.');
  });
});

describe("ZTN003", () => {
  const pilot = (values: object, more: object = {}) => istio("v1.28.3", { values: { pilot: values, ...more } });
  const trusted = (name: string) => pilot({ trustedZtunnelNamespace: name });
  const inNamespace = (name: string) => sail("ZTunnel", { version: "v1.28.3", namespace: name });

  test.each<[string, string, KubernetesObject[], Expected[]]>([
    ["equal", "sail", [trusted("ztunnel"), inNamespace("ztunnel")], []],
    ["ZTunnel's default namespace", "sail", [trusted("ztunnel"), ztunnel("v1.28.3")], []],
    [
      "different",
      "sail",
      [trusted("kube-system"), inNamespace("ztunnel")],
      [["error", "Istio/default", "pilot.trustedZtunnelNamespace is kube-system, and ZTunnel runs in ztunnel"]],
    ],
    [
      "not set",
      "sail",
      [istio("v1.28.3"), ztunnel("v1.28.3")],
      [
        [
          "error",
          "Istio/default",
          "not set and so is istio-system (its default, the control plane's namespace), and ZTunnel runs in ztunnel",
        ],
      ],
    ],
    ["not set, same namespace", "sail", [istio("v1.28.3"), inNamespace("istio-system")], []],
    [
      "not set, same namespace, not the usual one",
      "sail",
      [istio("v1.28.3", { namespace: "mesh" }), inNamespace("mesh")],
      [],
    ],
    [
      "not set on OpenShift",
      "openshift",
      [istio("v1.28.4"), inNamespace("istio-system")],
      [["error", "Istio/default", "kube-system (its default on OpenShift)"]],
    ],
    ["not set on OpenShift, ztunnel there", "openshift", [istio("v1.28.4"), inNamespace("kube-system")], []],
    [
      "upstream on OpenShift",
      "sail",
      [istio("v1.28.3", { values: { global: { platform: "openshift" } } }), inNamespace("kube-system")],
      [],
    ],
    [
      "the variable that it replaced",
      "sail",
      [pilot({ env: { CA_TRUSTED_NODE_ACCOUNTS: "other/ztunnel, ztunnel/ztunnel" } }), ztunnel("v1.28.3")],
      [],
    ],
    [
      "the variable, wrong",
      "sail",
      [
        pilot({ trustedZtunnelNamespace: "ztunnel", env: { CA_TRUSTED_NODE_ACCOUNTS: "istio-system/ztunnel" } }),
        ztunnel("v1.28.3"),
      ],
      [["error", "Istio/default", "CA_TRUSTED_NODE_ACCOUNTS is istio-system/ztunnel"]],
    ],
    ["no ZTunnel", "sail", [istio("v1.28.3")], []],
    ["no Istio", "sail", [ztunnel("v1.28.3")], []],
  ])("%s", (_what, where, objects, expected) => {
    expectState("ZTN003", setOf(where, objects), expected);
  });
});

describe("ZTN004", () => {
  const onDelete = { updateStrategy: { type: "OnDelete" } };

  test.each<[string, KubernetesObject, KubernetesObject, Expected[]]>([
    ["version alone", ztunnel("v1.28.0"), ztunnel("v1.28.3"), []],
    ["setting alone", ztunnel("v1.28.0"), ztunnel("v1.28.0", { terminationGracePeriodSeconds: 300 }), []],
    [
      "grace period with the version",
      ztunnel("v1.28.0"),
      ztunnel("v1.28.3", { terminationGracePeriodSeconds: 300 }),
      [
        [
          "error",
          "ZTunnel/default",
          "terminationGracePeriodSeconds changes together with spec.version (v1.28.0 to v1.28.3)",
        ],
      ],
    ],
    [
      "update strategy with the version",
      ztunnel("v1.28.0"),
      ztunnel("v1.28.3", onDelete),
      [["error", "ZTunnel/default", "updateStrategy changes"]],
    ],
    [
      "OnDelete lost with the version",
      ztunnel("v1.28.0", onDelete),
      ztunnel("v1.28.3"),
      [["error", "ZTunnel/default", "the DaemonSet rolls over all nodes by itself"]],
    ],
    [
      "both",
      ztunnel("v1.28.0"),
      ztunnel("v1.28.3", { terminationGracePeriodSeconds: 60, ...onDelete }),
      [["error", "ZTunnel/default", "terminationGracePeriodSeconds and updateStrategy change together"]],
    ],
    ["a setting that stays", ztunnel("v1.28.0", onDelete), ztunnel("v1.28.3", onDelete), []],
    [
      "a default spelt out",
      ztunnel("v1.28.0"),
      ztunnel("v1.28.3", { terminationGracePeriodSeconds: 30, updateStrategy: { type: "RollingUpdate" } }),
      [],
    ],
    [
      "how far it may surge",
      ztunnel("v1.28.0"),
      ztunnel("v1.28.3", { updateStrategy: { rollingUpdate: { maxSurge: 2 } } }),
      [["error", "ZTunnel/default", "updateStrategy"]],
    ],
    ["the v is no change of version", ztunnel("1.28.3"), ztunnel("v1.28.3", onDelete), []],
    ["another value", ztunnel("v1.28.0"), ztunnel("v1.28.3", { logLevel: "debug" }), []],
    [
      "the API version moves, too",
      ztunnel("v1.26.8", {}, "v1alpha1"),
      ztunnel("v1.27.3", onDelete),
      [["error", "ZTunnel/default", "updateStrategy"]],
    ],
  ])("%s", (_what, before, after, expected) => {
    expectStep("ZTN004", { before: setOf("sail", [before]), after: setOf("sail", [after]) }, expected);
  });
});

describe("ZTN005", () => {
  const onDelete = { updateStrategy: { type: "OnDelete" } };
  const phase: { kind?: PhaseKind } = { kind: "ztunnel" };
  const says = "v1.28.3 with updateStrategy OnDelete";

  test.each<[string, KubernetesObject, KubernetesObject, { kind?: PhaseKind; replacedByHand?: boolean }, Expected[]]>([
    [
      "nobody replaces the pods",
      ztunnel("v1.28.0", onDelete),
      ztunnel("v1.28.3", onDelete),
      phase,
      [["error", "ZTunnel/default", says]],
    ],
    [
      "not for now",
      ztunnel("v1.28.0", onDelete),
      ztunnel("v1.28.3", onDelete),
      { ...phase, replacedByHand: false },
      [["error", "ZTunnel/default", says]],
    ],
    ["people do", ztunnel("v1.28.0", onDelete), ztunnel("v1.28.3", onDelete), { ...phase, replacedByHand: true }, []],
    [
      "a folder that is no phase",
      ztunnel("v1.28.0", onDelete),
      ztunnel("v1.28.3", onDelete),
      {},
      [["warning", "ZTunnel/default", says]],
    ],
    ["the version stays", ztunnel("v1.28.3"), ztunnel("v1.28.3", onDelete), phase, []],
    ["a rolling update", ztunnel("v1.28.0"), ztunnel("v1.28.3"), phase, []],
    ["no longer OnDelete", ztunnel("v1.28.0", onDelete), ztunnel("v1.28.3"), phase, []],
  ])("%s", (_what, before, after, more, expected) => {
    expectStep("ZTN005", { before: setOf("sail", [before]), after: setOf("sail", [after]), ...more }, expected);
  });
});

describe("ZTN006 beside a control plane that ZTunnel names", () => {
  const plane = istio("v1.30.3", {
    values: { global: { multiCluster: { clusterName: "west" }, network: "net-west" } },
  });
  const named = (values: object) =>
    sail("ZTunnel", { version: "v1.30.3", targetRef: { kind: "Istio", name: "default" }, values });
  test.each<[string, object, Expected[]]>([
    ["what is left out the operator takes from there", {}, []],
    ["an empty one counts as left out", { ztunnel: { network: "" } }, []],
    ["the same in its own place", { ztunnel: { network: "net-west", multiCluster: { clusterName: "west" } } }, []],
    [
      "another network in its own place",
      { ztunnel: { network: "net-east" } },
      [["warning", "ZTunnel/default", "ztunnel.network is net-east"]],
    ],
    [
      "another network among the values for all charts",
      { global: { network: "net-east" } },
      [["warning", "ZTunnel/default", "spec.values.global.network is net-east, and"]],
    ],
    [
      "another cluster",
      { ztunnel: { multiCluster: { clusterName: "east" } } },
      [["error", "ZTunnel/default", "clusterName is east"]],
    ],
  ])("%s", (_what, values, expected) => expectState("ZTN006", setOf("sail", [plane, named(values)]), expected));
});
