import { App, Chart, JsonPatch, Testing } from "cdk8s";
import type { Construct } from "constructs";
import { CarriedManifest } from "../../src/constructs/carried-manifest";
import { Istio } from "../../src/constructs/istio";
import { IstioCni } from "../../src/constructs/istio-cni";
import { LiteralObject } from "../../src/constructs/literal-object";
import { MeshNamespace } from "../../src/constructs/mesh-namespace";
import { OperatorGroup } from "../../src/constructs/operator-group";
import { PhaseMarker } from "../../src/constructs/phase-marker";
import { Subscription } from "../../src/constructs/subscription";
import { Waypoint } from "../../src/constructs/waypoint";
import { Ztunnel } from "../../src/constructs/ztunnel";
import { protectedKind } from "../../src/mesh/protected-kinds";

function only(build: (scope: Construct) => void) {
  const chart = Testing.chart();
  build(chart);
  return Testing.synth(chart)[0];
}

const protectedSail = {
  "argocd.argoproj.io/sync-options": "Prune=false,Delete=false,SkipDryRunOnMissingResource=true",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};

const protectedTraffic = {
  "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};

test("Istio with its defaults", () => {
  expect(only((scope) => new Istio(scope, "istio", { version: "v1.28.5" }))).toEqual({
    apiVersion: "sailoperator.io/v1",
    kind: "Istio",
    metadata: { name: "default", annotations: protectedSail },
    spec: { version: "v1.28.5", namespace: "istio-system", updateStrategy: { type: "InPlace" } },
  });
});

test("values reach the manifest untouched: nulls, order and types", () => {
  const values = { pilot: { zeta: null, alpha: [null, { b: null, a: "1.20" }] }, meshConfig: null };
  const { spec } = only((scope) => new Istio(scope, "istio", { version: "v1.28.5", values }));
  expect(JSON.stringify(spec.values)).toBe(JSON.stringify(values));
});

test("IstioCNI is the singleton", () => {
  expect(only((scope) => new IstioCni(scope, "cni", { version: "v1.28.5", profile: "ambient" }))).toEqual({
    apiVersion: "sailoperator.io/v1",
    kind: "IstioCNI",
    metadata: { name: "default", annotations: protectedSail },
    spec: { version: "v1.28.5", namespace: "istio-cni", profile: "ambient" },
  });
});

test.each([
  ["v1", { version: "v1.28.5", namespace: "ztunnel" }],
  ["v1alpha1", { version: "v1.28.5", namespace: "ztunnel" }],
] as const)("ZTunnel %s: neither version writes a profile", (apiVersion, spec) => {
  expect(only((scope) => new Ztunnel(scope, "ztunnel", { version: "v1.28.5", apiVersion }))).toEqual({
    apiVersion: `sailoperator.io/${apiVersion}`,
    kind: "ZTunnel",
    metadata: { name: "default", annotations: protectedSail },
    spec,
  });
});

describe("Waypoint", () => {
  const listener = (usedBy: readonly string[]) =>
    only((scope) => new Waypoint(scope, "waypoint", { name: "waypoint", namespace: "foo", usedBy })).spec.listeners[0];

  test("is a Gateway for services unless told otherwise", () => {
    expect(only((scope) => new Waypoint(scope, "waypoint", { name: "waypoint", namespace: "foo" }))).toEqual({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: {
        name: "waypoint",
        namespace: "foo",
        labels: { "istio.io/waypoint-for": "service" },
        annotations: protectedTraffic,
      },
      spec: {
        gatewayClassName: "istio-waypoint",
        listeners: [{ name: "mesh", port: 15008, protocol: "HBONE" }],
      },
    });
  });

  test("lets other namespaces in by name, sorted, its own included", () => {
    expect(listener(["foo"]).allowedRoutes).toBeUndefined();
    expect(listener(["shop", "bookinfo"]).allowedRoutes).toEqual({
      namespaces: {
        from: "Selector",
        selector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["bookinfo", "foo", "shop"] },
          ],
        },
      },
    });
  });
});

describe("MeshNamespace", () => {
  const labels = { "istio.io/dataplane-mode": "ambient" };

  test("owned: the whole Namespace, protected against pruning", () => {
    const namespace = only((scope) => new MeshNamespace(scope, "ns", { name: "bookinfo", labels }));
    expect(namespace).toMatchObject({
      kind: "Namespace",
      metadata: {
        name: "bookinfo",
        labels,
        annotations: {
          "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
          "kustomize.toolkit.fluxcd.io/prune": "disabled",
        },
      },
    });
  });

  test("its own annotations stand beside what protects it, and take nothing from that", () => {
    const annotations = { owner: "platform", "argocd.argoproj.io/sync-options": "Prune=true" };
    const namespace = only((scope) => new MeshNamespace(scope, "ns", { name: "bookinfo", labels, annotations }));
    expect(namespace).toMatchObject({
      metadata: {
        annotations: { owner: "platform", "argocd.argoproj.io/sync-options": "Prune=false,Delete=false" },
      },
    });
  });
});

test("OperatorGroup is for all namespaces", () => {
  const props = { name: "sailoperator", namespace: "sail-operator" };
  expect(only((scope) => new OperatorGroup(scope, "group", props))).toEqual({
    apiVersion: "operators.coreos.com/v1",
    kind: "OperatorGroup",
    metadata: {
      name: "sailoperator",
      namespace: "sail-operator",
      annotations: {
        "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
        "kustomize.toolkit.fluxcd.io/prune": "disabled",
      },
    },
    spec: {},
  });
});

test("Subscription", () => {
  const subscription = only(
    (scope) =>
      new Subscription(scope, "subscription", {
        namespace: "openshift-operators",
        package: "servicemeshoperator3",
        channel: "stable-3.1",
        source: "redhat-operators",
        sourceNamespace: "openshift-marketplace",
      }),
  );
  expect(subscription).toEqual({
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "Subscription",
    metadata: { name: "servicemeshoperator3", namespace: "openshift-operators" },
    spec: {
      name: "servicemeshoperator3",
      channel: "stable-3.1",
      installPlanApproval: "Manual",
      source: "redhat-operators",
      sourceNamespace: "openshift-marketplace",
    },
  });
});

test("PhaseMarker names mesh, phase and plan", () => {
  const marker = { mesh: "prod", namespace: "istio-system", phase: "03-cni-v1.28.5", plan: "abc", labels: "def" };
  expect(only((scope) => new PhaseMarker(scope, "marker", marker))).toMatchObject({
    kind: "ConfigMap",
    metadata: { name: "meshstep-prod", namespace: "istio-system" },
    data: { mesh: "prod", phase: "03-cni-v1.28.5", plan: "abc", labels: "def" },
  });
});

describe("CarriedManifest", () => {
  const carry = (object: object) =>
    only(
      (scope) =>
        new CarriedManifest(scope, "carried", { object: object as never, place: { file: "x", line: 1, column: 1 } }),
    );

  test("keeps everything, in its order, nulls included", () => {
    const route = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "r", namespace: "b", labels: { z: "1", a: "2" } },
      spec: { zeta: null, alpha: [1, null] },
    };
    expect(carry(route)).toEqual({ ...route, metadata: { ...route.metadata, annotations: protectedTraffic } });
    expect(JSON.stringify(carry(route).spec)).toBe(JSON.stringify(route.spec));
  });

  const kept = "Prune=false,Delete=false";
  test.each([
    ["security.istio.io/v1", undefined, `${kept},SkipDryRunOnMissingResource=true`],
    ["networking.istio.io/v1", "Validate=false", `Validate=false,${kept},SkipDryRunOnMissingResource=true`],
    ["networking.istio.io/v1", "SkipDryRunOnMissingResource=false", `SkipDryRunOnMissingResource=false,${kept}`],
    ["networking.istio.io/v1", "Prune=true", "Prune=true,Delete=false,SkipDryRunOnMissingResource=true"],
    ["gateway.networking.k8s.io/v1", undefined, kept],
    ["gateway.networking.k8s.io/v1", "Prune=confirm, Delete=confirm", "Prune=confirm, Delete=confirm"],
    ["apps/v1", undefined, undefined],
    ["v1", undefined, undefined],
  ])("%s with sync options %s gets %s", (apiVersion, before, after) => {
    const annotations = before === undefined ? undefined : { "argocd.argoproj.io/sync-options": before };
    const object = carry({ apiVersion, kind: "X", metadata: { name: "x", annotations } });
    expect(object.metadata.annotations?.["argocd.argoproj.io/sync-options"]).toBe(after);
  });

  test("what it says of pruning itself is kept", () => {
    const annotations = { "kustomize.toolkit.fluxcd.io/prune": "enabled" };
    const { metadata } = carry({ apiVersion: "security.istio.io/v1", kind: "X", metadata: { name: "x", annotations } });
    expect(metadata.annotations["kustomize.toolkit.fluxcd.io/prune"]).toBe("enabled");
  });
});

test("a hold may be pruned", () => {
  const metadata = { name: "hold" };
  const tag = { apiVersion: "sailoperator.io/v1", kind: "IstioRevisionTag", metadata, body: {}, clusterScoped: true };
  const built = (prunable: boolean) => only((scope) => new LiteralObject(scope, "tag", { ...tag, prunable }));
  expect(built(true).metadata).toEqual(metadata);
  expect(built(false).metadata).toEqual({ ...metadata, annotations: protectedSail });
});

describe("the table of kinds that engines must not prune", () => {
  test.each<(string | undefined)[]>([
    ["sailoperator.io/v1alpha1", "ZTunnel", "mesh"],
    ["sailoperator.io/v1", "IstioRevisionTag", "mesh"],
    ["v1", "Namespace", "namespace"],
    ["v1", "ConfigMap", undefined],
    ["batch/v1", "Job", undefined],
    ...["Gateway", "HTTPRoute", "GRPCRoute"].map((kind) => ["gateway.networking.k8s.io/v1", kind, "traffic"]),
    ...["TCPRoute", "TLSRoute"].map((kind) => ["gateway.networking.k8s.io/v1alpha2", kind, "traffic"]),
    ["gateway.networking.k8s.io/v1beta1", "ReferenceGrant", "traffic"],
    ...["VirtualService", "DestinationRule", "Sidecar", "EnvoyFilter", "ServiceEntry", "WorkloadEntry", "Gateway"].map(
      (kind) => ["networking.istio.io/v1", kind, "traffic"],
    ),
    ...["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"].map((kind) => [
      "security.istio.io/v1beta1",
      kind,
      "traffic",
    ]),
    ["telemetry.istio.io/v1", "Telemetry", "traffic"],
    ["extensions.istio.io/v1alpha1", "WasmPlugin", "traffic"],
    ["example.istio.io.evil/v1", "Gateway", undefined],
  ])("%s %s: %s", (apiVersion = "", kind = "", role) => {
    expect(protectedKind({ apiVersion, kind })?.role).toBe(role);
  });
});

test("JSON patches still work, on values too", () => {
  const patched = only((scope) => {
    const istio = new Istio(scope, "istio", { version: "v1.28.5", values: { pilot: { env: null } } });
    istio.addJsonPatch(JsonPatch.replace("/spec/values/pilot/env", { A: "b" }));
  });
  expect(patched.spec.values).toEqual({ pilot: { env: { A: "b" } } });
});

test("constructs stand in any chart of any app", () => {
  const app = new App();
  const chart = new Chart(app, "mine");
  new Istio(chart, "istio", { version: "v1.28.5" });
  new Ztunnel(chart, "ztunnel", { version: "v1.28.5" });
  expect(app.synthYaml()).toContain("kind: ZTunnel");
});

test("in a chart with a namespace only what has one takes it", () => {
  const chart = new Chart(new App(), "mine", { namespace: "x" });
  const version = "v1.28.5";
  new Istio(chart, "istio", { version });
  new IstioCni(chart, "cni", { version });
  new Ztunnel(chart, "ztunnel", { version });
  new MeshNamespace(chart, "owned", { name: "owned", labels: { a: "b" } });
  const place = { file: "x", line: 1, column: 1 };
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "carried" } };
  new CarriedManifest(chart, "carried", { object, place });
  const found = Testing.synth(chart).map(
    ({ kind, metadata }) => `${kind}/${metadata.name} ${metadata.namespace ?? ""}`,
  );
  expect(found).toEqual([
    "Istio/default ",
    "IstioCNI/default ",
    "ZTunnel/default ",
    "Namespace/owned ",
    "ConfigMap/carried x",
  ]);
});
