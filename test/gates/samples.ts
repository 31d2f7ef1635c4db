import type { Check } from "../../src/plan/checks";

export const ztunnel = { kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" } as const;
export const istiod = { kind: "Deployment", namespace: "istio-system", name: "istiod" } as const;
export const pods = { namespace: "ztunnel", labels: { app: "ztunnel" } };
export const proxies = {
  namespace: "shop",
  deployment: "waypoint",
  istioNamespace: "istio-system",
  revision: "default",
};
const request = {
  name: "r",
  from: { namespace: "a", serviceAccount: "b" },
  url: "http://x/",
  method: "GET",
  expect: { status: 200 },
} as const;

/** One check of each kind. */
export const samples: readonly Check[] = [
  { check: "csv-succeeded", csv: "a", namespace: "b" },
  { check: "operator-leads", namespace: "b", package: "sailoperator", releases: ["1.30.3"] },
  { check: "operator-reconciled", csv: "a", namespace: "b", parts: [] },
  { check: "chart-leads", namespace: "b", releases: [{ release: "1.30.3", brings: "v1.30.3" }] },
  { check: "chart-reconciled", namespace: "b", releases: [{ release: "1.30.3", brings: "v1.30.3" }], parts: [] },
  { check: "crds-accept", release: "1.30.3", brings: "v1.30.3", resources: ["istios", "ztunnels"] },
  { check: "sail-version", resource: "istios", name: "x", version: "v1.28.5" },
  { check: "sail-condition", resource: "istios", name: "x", condition: "Ready" },
  { check: "revision-tag", tag: "x", revision: "default-v1-28-5" },
  { check: "revision-unused", revision: "default-v1-28-5", hold: "default-hold" },
  { check: "mesh-healthy", name: "x" },
  { check: "version-label", workload: ztunnel, version: "1" },
  { check: "rollout", workload: ztunnel, timeoutSeconds: 1 },
  { check: "only-versions", part: "ztunnel", pods, versions: ["1"] },
  { check: "settled", kind: "DaemonSet", ...pods, part: "ztunnel" },
  { check: "replicas-ready", workload: istiod, replicas: 2 },
  { check: "replicas-ready", workload: istiod, replicas: 2, budget: "istiod" },
  { check: "nodes-replaced", workload: ztunnel },
  { check: "nodes-at", minor: "1.32" },
  { check: "workload-field", workload: ztunnel, field: "spec.a", value: "b" },
  { check: "phase-applied", namespace: "a", name: "b", phase: "p" },
  { check: "neighbour-applied", namespace: "a", mesh: "m", phases: ["p"] },
  { check: "gateway-programmed", namespace: "a", name: "b" },
  { check: "gateway-revision", namespace: "a", name: "b", revision: "default-v1-30-3" },
  { check: "proxy-version", proxies, version: "1" },
  { check: "istiod-certificate", namespace: "mesh", has: ["istiod-new.mesh.svc"], lacks: ["istiod-old.mesh.svc"] },
  { check: "sidecars-carry", namespace: "shop", revision: "default-v1-28-5" },
  { check: "sidecars-run", namespace: "shop", except: ["gw"], versions: ["1.28.3", "1.30.3"] },
  { check: "sidecars-run", namespace: "shop", deployment: "gw", versions: ["1.30.3"] },
  { check: "proxies-synced", proxies },
  { check: "connected-proxies", istioNamespace: "istio-system", revision: "default", minor: "1.28" },
  { check: "ztunnel-workloads", namespace: "a", ztunnelNamespace: "ztunnel" },
  { check: "namespace-label", namespace: "a", label: "b", value: "c" },
  { check: "namespace-without-label", namespace: "a", label: "b" },
  { check: "object-gone", kind: "Gateway", resource: "gateways.gateway.networking.k8s.io", namespace: "a", name: "b" },
  { check: "route-accepted", resource: "httproutes", namespace: "a", name: "b" },
  { check: "policy-accepted", namespace: "a", name: "b" },
  { check: "waypoint-bound", namespace: "a" },
  { check: "request", request },
  { check: "request", request: { ...request, expect: { connection: "denied" } } },
  { check: "request", request: { ...request, expect: { status: 200, backends: { header: "h", weights: { v1: 1 } } } } },
  {
    check: "slo",
    slo: { name: "s", query: "up", max: 1, windowSeconds: 300 },
    prometheus: { namespace: "a", service: "b", port: 9090, scheme: "http" },
  },
];
