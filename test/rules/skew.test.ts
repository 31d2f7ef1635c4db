import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { ambient, cni, type Expected, expectState, expectStep, istio, rule, sail, setOf, ztunnel } from "./support";

describe("one state", () => {
  test.each<[string, string, KubernetesObject[], string[], Expected[], Expected[]]>([
    ["all alike", "sail", ambient("v1.28.3", "v1.28.3", "v1.28.3"), [], [], []],
    ["patches do not matter", "sail", ambient("v1.28.0", "v1.28.3", "v1.28.1"), [], [], []],
    ["data plane one minor behind", "sail", ambient("v1.28.3", "v1.27.5", "v1.27.5"), [], [], []],
    [
      "CNI ahead",
      "sail",
      ambient("v1.27.5", "v1.28.3", "v1.27.5"),
      [],
      [["error", "IstioCNI/default", "IstioCNI v1.28.3 is ahead of Istio/default v1.27.5"]],
      [],
    ],
    [
      "one CNI for two control planes of neighbouring minors",
      "sail",
      [istio("v1.27.5"), { ...istio("v1.28.3"), metadata: { name: "green" } }, cni("v1.28.3")],
      [],
      [],
      [],
    ],
    [
      "one CNI for two revisions, as a cluster prints them",
      "sail",
      [
        istio("v1.28.3", { updateStrategy: { type: "RevisionBased" } }),
        sail("IstioRevision", { version: "v1.27.5" }, "default-v1-27-5"),
        sail("IstioRevision", { version: "v1.28.3" }, "default-v1-28-3"),
        cni("v1.28.3"),
      ],
      [],
      [],
      [],
    ],
    [
      "one CNI for two control planes, and two minors ahead of one of them",
      "sail",
      [istio("v1.26.8"), { ...istio("v1.28.3"), metadata: { name: "green" } }, cni("v1.28.3")],
      [],
      [["error", "IstioCNI/default", "is ahead of Istio/default v1.26.8"]],
      [],
    ],
    [
      "ZTunnel ahead",
      "sail",
      ambient("v1.27.5", "v1.27.5", "v1.28.3"),
      [],
      [["error", "ZTunnel/default", "ZTunnel v1.28.3 is ahead of"]],
      [],
    ],
    [
      "ZTunnel two minors behind",
      "sail",
      ambient("v1.28.3", "v1.28.3", "v1.26.8"),
      [],
      [],
      [["error", "ZTunnel/default", "ZTunnel v1.26.8 is more than one minor behind Istio/default v1.28.3"]],
    ],
    [
      "CNI ahead, ZTunnel behind",
      "sail",
      ambient("v1.27.5", "v1.28.3", "v1.25.5"),
      [],
      [["error", "IstioCNI/default", "ahead"]],
      [["error", "ZTunnel/default", "behind"]],
    ],
    ["an accepted jump", "openshift", ambient("v1.30.1", "v1.28.8", "v1.28.8"), ["1.28->1.30"], [], []],
    [
      "the same jump, not accepted",
      "openshift",
      ambient("v1.30.1", "v1.30.1", "v1.28.8"),
      ["1.24->1.26"],
      [],
      [["error", "ZTunnel/default", "behind"]],
    ],
    [
      "an accepted jump allows nobody to be ahead",
      "openshift",
      ambient("v1.28.8", "v1.28.8", "v1.30.1"),
      ["1.28->1.30"],
      [["error", "ZTunnel/default", "ahead"]],
      [],
    ],
    [
      "an alias has a minor",
      "sail",
      ambient("v1.27-latest", "v1.27.5", "v1.28-latest"),
      [],
      [["error", "ZTunnel/default", "ZTunnel v1.28-latest is ahead of Istio/default v1.27-latest"]],
      [],
    ],
    ["what VER001 reports is left to it", "sail", ambient("v1.27.5", "v1.82.3", "v1.27"), [], [], []],
    ["a control plane that VER001 reports", "sail", ambient("v1.72.5", "v1.27.5", "v1.27.5"), [], [], []],
    [
      "without v",
      "sail",
      ambient("1.27.5", "1.28.3", "1.27.5"),
      [],
      [["error", "IstioCNI/default", "IstioCNI 1.28.3 is ahead of Istio/default 1.27.5"]],
      [],
    ],
    ["no control plane here", "sail", [cni("v1.28.3"), ztunnel("v1.26.8")], [], [], []],
    [
      "two control planes, one too old",
      "sail",
      [istio("v1.28.3"), istio("v1.27.5", {}, "old"), ztunnel("v1.28.3")],
      [],
      [["error", "ZTunnel/default", "ahead of Istio/old v1.27.5"]],
      [],
    ],
    [
      "an IstioRevision is a control plane, too",
      "sail",
      [sail("IstioRevision", { version: "v1.27.5" }, "canary"), cni("v1.28.3")],
      [],
      [["error", "IstioCNI/default", "IstioRevision/canary"]],
      [],
    ],
  ])("%s", (_what, where, objects, accepted, ahead, behind) => {
    const set = setOf(where, objects, accepted);
    expectState("SKEW001", set, ahead);
    expectState("SKEW002", set, behind);
  });
});

describe("one step", () => {
  const sooner = "while this step is applied, ";
  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[], Expected[]]>([
    ["control plane alone", ambient("v1.27.5", "v1.27.5", "v1.27.5"), ambient("v1.28.3", "v1.27.5", "v1.27.5"), [], []],
    [
      "a patch of everything",
      ambient("v1.28.0", "v1.28.0", "v1.28.0"),
      ambient("v1.28.3", "v1.28.3", "v1.28.3"),
      [],
      [],
    ],
    [
      "CNI with the control plane",
      ambient("v1.27.5", "v1.27.5", "v1.27.5"),
      ambient("v1.28.3", "v1.28.3", "v1.27.5"),
      [["error", "IstioCNI/default", `${sooner}IstioCNI v1.28.3 can be ahead of Istio/default v1.27.5`]],
      [],
    ],
    [
      "everything a minor up",
      ambient("v1.27.5", "v1.27.5", "v1.27.5"),
      ambient("v1.28.3", "v1.28.3", "v1.28.3"),
      [
        ["error", "IstioCNI/default", sooner],
        ["error", "ZTunnel/default", sooner],
      ],
      [],
    ],
    [
      "everything a minor down",
      ambient("v1.28.3", "v1.28.3", "v1.28.3"),
      ambient("v1.27.5", "v1.27.5", "v1.27.5"),
      [
        ["error", "IstioCNI/default", "IstioCNI v1.28.3 can be ahead of Istio/default v1.27.5"],
        ["error", "ZTunnel/default", "ZTunnel v1.28.3 can be"],
      ],
      [],
    ],
    [
      "control plane goes on while ZTunnel catches up",
      ambient("v1.28.3", "v1.28.3", "v1.27.5"),
      ambient("v1.29.2", "v1.28.3", "v1.28.3"),
      [],
      [
        [
          "error",
          "ZTunnel/default",
          `${sooner}ZTunnel v1.27.5 can be more than one minor behind Istio/default v1.29.2`,
        ],
      ],
    ],
    [
      "a declared state is not told twice",
      ambient("v1.27.5", "v1.28.3", "v1.27.5"),
      ambient("v1.27.5", "v1.28.3", "v1.27.5"),
      [],
      [],
    ],
    [
      "CNI comes new with the new control plane",
      [istio("v1.27.5")],
      [istio("v1.28.3"), cni("v1.28.3")],
      [["error", "IstioCNI/default", "can be ahead"]],
      [],
    ],
    ["the control plane comes new", [cni("v1.28.3")], [istio("v1.28.3"), cni("v1.28.3")], [], []],
    [
      "from a version that VER001 reports",
      ambient("v1.72.5", "v1.27.5", "v1.27.5"),
      ambient("v1.28.3", "v1.28.3", "v1.28.3"),
      [],
      [],
    ],
  ])("%s", (_what, before, after, ahead, behind) => {
    const step = { before: setOf("sail", before), after: setOf("sail", after) };
    expectStep("SKEW001", step, ahead);
    expectStep("SKEW002", step, behind);
  });

  test("an accepted jump is silent on the way, too", () => {
    const before = setOf("openshift", ambient("v1.28.8", "v1.28.8", "v1.28.8"), ["1.28->1.30"]);
    const after = setOf("openshift", ambient("v1.30.1", "v1.28.8", "v1.28.8"), ["1.28->1.30"]);
    expectStep("SKEW002", { before, after }, []);
  });
});

describe("jumps in place", () => {
  const revisionBased = { updateStrategy: { type: "RevisionBased" } };

  test.each<[string, RuleId, string, KubernetesObject, KubernetesObject, string[], Expected[]]>([
    ["one minor", "SKEW003", "sail", istio("v1.27.5"), istio("v1.28.3"), [], []],
    ["a patch", "SKEW003", "sail", istio("v1.28.0"), istio("v1.28.3"), [], []],
    [
      "two minors",
      "SKEW003",
      "sail",
      istio("v1.26.8"),
      istio("v1.28.3"),
      [],
      [["error", "Istio/default", "from v1.26.8 to v1.28.3 in place, and 1.26->1.28 is no jump that Sail"]],
    ],
    [
      "two minors down",
      "SKEW003",
      "sail",
      istio("v1.28.3"),
      istio("v1.26.8"),
      [],
      [["error", "Istio/default", "from v1.28.3 to v1.26.8 in place, and 1.28->1.26"]],
    ],
    [
      "aliases",
      "SKEW003",
      "sail",
      istio("v1.26-latest"),
      istio("v1.28-latest"),
      [],
      [["error", "Istio/default", "1.26->1.28"]],
    ],
    [
      "two minors, RevisionBased",
      "SKEW003",
      "sail",
      istio("v1.26.8", revisionBased),
      istio("v1.28.3", revisionBased),
      [],
      [],
    ],
    [
      "InPlace, spelt out",
      "SKEW003",
      "sail",
      istio("v1.26.8"),
      istio("v1.28.3", { updateStrategy: { type: "InPlace" } }),
      [],
      [["error", "Istio/default", "1.26->1.28"]],
    ],
    ["from what VER001 reports", "SKEW003", "sail", istio("v1.62.8"), istio("v1.28.3"), [], []],
    ["to what VER001 reports", "SKEW003", "sail", istio("v1.26.8"), istio("v1.82.3"), [], []],
    ["another Istio", "SKEW003", "sail", istio("v1.26.8", {}, "a"), istio("v1.28.3", {}, "b"), [], []],
    [
      "acceptance does not make a jump published",
      "SKEW003",
      "sail",
      istio("v1.26.8"),
      istio("v1.28.3"),
      ["1.26->1.28"],
      [["error", "Istio/default", "1.26->1.28"]],
    ],
    ["a published jump is not SKEW003's", "SKEW003", "openshift", istio("v1.28.8"), istio("v1.30.1"), [], []],
    [
      "a published jump",
      "SKEW004",
      "openshift",
      istio("v1.28.8"),
      istio("v1.30.1"),
      [],
      [["error", "Istio/default", "the vendor publishes the jump 1.28->1.30, and nobody has accepted it"]],
    ],
    ["a published jump, accepted", "SKEW004", "openshift", istio("v1.28.8"), istio("v1.30.1"), ["1.28->1.30"], []],
    [
      "another jump accepted",
      "SKEW004",
      "openshift",
      istio("v1.28.8"),
      istio("v1.30.1"),
      ["1.24->1.26"],
      [["error", "Istio/default", "1.28->1.30"]],
    ],
    [
      "a published jump, down: published upwards only",
      "SKEW003",
      "alauda",
      istio("v1.30.3"),
      istio("v1.28.6"),
      ["1.28->1.30"],
      [["error", "Istio/default", "1.30->1.28"]],
    ],
    ["a jump down is SKEW003's", "SKEW004", "alauda", istio("v1.30.3"), istio("v1.28.6"), [], []],
    ["no published jump is SKEW003's", "SKEW004", "sail", istio("v1.26.8"), istio("v1.28.3"), [], []],
  ])("%s (%s)", (_what, id, where, before, after, accepted, expected) => {
    expectStep(id, { before: setOf(where, [before], accepted), after: setOf(where, [after], accepted) }, expected);
  });

  test("SKEW004 cites the vendor", () => {
    const step = { before: setOf("openshift", [istio("v1.28.8")]), after: setOf("openshift", [istio("v1.30.1")]) };
    const [found] = rule("SKEW004").step?.(step) ?? [];
    expect(found?.citation).toContain("OpenShift Service Mesh 3.4 installs Istio 1.28 and 1.30");
    expect(found?.hint).toContain("1.28->1.30");
  });
});
