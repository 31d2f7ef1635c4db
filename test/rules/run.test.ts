import type { Finding } from "../../src/findings/finding";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { ManualStep } from "../../src/plan/manual-steps";
import type { PhaseKind } from "../../src/plan/phase";
import { checkRow, checkState, checkStep, type RowState } from "../../src/rules/run";
import { fc } from "../support/fast-check";
import { ambient, cni, configMap, istio, namespace, setOf, ztunnel } from "./support";

/** With ztunnel the mesh is ambient. */
function controlPlane(objects: readonly KubernetesObject[]): KubernetesObject[] {
  if (!objects.some(({ kind }) => kind === "ZTunnel")) return [istio("v1.28.3", trusted)];
  return [istio("v1.28.3", { profile: "ambient", ...trusted }), cni("v1.28.3", { profile: "ambient" })];
}

const line = (one: Finding) => `${one.rule} ${one.severity} ${one.object ?? "-"}`;
const trusted = { values: { pilot: { trustedZtunnelNamespace: "ztunnel" } } };
const marker = (phase: number) => configMap("meshstep-east", "istio-system", { phase: String(phase) });
const drain: ManualStep = { step: "drain-nodes", ztunnelNamespace: "ztunnel", version: "v1.28.3" };

/** A row of states in which every object is sound but for what the test puts in. */
function row(...states: [KubernetesObject[], Partial<RowState>?][]): RowState[] {
  return states.map(([objects, more], index) => ({
    set: setOf("sail", [...controlPlane(objects), marker(index), ...objects]),
    ...more,
  }));
}

test("more objects than a call takes arguments", () => {
  const many = Array.from({ length: 150_000 }, (_, index) => configMap(`c${index}`, "shop"));
  expect(checkState(setOf("sail", many))).toEqual([]);
});

test("an IstioRevision that the operator copied from an Istio repeats nothing of it; one from before it moved speaks for itself", () => {
  const revision = (name: string, version: string): KubernetesObject => ({
    apiVersion: "sailoperator.io/v1",
    kind: "IstioRevision",
    metadata: { name, ownerReferences: [{ apiVersion: "sailoperator.io/v1", kind: "Istio", name: "default" }] },
    spec: { version, namespace: "istio-system" },
  });
  const versions = (...objects: KubernetesObject[]) =>
    checkState(setOf("sail", objects)).flatMap(({ rule, object }) => (rule === "VER001" ? [object] : []));
  expect(versions(istio("v1.28.99"), revision("default", "v1.28.99"))).toEqual(["Istio/default"]);
  expect(versions(istio("v1.28.3"), revision("default-v1-28-99", "v1.28.99"))).toEqual([
    "IstioRevision/default-v1-28-99",
  ]);
});

describe("order", () => {
  test("by rule, then object, then message, as code units compare", () => {
    const bare = (name: string): KubernetesObject => ({
      apiVersion: "sailoperator.io/v1",
      kind: "ZTunnel",
      metadata: { name },
      spec: { version: "1.2.3" },
    });
    const shop = namespace("shop", {
      "istio-injection": "enabled",
      "istio.io/rev": "a",
      "istio.io/dataplane-mode": "ambient",
    });
    const found = checkState(
      setOf("sail", [bare("b"), bare("a"), bare("B"), shop, configMap("meshstep-east", "istio-system")]),
    );
    expect(found.map(line)).toEqual([
      "DEL004 error Namespace/shop",
      "DEL004 error ZTunnel/B",
      "DEL004 error ZTunnel/a",
      "DEL004 error ZTunnel/b",
      "DEL005 error ZTunnel/B",
      "DEL005 error ZTunnel/a",
      "DEL005 error ZTunnel/b",
      "NS002 error Namespace/shop",
      "NS002 error Namespace/shop",
      "VER001 error ZTunnel/B",
      "VER001 error ZTunnel/a",
      "VER001 error ZTunnel/b",
      "VER006 error ZTunnel/B",
      "VER006 error ZTunnel/a",
      "VER006 error ZTunnel/b",
      "ZTN001 error ZTunnel/B",
      "ZTN001 error ZTunnel/a",
      "ZTN001 error ZTunnel/b",
    ]);
    const messages = found.filter((one) => one.rule === "NS002").map((one) => one.message);
    expect(messages).toEqual([...messages].sort());
  });

  test("does not depend on the order of objects", () => {
    const objects = [...ambient("v1.26-latest", "v1.28.3", "1.24.0"), namespace("b"), namespace("a")];
    expect(checkState(setOf("sail", [...objects].reverse()))).toEqual(checkState(setOf("sail", objects)));
  });
});

describe("where a finding comes from", () => {
  test.each<[object, object]>([
    [{ path: ["spec", "ztunnel"] }, { path: ["spec", "ztunnel"] }],
    [{ place: { file: "a.yaml", line: 3, column: 1 } }, { place: { file: "a.yaml", line: 3, column: 1 } }],
  ])("%j", (origin, expected) => {
    const set = setOf("sail", [ztunnel("1.28.3")]);
    const objects = set.objects.map((one) => ({ ...one, origin: origin as never }));
    expect(checkState({ ...set, objects })).toEqual([expect.objectContaining({ rule: "VER006", ...expected })]);
  });
});

describe("a step", () => {
  test("asks about the way, not about its ends", () => {
    const before = setOf("sail", ambient("v1.27.5", "v1.27.5", "1.27.5"));
    const after = setOf("sail", ambient("v1.28.3", "v1.28.3", "1.27.5"));
    expect(checkStep({ before, after }).map(line)).toEqual(["SKEW001 error IstioCNI/default"]);
  });
});

describe("a row", () => {
  test("nothing to say", () => {
    expect(checkRow([])).toEqual([]);
    expect(checkRow(row([[ztunnel("v1.28.3")]]))).toEqual([]);
    expect(checkRow(row([[ztunnel("v1.28.0")]], [[ztunnel("v1.28.3")]]))).toEqual([]);
  });

  test("what every state says is said once", () => {
    const shop = namespace("shop", {});
    const found = checkRow(row([[shop]], [[shop]], [[shop]]));
    expect(found.map(line)).toEqual(["DEL004 error Namespace/shop"]);
  });

  test("of the same words as error and as warning the error stays", () => {
    const onDelete = { updateStrategy: { type: "OnDelete" } };
    const states: [KubernetesObject[], Partial<RowState>?][] = [
      [[ztunnel("v1.28.0", onDelete)]],
      [[ztunnel("v1.28.3", onDelete)]],
      [[ztunnel("v1.28.0", onDelete)]],
      [[ztunnel("v1.28.3", onDelete)], { kind: "ztunnel" }],
    ];
    const found = checkRow(row(...states)).filter((one) => one.rule === "ZTN005" && one.message.includes("v1.28.3"));
    expect(found.map(line)).toEqual(["ZTN005 error ZTunnel/default"]);
  });

  test("every state and every step is asked", () => {
    const states = row([[ztunnel("v1.28.3")]], [[ztunnel("v1.28.3"), namespace("a")]], [[ztunnel("v1.28.3")]]);
    expect(checkRow(states).map(line)).toEqual(["DEL004 error Namespace/a", "SNAP002 error Namespace/a"]);
  });

  test("kinds of phases reach the rules", () => {
    const states = (kind: PhaseKind) => row([[configMap("a", "b")]], [[], { kind }]);
    expect(checkRow(states("verify")).map(line)).toEqual(["SNAP002 error ConfigMap/b/a"]);
    expect(checkRow(states("clean-up"))).toEqual([]);
  });

  test.each<[string, [string, ManualStep[]][], string[]]>([
    [
      "nobody drains",
      [
        ["v1.28.3", []],
        ["v1.28.3", []],
      ],
      ["ZTN005 error ZTunnel/default"],
    ],
    [
      "drained in the next phase",
      [
        ["v1.28.3", []],
        ["v1.28.3", [drain]],
      ],
      [],
    ],
    ["drained in the same phase", [["v1.28.3", [drain]]], []],
    [
      "drained after a phase in between",
      [
        ["v1.28.3", []],
        ["v1.28.3", []],
        ["v1.28.3", [drain]],
      ],
      [],
    ],
    [
      "drained before it moves",
      [
        ["v1.28.0", [drain]],
        ["v1.28.3", []],
      ],
      ["ZTN005 error ZTunnel/default"],
    ],
    [
      "drained only after the next move",
      [
        ["v1.28.1", []],
        ["v1.28.3", [drain]],
      ],
      ["ZTN005 error ZTunnel/default"],
    ],
    [
      "something else is done by hand",
      [["v1.28.3", [{ step: "restart-workloads", namespace: "a", version: "v1" }]]],
      ["ZTN005 error ZTunnel/default"],
    ],
  ])("OnDelete: %s", (_what, later, expected) => {
    const state = (version: string) => [ztunnel(version, { updateStrategy: { type: "OnDelete" } })];
    const states = row(
      [state("v1.28.0"), { kind: "baseline" }],
      ...later.map(([version, manual]): [KubernetesObject[], Partial<RowState>] => [
        state(version),
        { kind: "ztunnel", manual },
      ]),
    );
    expect(checkRow(states).map(line)).toEqual(expected);
  });
});

describe("any folder of manifests", () => {
  const keys = [
    "spec",
    "values",
    "pilot",
    "meshConfig",
    "discoverySelectors",
    "matchLabels",
    "matchExpressions",
    "version",
    "toString",
  ];
  const more = [
    "ztunnel",
    "updateStrategy",
    "type",
    "listeners",
    "allowedRoutes",
    "namespaces",
    "selector",
    "targetRef",
  ];
  const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom("v1.28.3", "v1.27-latest", "1.26", "OnDelete", "Selector", null, true, 15008),
      fc.string(),
    ),
    list: fc.array(tie("value"), { maxLength: 2 }),
    map: fc.dictionary(fc.constantFrom(...keys, ...more), tie("value"), { maxKeys: 4 }),
    value: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("map"), tie("list")),
  }));
  const likely = fc.record({
    version: value,
    updateStrategy: value,
    namespace: value,
    values: fc.record({
      pilot: value,
      meshConfig: fc.record({ discoverySelectors: fc.array(value, { maxLength: 2 }) }),
      ztunnel: fc.record({ updateStrategy: value, terminationGracePeriodSeconds: value }),
    }),
    gatewayClassName: fc.constantFrom("istio-waypoint", "istio"),
    listeners: fc.array(
      fc.record({
        protocol: fc.constant("HBONE"),
        port: fc.constant(15008),
        allowedRoutes: fc.record({ namespaces: fc.record({ from: fc.constant("Selector"), selector: value }) }),
      }),
      { maxLength: 1 },
    ),
  });
  const label = fc.constantFrom("istio.io/rev", "istio-injection", "istio.io/use-waypoint", "istio.io/dataplane-mode");
  const object = fc.record({
    apiVersion: fc.constantFrom("v1", "sailoperator.io/v1", "sailoperator.io/v1alpha1", "gateway.networking.k8s.io/v1"),
    kind: fc.constantFrom("Istio", "IstioCNI", "ZTunnel", "Namespace", "Service", "Gateway", "ConfigMap"),
    metadata: fc.record({
      name: fc.constantFrom("default", "shop"),
      namespace: fc.constantFrom("shop", undefined),
      labels: fc.dictionary(label, fc.constantFrom("ambient", "enabled", "default", "shop"), { maxKeys: 3 }),
    }),
    spec: fc.oneof(value, likely),
  }) as fc.Arbitrary<KubernetesObject>;
  const objects = fc.array(object, { maxLength: 6 });
  const where = fc.constantFrom("sail", "sail 1.28.3", "openshift 3.1.2", "alauda 2.2.0");

  test("a map where a word belongs is no fault of ours", () => {
    const odd = { toString: "", valueOf: "" };
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "a", namespace: "shop" },
      spec: { selector: { app: odd } },
    };
    const entry = {
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata: { name: "b", namespace: "shop" },
      spec: { hosts: [odd], resolution: "DNS" },
    };
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "shop", labels: { app: "a" } } };
    expect(() => checkState(setOf("sail", [service, entry, pod]))).not.toThrow();
  });

  test("is checked whatever its specs hold, and nothing is said twice", () => {
    fc.assert(
      fc.property(where, objects, objects, (release, before, after) => {
        const states = [before, after].map((one) => ({ set: setOf(release, one) }));
        const found = checkRow(states);
        expect(found.every((one) => one.message !== "" && one.citation !== "")).toBe(true);
        expect(new Set(found.map((one) => [one.rule, one.object, one.message].join(" "))).size).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });
});
