import { distribution as findDistribution, findRelease } from "../../src/catalog/lookup";
import type { Finding } from "../../src/findings/finding";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { Plan } from "../../src/plan/phase";
import { acceptedJumps } from "../../src/plan/row";
import { namespacesOfOthers } from "../../src/render/render";
import { checkRow, type RowState } from "../../src/rules/run";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { planOf, waypoint } from "../plan/support";

/** A plan as `checkRow` takes it, with a chance to spoil its objects. */
function rowOf(
  plan: Plan,
  spoil: (object: KubernetesObject, phase: string) => KubernetesObject | undefined,
): RowState[] {
  const distribution = findDistribution(plan.mesh.distribution);
  return renderSnapshots(plan).map(({ phase, entries }) => {
    const release = findRelease(distribution, phase.state.operatorRelease);
    const written = entries.flatMap(({ object, origin }) => {
      const kept = spoil(structuredClone(object), phase.dir);
      return kept ? [{ object: kept, origin }] : [];
    });
    const objects = [...written, ...namespacesOfOthers(plan, phase)];
    const set = { distribution, ...(release && { release }), acceptedJumps: acceptedJumps(plan.mesh), objects };
    return { set, kind: phase.kind, manual: phase.manual };
  });
}

const line = (one: Finding) => `${one.rule} ${one.severity} ${one.object ?? "-"}`;
const bookinfo = { namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }], waypoints: [waypoint] };
const selectors = { controlPlane: { discoverySelectors: [{ matchLabels: { "istio-discovery": "enabled" } }] } };

const plans: [string, Plan][] = [
  ["ambient patch", planOf("openshift ambient 3.1.1 v1.26.3 -> v1.26.4", bookinfo)],
  ["ambient, discovery selectors", planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", { ...bookinfo, ...selectors })],
  ["ambient minors, over ZTunnel's v1", planOf("openshift ambient 3.1.11 v1.26.8 -> v1.28.10", bookinfo)],
  [
    "ambient over a vendor jump",
    planOf("alauda ambient 2.1.2 v1.28.6 -> v1.30.3", { ...bookinfo, upgrade: { acceptVendorJumps: ["1.28->1.30"] } }),
  ],
  [
    "sidecars over two vendor jumps",
    planOf("alauda sidecar 2.0.12 v1.26.3 -> v1.30.3", {
      namespaces: [{ name: "shop" }],
      upgrade: { acceptVendorJumps: ["1.26->1.28", "1.28->1.30"] },
    }),
  ],
  [
    "ambient, OnDelete",
    planOf("sail ambient 1.28.0 v1.28.0 -> v1.28.3", {
      ...bookinfo,
      upgrade: { ztunnel: { updateStrategy: "OnDelete", terminationGracePeriodSeconds: 300 } },
    }),
  ],
  [
    "ambient, a waypoint elsewhere",
    planOf("sail ambient 1.30.3 v1.29.6 -> v1.30.3", {
      namespaces: [{ name: "shop", waypoint: { name: "waypoint", namespace: "bookinfo" } }, { name: "bookinfo" }],
      waypoints: [waypoint],
    }),
  ],
  [
    "a control plane of another name, in another namespace",
    planOf("sail ambient 1.28.3 v1.28.3 -> v1.30.3", {
      ...bookinfo,
      controlPlane: { name: "prod", namespace: "mesh-prod", highAvailability: { minReplicas: 2 } },
    }),
  ],
  ["sidecars", planOf("sail sidecar 1.28.3 v1.27.5 -> v1.28.3", { namespaces: [{ name: "shop" }] })],
  ["down a patch", planOf("openshift ambient 3.3.1 v1.28.5 -> v1.28.4")],
];

test.each(plans)("our own rows break no rule: %s", (_what, plan) => {
  expect(plan.findings.filter((one) => one.severity === "error")).toEqual([]);
  expect(plan.phases.length).toBeGreaterThan(2);
  expect(checkRow(rowOf(plan, (object) => object)).map(line)).toEqual([]);
});

describe("a row that somebody spoiled", () => {
  const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", bookinfo);
  const inKind = (kind: string, change: (object: KubernetesObject) => KubernetesObject | undefined, from = "00") =>
    rowOf(plan, (object, phase) => (object.kind === kind && phase >= from ? change(object) : object));
  const withSpec = (more: object) => (object: KubernetesObject) => ({
    ...object,
    spec: { ...(object["spec"] as object), ...more },
  });

  test.each<[string, RowState[], string[]]>([
    ["a waypoint left out", inKind("Gateway", () => undefined), ["WPT001 error Namespace/bookinfo"]],
    [
      "a waypoint dropped half-way",
      inKind("Gateway", () => undefined, "02"),
      ["SNAP002 error Gateway/bookinfo/waypoint", "WPT001 error Namespace/bookinfo"],
    ],
    [
      // Without it the manifests are anybody's, whose waves are taken for a wish.
      "the marker left out",
      inKind("ConfigMap", () => undefined),
      [
        "DEL001 warning Gateway/bookinfo/waypoint",
        "DEL002 warning Istio/default",
        "DEL002 warning IstioCNI/default",
        "DEL003 error -",
      ],
    ],
    [
      "ZTunnel moved elsewhere",
      inKind("ZTunnel", withSpec({ namespace: "kube-system" })),
      ["ZTN003 error Istio/default"],
    ],
    [
      "CNI a minor ahead",
      inKind("IstioCNI", withSpec({ version: "v1.30.1" })),
      ["SKEW001 error IstioCNI/default", "SKEW001 error IstioCNI/default", "VER001 error IstioCNI/default"],
    ],
    ["versions by alias", inKind("Istio", withSpec({ version: "v1.28-latest" })), ["VER004 warning Istio/default"]],
  ])("%s", (_what, states, expected) => {
    expect(checkRow(states).map(line)).toEqual(expected);
  });

  test("of a control plane of another name", () => {
    const named = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
      ...bookinfo,
      controlPlane: { name: "prod", namespace: "mesh-prod" },
    });
    const bare = rowOf(named, (object) => {
      if (object.kind === "Gateway") return { ...object, metadata: { ...object.metadata, labels: {} } };
      return object.kind === "ZTunnel" ? withSpec({ values: {} })(object) : object;
    });
    expect(checkRow(bare).map(line)).toEqual([
      "WPT002 error Gateway/bookinfo/waypoint",
      "ZTN002 error ZTunnel/default",
    ]);
  });

  test("findings lead back to mesh.yaml", () => {
    const found = checkRow(inKind("ZTunnel", withSpec({ version: "v1.99.0" })));
    expect(found.map(({ rule, path }) => ({ rule, path }))).toEqual([{ rule: "VER001", path: ["spec", "ztunnel"] }]);
  });
});
