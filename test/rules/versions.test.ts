import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { ManifestSet } from "../../src/rules/rule";
import { checkState, checkStep } from "../../src/rules/run";
import { describeWithCrds } from "../support/crd-folders";
import { validateObject } from "../support/crds";
import { setsFor } from "../support/objects";
import {
  cni,
  type Expected,
  expectState,
  expectStep,
  istio,
  rule,
  sail,
  setOf,
  subscription,
  ztunnel,
} from "./support";

const revisionBased = { updateStrategy: { type: "RevisionBased" } };
const grace = { terminationGracePeriodSeconds: 300 };
const onDelete = { updateStrategy: { type: "OnDelete" } };

test("VER004: a version that a step takes away is an upgrade to the default, where that is another one", () => {
  const without: KubernetesObject = { ...istio("v1.28.1"), spec: { namespace: "istio-system" } };
  const moved = (version: string, where = "sail 1.28.3") =>
    ({ before: setOf(where, [istio(version)]), after: setOf(where, [without]) }) as const;
  expectStep("VER004", moved("v1.28.1"), [["error", "Istio/default", "the operator release that is there, v1.28.3"]]);
  expectStep("VER004", moved("v1.28.1", "sail"), [["error", "Istio/default", "v1.28.1 is taken away"]]);
  expectStep("VER004", moved("v1.28.3"), []);
  expectStep("VER004", { before: setOf("sail", [without]), after: setOf("sail", [without]) }, []);
});

/** Rule, where, object, what it says. */
type Row = [RuleId, string, string, KubernetesObject, Expected[]];

const rows: Row[] = [
  ["VER001", "a version of the release", "openshift 3.1.2", istio("v1.26.4"), []],
  [
    "VER001",
    "no such version anywhere",
    "openshift 3.1.2",
    istio("v1.25.3"),
    [["error", "Istio/default", "v1.25.3 is not in the OpenShift"]],
  ],
  [
    "VER001",
    "the same, release unknown",
    "openshift",
    cni("v1.25.3"),
    [["error", "IstioCNI/default", "is not in the OpenShift"]],
  ],
  [
    "VER001",
    "a later release's version",
    "openshift 3.1.2",
    istio("v1.26.8"),
    [["error", "Istio/default", "operator release 3.1.2 does not know spec.version v1.26.8"]],
  ],
  ["VER001", "a later release's version, release unknown", "openshift", istio("v1.26.8"), []],
  ["VER001", "end of life is VER002's", "openshift 3.4.1", istio("v1.26.8"), []],
  ["VER001", "without v is VER006's", "openshift 3.1.2", istio("1.26.4"), []],
  ["VER001", "an alias of the release", "openshift 3.1.2", istio("v1.26-latest"), []],
  [
    "VER001",
    "an alias of another release",
    "openshift 3.1.2",
    istio("v1.28-latest"),
    [["error", "Istio/default", "operator release 3.1.2 does not know spec.version v1.28-latest"]],
  ],
  [
    "VER001",
    "an alias of no release",
    "openshift 3.1.2",
    ztunnel("v1.25-latest"),
    [["error", "ZTunnel/default", "v1.25-latest is not in"]],
  ],
  ["VER001", "no version at all", "openshift 3.1.2", istio("newest"), [["error", "Istio/default", "newest is not in"]]],
  [
    "VER001",
    "a number where YAML reads one",
    "openshift 3.1.2",
    sail("Istio", { version: 1.26 }),
    [["error", "Istio/default", "1.26 is not in"]],
  ],
  ["VER001", "version left out", "openshift 3.1.2", sail("Istio", { namespace: "istio-system" }), []],
  ["VER001", "a kind of another group", "openshift 3.1.2", { ...istio("v9"), apiVersion: "example.com/v1" }, []],
  ["VER001", "a tag has no version", "openshift 3.1.2", sail("IstioRevisionTag", { version: "v9" }), []],
  [
    "VER001",
    "control plane only",
    "sail 1.0.0",
    ztunnel("v1.23.5", undefined, "v1alpha1"),
    [["error", "ZTunnel/default", "operator release 1.0.0 installs v1.23.5, but not as ZTunnel"]],
  ],
  ["VER001", "the control plane itself", "sail 1.0.0", istio("v1.23.5"), []],

  ["VER002", "installable", "openshift 3.3.1", istio("v1.26.8"), []],
  [
    "VER002",
    "end of life",
    "openshift 3.4.1",
    istio("v1.26.8"),
    [["error", "Istio/default", "v1.26.8 is end of life in operator release 3.4.1"]],
  ],
  [
    "VER002",
    "an alias that is end of life",
    "sail 1.28.0",
    cni("v1.25-latest"),
    [["error", "IstioCNI/default", "v1.25-latest is end of life"]],
  ],
  ["VER002", "release unknown", "openshift", istio("v1.26.8"), []],
  ["VER002", "unknown is VER001's", "openshift 3.4.1", istio("v1.25.0"), []],

  ["VER004", "exact", "openshift 3.1.2", istio("v1.26.4"), []],
  [
    "VER004",
    "alias",
    "openshift 3.1.2",
    istio("v1.26-latest"),
    [["warning", "Istio/default", "v1.26-latest is a floating alias"]],
  ],
  [
    "VER004",
    "alias of ZTunnel",
    "openshift",
    ztunnel("v1.26-latest"),
    [["warning", "ZTunnel/default", "the operator moves it by itself"]],
  ],
  [
    "VER004",
    "alias under RevisionBased",
    "openshift 3.1.2",
    istio("v1.26-latest", revisionBased),
    [["error", "Istio/default", "default-v1-26-latest"]],
  ],
  ["VER004", "exact under RevisionBased", "openshift 3.1.2", istio("v1.26.4", revisionBased), []],
  [
    "VER004",
    "CNI beside a RevisionBased Istio",
    "openshift 3.1.2",
    cni("v1.26-latest", revisionBased),
    [["warning", "IstioCNI/default", "floating alias"]],
  ],
  [
    "VER004",
    "alias of an IstioRevision",
    "openshift 3.1.2",
    sail("IstioRevision", { version: "v1.26-latest" }),
    [["error", "IstioRevision/default", "exact versions only"]],
  ],

  [
    "VER005",
    "ZTunnel v1 before it was served",
    "openshift 3.1.2",
    ztunnel("v1.26.4"),
    [["error", "ZTunnel/default", "sailoperator.io/v1 of ZTunnel is not served by operator release 3.1.2"]],
  ],
  ["VER005", "ZTunnel v1alpha1 then", "openshift 3.1.2", ztunnel("v1.26.4", undefined, "v1alpha1"), []],
  ["VER005", "ZTunnel v1 once it is served", "openshift 3.2.1", ztunnel("v1.27.3"), []],
  ["VER005", "ZTunnel v1, release unknown", "openshift", ztunnel("v1.26.4", { ...grace, ...onDelete }), []],
  [
    "VER005",
    "an API version of nowhere",
    "openshift",
    ztunnel("v1.26.4", undefined, "v1beta1"),
    [["error", "ZTunnel/default", "is not served by any operator release of OpenShift"]],
  ],
  [
    "VER005",
    "Istio v1alpha1",
    "sail",
    sail("Istio", { version: "v1.26.0" }, "default", "v1alpha1"),
    [["error", "Istio/default", "sailoperator.io/v1alpha1 of Istio"]],
  ],
  [
    "VER005",
    "grace period before it was served",
    "openshift 3.0.3",
    ztunnel("v1.24.6", grace, "v1alpha1"),
    [
      [
        "error",
        "ZTunnel/default",
        "spec.values.ztunnel.terminationGracePeriodSeconds is not served by operator release 3.0.3",
      ],
    ],
  ],
  ["VER005", "grace period once it is served", "openshift 3.1.2", ztunnel("v1.26.4", grace, "v1alpha1"), []],
  [
    "VER005",
    "update strategy before it was served",
    "openshift 3.1.2",
    ztunnel("v1.26.4", onDelete, "v1alpha1"),
    [["error", "ZTunnel/default", "spec.values.ztunnel.updateStrategy is not served"]],
  ],
  ["VER005", "update strategy once it is served", "openshift 3.2.0", ztunnel("v1.27.3", onDelete, "v1alpha1"), []],
  [
    "VER005",
    "targetRef before it was served",
    "sail 1.29.2",
    sail("ZTunnel", { version: "v1.29.2", targetRef: { kind: "Istio", name: "default" } }),
    [["error", "ZTunnel/default", "spec.targetRef is not served by operator release 1.29.2"]],
  ],
  [
    "VER005",
    "targetRef once it is served",
    "sail 1.30.3",
    sail("ZTunnel", { version: "v1.30.3", targetRef: { kind: "Istio", name: "default" } }),
    [],
  ],
  [
    "VER005",
    "targetRef in v1alpha1",
    "sail 1.30.3",
    sail("ZTunnel", { version: "v1.30.3", targetRef: { kind: "Istio", name: "default" } }, "default", "v1alpha1"),
    [["error", "ZTunnel/default", "v1alpha1 of ZTunnel has no spec.targetRef"]],
  ],
  [
    "VER005",
    "profile in v1",
    "sail",
    sail("ZTunnel", { version: "v1.30.3", profile: "ambient" }),
    [["error", "ZTunnel/default", "spec.profile is gone"]],
  ],
  [
    "VER005",
    "profile in v1alpha1",
    "sail 1.30.3",
    sail("ZTunnel", { version: "v1.30.3", profile: "ambient" }, "default", "v1alpha1"),
    [],
  ],
  ["VER005", "profile of Istio", "sail 1.30.3", istio("v1.30.3", { profile: "ambient" }), []],
  [
    "VER005",
    "pilot.pdb",
    "sail 1.30.3",
    istio("v1.30.3", { values: { pilot: { pdb: { minAvailable: 1 } } } }),
    [["error", "Istio/default", "spec.values.pilot.pdb is in Istio's chart and not in the CRD"]],
  ],
  [
    "VER005",
    "cni.updateStrategy",
    "sail 1.30.3",
    cni("v1.30.3", { values: { cni: onDelete } }),
    [["error", "IstioCNI/default", "spec.values.cni.updateStrategy"]],
  ],
  [
    "VER005",
    "values that the CRD has",
    "sail 1.30.3",
    istio("v1.30.3", { values: { pilot: { autoscaleMin: 2 } } }),
    [],
  ],
  [
    "VER005",
    "tolerations before they were served",
    "openshift 3.1.11",
    ztunnel("v1.26.8", { tolerations: [{ operator: "Exists" }] }, "v1alpha1"),
    [["error", "ZTunnel/default", "spec.values.ztunnel.tolerations is not served by operator release 3.1.11"]],
  ],
  [
    "VER005",
    "tolerations once they are served",
    "openshift 3.3.6",
    ztunnel("v1.28.8", { tolerations: [{ operator: "Exists" }] }),
    [],
  ],
  [
    "VER005",
    "labels of ztunnel in lower case",
    "sail 1.30.3",
    ztunnel("v1.30.3", { labels: { team: "a" } }),
    [["error", "ZTunnel/default", "spec.values.ztunnel.labels is in Istio's chart and not in the CRD"]],
  ],
  [
    "VER005",
    "labels as the CRD spells them",
    "sail 1.30.3",
    ztunnel("v1.30.3", { Labels: { team: "a" }, podLabels: { team: "a" } }),
    [],
  ],
  [
    "VER005",
    "updateWorkloads",
    "sail 1.30.3",
    istio("v1.30.3", { updateStrategy: { type: "RevisionBased", updateWorkloads: true } }),
    [["warning", "Istio/default", "updateWorkloads is true"]],
  ],
  [
    "VER005",
    "updateWorkloads, its default",
    "sail 1.30.3",
    istio("v1.30.3", { updateStrategy: { type: "RevisionBased", updateWorkloads: false } }),
    [],
  ],

  ["VER006", "with v", "sail 1.30.3", istio("v1.30.3"), []],
  [
    "VER006",
    "without v",
    "sail 1.30.3",
    ztunnel("1.30.3"),
    [["error", "ZTunnel/default", "spec.version 1.30.3 has no v"]],
  ],
  ["VER006", "a number", "sail", sail("IstioCNI", { version: 1.28 }), [["error", "IstioCNI/default", "1.28 has no v"]]],
  ["VER006", "no version at all is VER001's", "sail", istio("newest"), []],

  ["VER012", "the charts carry the profile", "sail", compatible("v1.30.3", "1.28"), []],
  [
    "VER012",
    "no longer",
    "openshift 3.3.6",
    compatible("v1.28.10", "1.24"),
    [["error", "Istio/default", "the charts of Istio v1.28.10 carry no profile for compatibilityVersion 1.24"]],
  ],
  [
    "VER012",
    "not yet",
    "sail",
    compatible("v1.28-latest", "1.28"),
    [["error", "Istio/default", "the charts of v1.28-latest carry no profile for compatibilityVersion 1.28"]],
  ],
  ["VER012", "what newer charts carry is not known", "sail", compatible("v1.99.0", "1.28"), []],
  ["VER012", "empty is none", "sail", compatible("v1.30.3", ""), []],
];

function compatible(version: string, compatibilityVersion: string) {
  return sail("Istio", { version, values: { compatibilityVersion } });
}

test.each(rows)("%s: %s (%s)", (id, _what, where, object, expected) => {
  expectState(id, setOf(where, [object]), expected);
});

test("VER005: values of ztunnel that are no map are for the API server to refuse", () => {
  const object = sail("ZTunnel", { version: "v1.28.8", values: { ztunnel: "tolerations" } });
  expectState("VER005", setOf("openshift 3.3.6", [object]), []);
});

describe("the operator's Subscription", () => {
  test.each<[string, string, object, Expected[]]>([
    ["by hand, from the channel of a minor", "sail 1.28.3", {}, []],
    [
      "approved by itself",
      "sail 1.28.3",
      { installPlanApproval: "Automatic" },
      [["warning", "Subscription/operators/sailoperator", "approval is Automatic: OLM moves the operator"]],
    ],
    [
      "OLM's own default",
      "sail",
      { installPlanApproval: undefined },
      [["warning", "Subscription/operators/sailoperator", "approval is Automatic"]],
    ],
    [
      "a channel of every minor",
      "sail",
      { channel: "stable" },
      [["warning", "Subscription/operators/sailoperator", "channel stable names no minor: its head"]],
    ],
    [
      "no channel",
      "sail",
      { channel: undefined },
      [["warning", "Subscription/operators/sailoperator", "no channel is named: the default channel's head"]],
    ],
    ["another operator's", "sail", { name: "other", installPlanApproval: "Automatic" }, []],
  ])("VER004: %s", (_what, where, spec, expected) => {
    expectState("VER004", setOf(where, [subscription(spec)]), expected);
  });

  test.each<[string, object, Expected[]]>([
    ["the channel's own", { startingCSV: "sailoperator.v1.28.3" }, []],
    ["of a channel without a minor", { startingCSV: "sailoperator.v1.28.3", channel: "stable" }, []],
    [
      "of another channel",
      { startingCSV: "sailoperator.v1.30.3" },
      [
        [
          "error",
          "Subscription/operators/sailoperator",
          "channel stable-1.28 does not hold operator release 1.30.3, which spec.startingCSV names",
        ],
      ],
    ],
    [
      "of a channel before, which may hold older releases",
      { startingCSV: "sailoperator.v1.27.0" },
      [["warning", "Subscription/operators/sailoperator", "does not hold operator release 1.27.0"]],
    ],
    [
      "that nobody knows, of another channel",
      { startingCSV: "sailoperator.v1.99.0" },
      [["warning", "Subscription/operators/sailoperator", "does not hold operator release 1.99.0"]],
    ],
    ["of another operator", { startingCSV: "other.v1.30.3" }, []],
  ])("VER001: startingCSV %s", (_what, spec, expected) => {
    expectState("VER001", setOf("sail", [subscription(spec)]), expected);
  });

  const narrow = (rule: RuleId, channel: string, one: KubernetesObject, expected: Expected[], spec: object = {}) =>
    expectState(rule, setOf("sail", [subscription({ channel, startingCSV: undefined, ...spec }), one]), expected);

  test("the channel of one minor says which releases may be in force", () => {
    narrow("VER001", "stable-1.27", istio("v1.29.0"), [
      ["error", "Istio/default", "no operator release of 1.27 knows spec.version v1.29.0"],
    ]);
    narrow("VER001", "stable-1.27", istio("v1.27.0"), []);
    narrow("VER005", "stable-1.26", ztunnel("v1.26.0"), [
      ["error", "ZTunnel/default", "is not served by any operator release of 1.26"],
    ]);
    narrow("VER005", "stable-1.28", ztunnel("v1.28.0"), []);
  });

  test.each<[string, string, object]>([
    ["a channel of all minors", "stable", {}],
    ["a release that the catalogue does not have yet", "stable-1.27", { startingCSV: "sailoperator.v1.27.99" }],
  ])("%s says nothing of them", (_what, channel, spec) => {
    narrow("VER001", channel, istio("v1.29.0"), [], spec);
  });

  test("a version that a later patch of the operator may bring", () => {
    // The newest of its minor that this channel installs is older.
    narrow("VER001", "stable-1.27", istio("v1.27.9"), []);
  });

  test("the hint names the channel of the release that is installed, or how channels are called", () => {
    const hints = ["sail 1.28.3", "sail"].map(
      (where) => rule("VER004").state?.(setOf(where, [subscription({ channel: "stable" })]))[0]?.hint,
    );
    expect(hints).toEqual(["Write channel: stable-1.28.", "Write channel: stable-X.Y."]);
  });
});

describe("what the hints name", () => {
  const hints = (where: string, object: KubernetesObject) => checkState(setOf(where, [object])).map(({ hint }) => hint);

  test.each<[string, KubernetesObject, string]>([
    ["openshift", istio("v1.26.5"), "Nearest: v1.26.6, v1.26.4, v1.26.3."],
    ["openshift 3.1.2", istio("v1.26.6"), "Releases that install it: 3.1.4, "],
    ["openshift 3.1.2", istio("v1.28-latest"), "Write an exact version that it installs."],
    ["openshift 3.4.1", istio("v1.26.8"), "Releases that install it: 3.1.5, "],
    ["openshift 3.1.2", istio("v1.26-latest"), "Write v1.26.4, which operator release 3.1.2 takes it for."],
    ["openshift 3.0.3", ztunnel("v1.24.6", grace, "v1alpha1"), "Served since 3.1.0."],
    ["openshift 3.1.2", ztunnel("v1.26.4", { dnsPolicy: "Default" }, "v1alpha1"), "Served since 3.4.0."],
    ["sail 1.30.3", ztunnel("v1.30.3", { annotations: { a: "b" } }), "podLabels and podAnnotations reach the pods"],
    ["openshift 3.1.2", ztunnel("v1.26.4"), "Served: sailoperator.io/v1alpha1."],
    ["sail 1.30.3", istio("1.30.3"), "Write v1.30.3."],
  ])("%s %#", (where, object, part) => {
    expect(hints(where, object).join("\n")).toContain(part);
  });
});

describe("VER003", () => {
  const running = (version: string, from: string, to: string, expected: Expected[]) =>
    expectStep("VER003", { before: setOf(from, [istio(version)]), after: setOf(to, [istio(version)]) }, expected);

  test.each<[string, string, string, Expected[]]>([
    ["v1.26.4", "openshift 3.1.2", "openshift 3.1.2", []],
    ["v1.26.4", "openshift 3.1.2", "openshift 3.2.0", []],
    [
      "v1.26.8",
      "openshift 3.1.5",
      "openshift 3.2.0",
      [
        [
          "error",
          "Istio/default",
          "v1.26.8 runs under operator release 3.1.5, and operator release 3.2.0 does not install it",
        ],
      ],
    ],
    ["v1.26.8", "openshift 3.1.5", "openshift 3.2.2", []],
    ["v1.26.8", "openshift 3.3.6", "openshift 3.4.1", [["error", "Istio/default", "3.4.1 does not install it"]]],
    ["1.27.9", "openshift 3.2.5", "openshift 3.3.1", [["error", "Istio/default", "v1.27.9 runs"]]],
    ["v1.26-latest", "openshift 3.1.5", "openshift 3.2.0", [["error", "Istio/default", "v1.26.8 runs"]]],
    ["v1.26-latest", "openshift 3.1.2", "openshift 3.2.0", []],
    ["v1.26.8", "openshift", "openshift 3.2.0", []],
    ["v1.26.8", "openshift 3.1.5", "openshift", []],
    ["v1.25.9", "openshift 3.1.5", "openshift 3.2.0", []],
  ])("%s, %s to %s", running);

  test("ZTunnel may be refused where the control plane is not", () => {
    const objects = [istio("v1.23.5"), ztunnel("v1.23.5", undefined, "v1alpha1")];
    expectStep("VER003", { before: setOf("sail 1.0.0", objects), after: setOf("sail 1.25.1", objects) }, [
      ["error", "ZTunnel/default", "v1.23.5 runs under operator release 1.0.0"],
    ]);
  });

  test("points to the file of the state after, when the object is still there", () => {
    const objects = [cni("v1.26.8"), istio("v1.26.8")];
    const at = (where: string, column: number) => ({
      ...setOf(where, []),
      objects: objects.map((object, line) => ({ object, origin: { place: { file: "a.yaml", line, column } } })),
    });
    const places = (after: ManifestSet) =>
      rule("VER003")
        .step?.({ before: at("openshift 3.1.5", 1), after })
        .map(({ place }) => [place?.line, place?.column]);
    expect(places(at("openshift 3.2.0", 2))).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(places(setOf("openshift 3.2.0", []))).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  test("a jump that is published for sidecars is no way out for ambient", () => {
    const hints = (...others: KubernetesObject[]) => {
      const objects = [istio("v1.26.3"), ...others];
      const step = { before: setOf("alauda 2.1.2", objects), after: setOf("alauda 2.2.0", objects) };
      return rule("VER003")
        .step?.(step)
        .map(({ hint }) => hint);
    };
    expect(hints()).toEqual([
      expect.stringContaining("Move the mesh first to a version that both releases install: v1.28.6."),
    ]);
    expect(hints(ztunnel("v1.26.3"))).toEqual([
      expect.stringContaining("Go through an operator release in between."),
      expect.stringContaining("Go through an operator release in between."),
    ]);
  });

  test("is asked of what ran before, not of what comes", () => {
    const before = setOf("openshift 3.1.5", [istio("v1.26.8")]);
    const after = setOf("openshift 3.2.0", [istio("v1.26.4")]);
    expectStep("VER003", { before, after }, [["error", "Istio/default", "v1.26.8 runs"]]);
  });

  test.each<[string, string, string, string]>([
    ["v1.26.8", "openshift 3.1.5", "openshift 3.2.0", "Of 3.2, these install it: 3.2.2, "],
    ["v1.27.9", "openshift 3.2.5", "openshift 3.3.1", "Of 3.3, these install it: 3.3.3, "],
    [
      "v1.28.3",
      "alauda 2.1.2",
      "alauda 2.2.0",
      "No 2.2 release installs v1.28.3. Move the mesh first to a version that both releases install: v1.28.6.",
    ],
    [
      "v1.24.6",
      "openshift 3.0.3",
      "openshift 3.3.1",
      "No 3.3 release installs v1.24.6. Go through an operator release in between.",
    ],
    [
      "v1.25.5",
      "sail 1.27.3",
      "sail 1.28.3",
      "both releases install: v1.26.0, v1.26.1, v1.26.2, v1.26.3, v1.26.4, v1.26.5, v1.26.6.",
    ],
    ["v1.24.6", "openshift 3.2.0", "openshift 3.3.1", "both releases install: v1.26.2, v1.26.3, v1.26.4."],
  ])("%s, %s to %s: the way out", (version, from, to, hint) => {
    const step = { before: setOf(from, [istio(version)]), after: setOf(to, [istio(version)]) };
    expect(
      rule("VER003")
        .step?.(step)
        .map((one) => one.hint),
    ).toEqual([expect.stringContaining(hint)]);
  });
});

describeWithCrds("the real CRDs agree", () => {
  const releases = [
    "openshift 3.1.11",
    "openshift 3.3.6",
    "openshift 3.4.1",
    "sail 1.26.3",
    "sail 1.28.3",
    "sail 1.30.3",
  ];
  /** Prunes or refuses: updateWorkloads is neither, the CRD has it and nobody reads it. */
  const objects = rows.flatMap(([id, what, , object]) =>
    id === "VER005" && !what.startsWith("updateWorkloads") ? [object] : [],
  );

  test.each(releases)("VER005 under %s", (where) => {
    const [name, version] = where.split(" ") as ["openshift" | "sail", string];
    const sets = setsFor(name, version);
    const verdicts = new Set<boolean>();
    for (const object of objects) {
      const dropped = validateObject(object, sets).filter(
        (problem) => !/spec\.version|spec\.namespace|required/.test(problem),
      );
      const found = rule("VER005").state?.(setOf(where, [object])) ?? [];
      expect([where, object, found.length > 0]).toEqual([where, object, dropped.length > 0]);
      verdicts.add(found.length > 0);
    }
    expect(verdicts.size).toBe(2);
  });
});

describe("a step from or to a floating alias", () => {
  const versions = ["v1.28-latest", "v1.28.3", "v1.27.3"];
  const triples = versions.flatMap((a) => versions.flatMap((b) => versions.map((c) => [a, b, c] as const)));

  test.each(["InPlace", "RevisionBased"])("is judged as far as minors go, %s", (type) => {
    const sets = triples.map(([a, b, c]) =>
      setOf("sail", [istio(a, { updateStrategy: { type } }), cni(b), ztunnel(c)]),
    );
    const judge = () => sets.flatMap((before) => sets.flatMap((after) => checkStep({ before, after })));
    expect(judge).not.toThrow();
    expect(judge().length).toBeGreaterThan(0);
  });
});
