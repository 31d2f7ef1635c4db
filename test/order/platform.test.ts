import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { applicationsIn } from "../../src/order/argocd/application";
import { rowsIn } from "../../src/order/flux/read-kustomizations";
import { pathBelow } from "../../src/order/platform";

test.each<[string | undefined, string, string | undefined]>([
  ["live/prod/mesh", "live/prod", "mesh"],
  ["./live/prod/mesh/20-control-plane/", "live/prod", "mesh/20-control-plane"],
  ["live/prod", "./live/prod", "."],
  ["mesh", ".", "mesh"],
  ["live/production/mesh", "live/prod", undefined],
  ["live", "live/prod", undefined],
  [undefined, ".", undefined],
])("the path %s, where the live folder is %s", (path, live, expected) => {
  expect(pathBelow(path, live)).toBe(expected);
});

const application = (name: string, path: string, more: object = {}): KubernetesObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name },
  spec: { source: { path }, destination: { namespace: "istio-system" }, ...more },
});

test("Applications, by the folder that they read", () => {
  const objects = [
    application("prod-mesh", "live/prod/mesh", { syncPolicy: { syncOptions: ["PruneLast=true"] } }),
    application("prod-all", "live/prod"),
    application("other", "live/other/mesh"),
    { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: { name: "prod" } },
  ];
  expect(applicationsIn(objects, "live/prod")).toEqual([
    { name: "mesh", path: "mesh", destinationNamespace: "istio-system", pruneLast: true },
    { name: "prod-all", path: ".", destinationNamespace: "istio-system", pruneLast: false },
  ]);
});

const kustomization = (name: string, path: string, dependsOn: string[] = [], more: object = {}): KubernetesObject => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name },
  spec: {
    path,
    prune: true,
    ...(dependsOn.length > 0 && { dependsOn: dependsOn.map((one) => ({ name: one })) }),
    ...more,
  },
});
const names = (objects: KubernetesObject[]) =>
  rowsIn(objects, "live/prod").map((row) => [row.name, ...row.kustomizations.map((one) => one.name)]);

test("Kustomizations become rows by what they depend on", () => {
  const layers = [
    kustomization("prod-90-verify", "./live/prod/mesh/90-verify", ["prod-20-control-plane"]),
    kustomization("prod-05-precheck", "./live/prod/mesh/05-precheck"),
    kustomization("prod-20-control-plane", "./live/prod/mesh/20-control-plane", ["prod-05-precheck"]),
  ];
  const others = [kustomization("prod-namespaces", "./live/prod/namespaces"), kustomization("x", "./elsewhere")];
  expect(names([...layers, ...others])).toEqual([
    ["mesh", "05-precheck", "20-control-plane", "90-verify"],
    ["namespaces", "namespaces"],
  ]);
});

test("where two depend on one, and where they depend on each other, less is promised", () => {
  const two = [
    kustomization("a", "./live/prod/mesh/05-precheck"),
    kustomization("b", "./live/prod/mesh/20-control-plane", ["a"]),
    kustomization("c", "./live/prod/mesh/30-cni", ["a"]),
  ];
  expect(names(two)).toEqual([
    ["mesh", "05-precheck", "20-control-plane"],
    ["mesh", "30-cni"],
  ]);
  const circle = [kustomization("a", "./live/prod/a", ["b"]), kustomization("b", "./live/prod/b", ["a"])];
  expect(names(circle)).toEqual([["a", "a", "b"]]);
});

test("what a Kustomization waits for, in the order in which it looks at it", () => {
  const health = {
    prune: false,
    wait: false,
    healthChecks: [
      { apiVersion: "apps/v1", kind: "DaemonSet", name: "ztunnel", namespace: "ztunnel" },
      { apiVersion: "sailoperator.io/v1", kind: "ZTunnel", name: "default" },
    ],
    healthCheckExprs: [{ apiVersion: "sailoperator.io/v1", kind: "ZTunnel", current: "true" }],
  };
  const [row] = rowsIn([kustomization("prod-40-ztunnel", "live/prod/mesh/40-ztunnel", [], health)], "live/prod");
  expect(row?.kustomizations).toEqual([
    {
      name: "40-ztunnel",
      path: "mesh/40-ztunnel",
      wait: false,
      healthChecks: [
        { group: "apps", kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" },
        { group: "sailoperator.io", kind: "ZTunnel", name: "default" },
      ],
      expressions: ["sailoperator.io/ZTunnel"],
      prune: false,
    },
  ]);
});
