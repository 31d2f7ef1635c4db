import { checkCommand, checkContainer, checkQueries, judgeCheck } from "../../src/gates/command";
import { checkKinds } from "../../src/gates/kinds";
import type { Answer } from "../../src/gates/query";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { Check } from "../../src/plan/checks";
import { runWith } from "./fake-cluster";
import { istiod, pods, proxies, samples, ztunnel } from "./samples";

/** Answers to the queries of a check: objects, texts, or why there are none. */
type Given = readonly (KubernetesObject[] | { texts: string[] } | { failed: string })[];

function object(kind: string, spec: object, status: object, more: object = {}): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name: "x", generation: 2, ...more }, spec, status };
}

const daemonSet = (status: object, more: object = {}) =>
  object("DaemonSet", {}, { observedGeneration: 2, desiredNumberScheduled: 3, ...status }, more);
const deployment = (status: object, replicas = 2) =>
  object("Deployment", { replicas }, { observedGeneration: 2, ...status });
const settled = daemonSet({ updatedNumberScheduled: 3, numberAvailable: 3 });
const sail = (status: object, spec: object = { version: "v1.28.5" }) => object("Istio", spec, status);
const ready = { observedGeneration: 2, conditions: [{ type: "Ready", status: "True" }] };
const pod = (version: string | undefined) =>
  object("Pod", {}, {}, { labels: { app: "ztunnel", ...(version && { "app.kubernetes.io/version": version }) } });
const proxy = (image: string, name = "waypoint-5d9c-abc") => ({
  ...object("Pod", { containers: [{ name: "istio-proxy", image }] }, { phase: "Running" }),
  metadata: { name, namespace: "shop", ownerReferences: [{ kind: "ReplicaSet", name: "waypoint-5d9c" }] },
});
const syncz = (version: string, acked = "n1") =>
  JSON.stringify([
    { proxy: "waypoint-5d9c-abc.shop", istio_version: version, cluster_sent: "n1", cluster_acked: acked },
  ]);
const connected = (phase: string, revision = "r") => ({
  ...object("Pod", {}, { phase }),
  metadata: { name: "p", namespace: "shop", annotations: { "istio.io/rev": revision } },
});
const sidecar = (name: string, revision: string | undefined, isReady = true, more: object = {}) => ({
  ...object(
    "Pod",
    { initContainers: [{ name: "istio-proxy", image: "r/proxyv2:1.28.5" }], containers: [{ name: "app" }] },
    { phase: "Running", conditions: [{ type: "Ready", status: isReady ? "True" : "False" }] },
  ),
  metadata: { name, namespace: "shop", ...(revision && { annotations: { "istio.io/rev": revision } }), ...more },
});
const carry: Check = { check: "sidecars-carry", namespace: "shop", revision: "new" };
const ofShop: Check = {
  check: "proxy-version",
  proxies: { namespace: "shop", istioNamespace: "i", revision: "r" },
  version: "1.28.5",
};
const certificate = (dnsNames: string[], issued = 2, secretName = "istiod-tls") =>
  object(
    "Certificate",
    { secretName, dnsNames },
    { conditions: [{ type: "Ready", status: "True", observedGeneration: issued }] },
  );
const near: Check = { check: "connected-proxies", istioNamespace: "istio-system", revision: "default", minor: "1.28" };
const names: Check = {
  check: "istiod-certificate",
  namespace: "m",
  has: ["istiod-a.m.svc"],
  lacks: ["istiod-b.m.svc"],
};
const done = deployment({ updatedReplicas: 2, replicas: 2, availableReplicas: 2 });

const gone: Check = {
  check: "object-gone",
  kind: "HTTPRoute",
  resource: "httproutes.gateway.networking.k8s.io",
  namespace: "a",
  name: "b",
};

test.each<[string, Check, Given, true | RegExp]>([
  [
    "a stale CSV",
    { check: "csv-succeeded", csv: "a", namespace: "b" },
    [[object("CSV", {}, { phase: "Installing" })]],
    /Installing/,
  ],
  ["a CSV", { check: "csv-succeeded", csv: "a", namespace: "b" }, [[object("CSV", {}, { phase: "Succeeded" })]], true],
  ["no CSV", { check: "csv-succeeded", csv: "a", namespace: "b" }, [[]], /not installed/],
  ["a version", { check: "sail-version", resource: "istios", name: "x", version: "v1.28.5" }, [[sail({})]], true],
  [
    "another version",
    { check: "sail-version", resource: "istios", name: "x", version: "v1.28.6" },
    [[sail({})]],
    /v1\.28\.5/,
  ],
  ["Ready", { check: "sail-condition", resource: "istios", name: "x", condition: "Ready" }, [[sail(ready)]], true],
  [
    "Ready of the generation before",
    { check: "sail-condition", resource: "istios", name: "x", condition: "Ready" },
    [[sail({ ...ready, observedGeneration: 1 })]],
    /generation 1 of 2/,
  ],
  [
    "not Ready, and why",
    { check: "sail-condition", resource: "istios", name: "x", condition: "Ready" },
    [
      [
        sail({
          observedGeneration: 2,
          conditions: [{ type: "Ready", status: "False", reason: "IstiodNotReady", message: "0 of 2" }],
        }),
      ],
    ],
    /IstiodNotReady: 0 of 2/,
  ],
  ["a tag", { check: "revision-tag", tag: "x", revision: "r" }, [[object("Tag", {}, { istioRevision: "r" })]], true],
  [
    "a tag that has not moved",
    { check: "revision-tag", tag: "x", revision: "r" },
    [[object("Tag", {}, { istioRevision: "old" })]],
    /still points at old/,
  ],
  [
    "a tag that nobody has seen",
    { check: "revision-tag", tag: "x", revision: "r" },
    [[object("Tag", {}, {})]],
    /not resolved it yet/,
  ],
  [
    "nobody with a revision",
    { check: "revision-unused", revision: "r", hold: "h" },
    [[connected("Running", "other")], [], []],
    true,
  ],
  [
    "a pod that has succeeded",
    { check: "revision-unused", revision: "r", hold: "h" },
    [[connected("Succeeded")], [], []],
    true,
  ],
  [
    "a pod that has failed",
    { check: "revision-unused", revision: "r", hold: "h" },
    [[connected("Failed")], [], []],
    /still used by pod shop\/p/,
  ],
  [
    "a namespace that asks for it",
    { check: "revision-unused", revision: "r", hold: "h" },
    [[], [object("Namespace", {}, {}, { labels: { "istio.io/rev": "r" } })], []],
    /still used by namespace x/,
  ],
  [
    "a tag of somebody that points at it",
    { check: "revision-unused", revision: "r", hold: "h" },
    [[], [], [object("IstioRevisionTag", {}, { istioRevision: "r" })]],
    /still used by tag x/,
  ],
  [
    "the tag that holds it",
    { check: "revision-unused", revision: "r", hold: "x" },
    [[], [], [object("IstioRevisionTag", {}, { istioRevision: "r" })]],
    true,
  ],
  ["Healthy", { check: "mesh-healthy", name: "x" }, [[sail({ state: "Healthy" })]], true],
  ["not Healthy", { check: "mesh-healthy", name: "x" }, [[sail({ state: "ZTunnelNotFound" })]], /ZTunnelNotFound/],
  ["a rollout", { check: "rollout", workload: ztunnel, timeoutSeconds: 1 }, [[settled]], true],
  [
    "a rollout that has not begun: the count of 0 is left out",
    { check: "rollout", workload: ztunnel, timeoutSeconds: 1 },
    [[daemonSet({ numberAvailable: 3 })]],
    /0 of 3 pods are updated/,
  ],
  [
    "a rollout that its controller has not seen",
    { check: "rollout", workload: ztunnel, timeoutSeconds: 1 },
    [[{ ...settled, metadata: { name: "x", generation: 3 } }]],
    /generation 2 of 3/,
  ],
  [
    "updated, but not available",
    { check: "rollout", workload: ztunnel, timeoutSeconds: 1 },
    [[daemonSet({ updatedNumberScheduled: 3, numberAvailable: 2 })]],
    /2 of 3 pods are available/,
  ],
  ["a Deployment", { check: "rollout", workload: istiod, timeoutSeconds: 1 }, [[done]], true],
  [
    "a Deployment with an old replica",
    { check: "rollout", workload: istiod, timeoutSeconds: 1 },
    [[deployment({ updatedReplicas: 2, replicas: 3, availableReplicas: 3 })]],
    /1 old replicas/,
  ],
  ["nothing there", { check: "rollout", workload: istiod, timeoutSeconds: 1 }, [[]], /not there/],
  [
    "one version",
    { check: "only-versions", part: "ztunnel", pods, versions: ["1.28.5"] },
    [[pod("1.28.5"), pod("1.28.5")]],
    true,
  ],
  ["no pods yet", { check: "only-versions", part: "ztunnel", pods, versions: ["1.28.5"] }, [[]], true],
  [
    "a pod of another version",
    { check: "only-versions", part: "ztunnel", pods, versions: ["1.28.5"] },
    [[pod("1.28.5"), pod("1.28.4")]],
    /1 of 2 pods run 1\.28\.4/,
  ],
  [
    "a pod that does not say",
    { check: "only-versions", part: "ztunnel", pods, versions: ["1.28.5"] },
    [[pod(undefined)]],
    /no version/,
  ],
  ["in no rollout", { check: "settled", kind: "DaemonSet", ...pods, part: "ztunnel" }, [[settled]], true],
  ["none there, none in a rollout", { check: "settled", kind: "DaemonSet", ...pods, part: "ztunnel" }, [[]], true],
  [
    "in a rollout",
    { check: "settled", kind: "DaemonSet", ...pods, part: "ztunnel" },
    [[daemonSet({ updatedNumberScheduled: 1 })]],
    /1 of 3/,
  ],
  ["replicas", { check: "replicas-ready", workload: istiod, replicas: 2 }, [[deployment({ readyReplicas: 3 })]], true],
  ["too few replicas", { check: "replicas-ready", workload: istiod, replicas: 2 }, [[deployment({})]], /0 of 2/],
  ["every node", { check: "nodes-replaced", workload: ztunnel }, [[settled]], true],
  ["no node", { check: "nodes-replaced", workload: ztunnel }, [[daemonSet({})]], /0 of 3/],
  [
    "a field",
    { check: "workload-field", workload: ztunnel, field: "spec.updateStrategy.type", value: "OnDelete" },
    [[{ ...settled, spec: { updateStrategy: { type: "OnDelete" } } }]],
    true,
  ],
  [
    "another field",
    { check: "workload-field", workload: ztunnel, field: "spec.updateStrategy.type", value: "OnDelete" },
    [[settled]],
    /none/,
  ],
  [
    "Programmed of the generation before",
    { check: "gateway-programmed", namespace: "a", name: "b" },
    [[object("Gateway", {}, { conditions: [{ type: "Programmed", status: "True", observedGeneration: 1 }] })]],
    /generation 1 of 2/,
  ],
  [
    "Programmed",
    { check: "gateway-programmed", namespace: "a", name: "b" },
    [[object("Gateway", {}, { conditions: [{ type: "Programmed", status: "True", observedGeneration: 2 }] })]],
    true,
  ],
  ...(
    [
      ["the revision of a Gateway", { labels: { "istio.io/rev": "default-v1-30-3" } }, true],
      ["another revision of a Gateway", { labels: { "istio.io/rev": "default-v1-28-3" } }, /default-v1-28-3/],
      ["a Gateway that names none", {}, /no label/],
    ] as const
  ).map(([title, more, verdict]): [string, Check, Given, true | RegExp] => [
    title,
    { check: "gateway-revision", namespace: "a", name: "b", revision: "default-v1-30-3" },
    [[object("Gateway", {}, {}, more)]],
    verdict,
  ]),
  [
    "a gateway among workloads that moves at another time",
    {
      check: "proxy-version",
      proxies: { namespace: "shop", except: ["waypoint"], istioNamespace: "istio-system", revision: "default" },
      version: "1.28.5",
    },
    [[proxy("r/proxyv2:1.30.3"), proxy("r/proxyv2:1.28.5", "other-5d9c-abc")], { failed: "no exec" }],
    true,
  ],
  [
    "a route that nobody answers for",
    { check: "route-accepted", resource: "httproutes", namespace: "a", name: "b" },
    [[object("HTTPRoute", {}, {})]],
    /no parent/,
  ],
  [
    "a route with a backend that is not there",
    { check: "route-accepted", resource: "httproutes", namespace: "a", name: "b" },
    [
      [
        object(
          "HTTPRoute",
          {},
          {
            parents: [
              {
                conditions: [
                  { type: "Accepted", status: "True" },
                  { type: "ResolvedRefs", status: "False", reason: "BackendNotFound" },
                ],
              },
            ],
          },
        ),
      ],
    ],
    /BackendNotFound/,
  ],
  [
    "a policy of which a part was left out",
    { check: "policy-accepted", namespace: "a", name: "b" },
    [
      [
        object(
          "AuthorizationPolicy",
          {},
          { conditions: [{ type: "WaypointAccepted", status: "True", reason: "PartiallyInvalid" }] },
        ),
      ],
    ],
    /PartiallyInvalid/,
  ],
  [
    "a policy",
    { check: "policy-accepted", namespace: "a", name: "b" },
    [
      [
        object(
          "AuthorizationPolicy",
          {},
          { conditions: [{ type: "ZtunnelAccepted", status: "True", reason: "Accepted" }] },
        ),
      ],
    ],
    true,
  ],
  [
    "a Service that is not bound",
    { check: "waypoint-bound", namespace: "a" },
    [[object("Service", {}, {})]],
    /not bound/,
  ],
  [
    "an ExternalName Service",
    { check: "waypoint-bound", namespace: "a" },
    [[object("Service", { type: "ExternalName" }, {})]],
    true,
  ],
  [
    "proxies by their tags",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2:1.28.5-distroless")], { failed: "no exec" }, [done]],
    true,
  ],
  [
    "an older proxy",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2:1.28.4")], { failed: "no exec" }, [done]],
    /1\.28\.4/,
  ],
  [
    "proxies by what istiod knows",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2@sha256:0")], { texts: [syncz("1.28.5")] }, [done]],
    true,
  ],
  [
    "a proxy that is not connected",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2@sha256:0")], { texts: ["[]"] }, [done]],
    /0 of 1 are connected/,
  ],
  [
    "nobody knows",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2@sha256:0")], { failed: "you may not exec" }, [done]],
    /you may not exec/,
  ],
  [
    "no proxy at all",
    { check: "proxy-version", proxies, version: "1.28.5" },
    [[proxy("r/proxyv2:1.28.5", "other-5d9c-abc")].slice(1), { texts: [] }, [done]],
    /no proxy runs/,
  ],
  ["sidecars by their images", ofShop, [[sidecar("a", "r")], { texts: [] }], true],
  [
    "a sidecar that is not ready",
    ofShop,
    [[sidecar("a", "r"), sidecar("b", "r", false)], { texts: [] }],
    /1 of 2 are not ready: b/,
  ],
  [
    "the revision is on every pod",
    carry,
    [[sidecar("a", "new"), object("Pod", { containers: [{ name: "app" }] }, {})]],
    true,
  ],
  ["no pod with a sidecar", carry, [[]], true],
  ["pods of the revision before", carry, [[sidecar("a", "new"), sidecar("b", "old")]], /1 of 2 pods carry old: b/],
  [
    "one that is not ready has not come",
    carry,
    [[sidecar("a", "new"), sidecar("b", "new", false)]],
    /1 of 2 pods are not ready: b/,
  ],
  ["one that does not say", carry, [[sidecar("a", undefined)]], /carry no revision: a/],
  [
    "one that ends does not count",
    carry,
    [[sidecar("a", "old", true, { deletionTimestamp: "2026-11-27T00:00:00Z" })]],
    true,
  ],
  [
    "a certificate for its names",
    names,
    [[certificate(["x"], 2, "other"), certificate(["istiod.m.svc", "istiod-a.m.svc"])]],
    true,
  ],
  ["a certificate without one", names, [[certificate(["istiod.m.svc"])]], /no name istiod-a\.m\.svc/],
  [
    "a certificate with one too many",
    names,
    [[certificate(["istiod-a.m.svc", "istiod-b.m.svc"])]],
    /still has istiod-b/,
  ],
  ["a certificate of the generation before", names, [[certificate(["istiod-a.m.svc"], 1)]], /not issued yet/],
  [
    "no certificate of istiod's",
    names,
    [[certificate(["istiod-a.m.svc"], 2, "other")]],
    /no Certificate is for Secret istiod-tls/,
  ],
  ["all connected at the minor or above", near, [{ texts: [syncz("1.28.5"), syncz("1.29.1_vendor")] }], true],
  ["nobody connected", near, [{ texts: ["[]"] }], true],
  [
    "somebody connected of whom nobody spoke",
    near,
    [{ texts: [syncz("1.28.5"), syncz("1.27.9")] }],
    /1 of 2 are older than 1\.28: .* runs 1\.27\.9/,
  ],
  ["istiod that does not answer", near, [{ texts: [], failed: "no pod" }], /no pod/],
  ["synced", { check: "proxies-synced", proxies }, [[proxy("x")], { texts: [syncz("1.28.5")] }], true],
  [
    "stale",
    { check: "proxies-synced", proxies },
    [[proxy("x")], { texts: [syncz("1.28.5", "n0")] }],
    /has not taken cluster/,
  ],
  [
    "HBONE",
    { check: "ztunnel-workloads", namespace: "shop", ztunnelNamespace: "ztunnel" },
    [{ texts: [JSON.stringify([{ namespace: "shop", name: "a", protocol: "HBONE" }])] }],
    true,
  ],
  [
    "not HBONE",
    { check: "ztunnel-workloads", namespace: "shop", ztunnelNamespace: "ztunnel" },
    [{ texts: [JSON.stringify([{ namespace: "shop", name: "a", protocol: "TCP" }])] }],
    /not reached by HBONE: a/,
  ],
  [
    "a label",
    { check: "namespace-label", namespace: "a", label: "b", value: "c" },
    [[object("Namespace", {}, {}, { labels: { b: "c" } })]],
    true,
  ],
  [
    "no label",
    { check: "namespace-label", namespace: "a", label: "b", value: "c" },
    [[object("Namespace", {}, {})]],
    /does not have/,
  ],
  ["an object that is still there", gone, [[object("Gateway", {}, {})]], /still there/],
  ["an object that is gone", gone, [[]], true],
  [
    "a label that is gone",
    { check: "namespace-without-label", namespace: "a", label: "b" },
    [[object("Namespace", {}, {})]],
    true,
  ],
  [
    "a label that is still there",
    { check: "namespace-without-label", namespace: "a", label: "b" },
    [[object("Namespace", {}, {}, { labels: { b: "c" } })]],
    /it is b=c/,
  ],
  [
    "a marker",
    { check: "phase-applied", namespace: "a", name: "b", phase: "p" },
    [[{ ...object("ConfigMap", {}, {}), data: { phase: "p" } }]],
    true,
  ],
  [
    "another marker",
    { check: "phase-applied", namespace: "a", name: "b", phase: "p" },
    [[{ ...object("ConfigMap", {}, {}), data: { phase: "q" } }]],
    /it says q/,
  ],
  [
    "a phase two steps away",
    { check: "neighbour-applied", namespace: "a", mesh: "m", phases: ["p"] },
    [[object("ConfigMap", {}, {}, { labels: { "meshstep.dev/phase": "q" } })]],
    /is q/,
  ],
  ["no phase yet", { check: "neighbour-applied", namespace: "a", mesh: "m", phases: ["p"] }, [[]], true],
])("%s", (_, check, given, expected) => {
  const answers = given.map((one): Answer => {
    const nothing = { objects: [], texts: [] };
    return Array.isArray(one) ? { ...nothing, objects: one } : { ...nothing, ...one };
  });
  expect(answers).toHaveLength(checkQueries(check).length);
  const verdict = judgeCheck(check, answers);
  if (expected === true) expect(verdict).toBe(true);
  else expect(verdict).toMatch(expected);
});

test("nothing holds that nobody has answered", () => {
  const silence: Answer = { objects: [], texts: [], failed: "no answer" };
  const holds = samples.filter(
    (check) =>
      judgeCheck(
        check,
        checkQueries(check).map(() => silence),
      ) === true,
  );
  expect(holds).toEqual([]);
});

const withShell = [
  "slo",
  "operator-leads",
  "chart-leads",
  "crds-accept",
  "proxy-version",
  "sidecars-carry",
  "sidecars-run",
  "istiod-certificate",
];

test("a container has arguments for kubectl, or a script where that is not enough, or says why there is none", () => {
  for (const check of samples) {
    const container = checkContainer(check);
    if ("impossible" in container) expect(container.impossible).not.toBe("");
    else if ("script" in container) expect(withShell).toContain(check.check);
    else expect(["wait", "rollout"]).toContain(container[0]);
  }
});

test("there is a sample of every kind", () => {
  const missing = Object.keys(checkKinds).filter((kind) => !samples.some(({ check }) => check === kind));
  expect(missing).toEqual([]);
});

test.each(samples)("$check: a client that fails is no yes", (check) => {
  const { run } = checkCommand(check, "kubectl");
  expect(runWith(run, "exit 1", {}).status).not.toBe(0);
});
