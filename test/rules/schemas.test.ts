import type { KubernetesObject } from "../../src/mesh/mesh";
import { cni, type Expected, expectState, expectStep, gateway, istio, rule, sail, setOf, ztunnel } from "./support";

const values = (inner: object) => istio("v1.28.3", { values: inner });
const route = (spec: object, apiVersion = "gateway.networking.k8s.io/v1"): KubernetesObject => ({
  apiVersion,
  kind: "HTTPRoute",
  metadata: { name: "r", namespace: "shop" },
  spec,
});
const policy = (spec: object, apiVersion = "security.istio.io/v1"): KubernetesObject => ({
  apiVersion,
  kind: "AuthorizationPolicy",
  metadata: { name: "p", namespace: "shop" },
  spec,
});
const backend = { rules: [{ backendRefs: [{ name: "a", port: 80 }] }] };

test.each<[string, string, KubernetesObject, Expected[]]>([
  ["all is well", "sail 1.28.3", values({ pilot: { resources: { requests: { cpu: "1" } } } }), []],
  [
    "a typing error",
    "sail 1.28.3",
    values({ pilot: { autoscaleMni: 2 } }),
    [["error", "Istio/default", "spec.values.pilot.autoscaleMni is not served by operator release 1.28.3"]],
  ],
  [
    "a field beside values",
    "sail 1.28.3",
    istio("v1.28.3", { updateStratgy: { type: "InPlace" } }),
    [["error", "Istio/default", "spec.updateStratgy is not served by operator release 1.28.3"]],
  ],
  [
    "a field that came later",
    "openshift 3.0.14",
    istio("v1.24.6", { values: { pilot: { trustedZtunnelNamespace: "x" }, gatewayClasses: {} } }),
    [["error", "Istio/default", "spec.values.gatewayClasses is not served by operator release 3.0.14"]],
  ],
  ["the same, where the release is not known", "openshift", istio("v1.24.6", { values: { gatewayClasses: {} } }), []],
  [
    "no release has it",
    "openshift",
    values({ pilto: {} }),
    [["error", "Istio/default", "spec.values.pilto is not served by any operator release"]],
  ],
  [
    "null unsets nothing",
    "sail 1.28.3",
    values({ pilot: { nodeSelector: null } }),
    [["warning", "Istio/default", "spec.values.pilot.nodeSelector is null, and its field takes none: null is dropped"]],
  ],
  ["what is open stays open", "sail 1.28.3", values({ gatewayClasses: { istio: { anything: [{ a: null }] } } }), []],
  ["a tag", "sail 1.28.3", sail("IstioRevisionTag", { targetRef: { kind: "Istio", name: "default" } }), []],
  [
    "of the CNI, too",
    "sail 1.28.3",
    cni("v1.28.3", { values: { cni: { excludeNamespace: ["x"] } } }),
    [["error", "IstioCNI/default", "spec.values.cni.excludeNamespace is not served"]],
  ],
  [
    "an API version that is not served is said once",
    "openshift 3.0.14",
    ztunnel("v1.24.6"),
    [["error", "ZTunnel/default", "sailoperator.io/v1 of ZTunnel is not served"]],
  ],
])("VER005: %s (%s)", (_what, where, object, expected) => {
  expectState("VER005", setOf(where, [object]), expected);
});

test("VER005: what was meant, and since when it is there", () => {
  const hintOf = (where: string, object: KubernetesObject) => rule("VER005").state?.(setOf(where, [object]))[0]?.hint;
  expect(hintOf("sail 1.28.3", values({ pilot: { autoscaleMni: 2 } }))).toBe("Did you mean autoscaleMin?");
  expect(hintOf("openshift 3.0.14", istio("v1.24.6", { values: { gatewayClasses: {} } }))).toMatch(/^Served since 3\./);
});

test.each<[string, KubernetesObject, Expected[]]>([
  ["all is well", values({ pilot: { autoscaleMin: 2 } }), []],
  [
    "a text for a number",
    values({ pilot: { autoscaleMin: "2" } }),
    [
      [
        "error",
        "Istio/default",
        'spec.values.pilot.autoscaleMin: expected a whole number, got "2" (operator release 1.28.3)',
      ],
    ],
  ],
  [
    "a text for true",
    values({ pilot: { enabled: "true" } }),
    [["error", "Istio/default", 'spec.values.pilot.enabled: expected true or false, got "true"']],
  ],
  [
    "a list for a map",
    values({ pilot: [] }),
    [["error", "Istio/default", "spec.values.pilot: expected a map, got a list"]],
  ],
  [
    "a number where a text is wanted",
    values({ pilot: { env: { PILOT_X: 1 } } }),
    [["error", "Istio/default", "spec.values.pilot.env.PILOT_X: expected a text, got 1"]],
  ],
  [
    "another word than the allowed ones",
    istio("v1.28.3", { updateStrategy: { type: "Canary" } }),
    [["error", "Istio/default", 'spec.updateStrategy.type: "Canary" is not one of InPlace, RevisionBased']],
  ],
  [
    "a CEL rule over two fields",
    istio("v1.28.3", { namespace: "mesh", values: { global: { istioNamespace: "istio-system" } } }),
    [["error", "Istio/default", "spec: spec.values.global.istioNamespace must match spec.namespace"]],
  ],
  ["ZTN001 says more of a name", sail("ZTunnel", { version: "v1.28.3" }, "mine"), []],
  ["a waypoint", gateway("w", "shop"), []],
  ["a route", route(backend), []],
  [
    "a port that is a text",
    route({ rules: [{ backendRefs: [{ name: "a", port: "80" }] }] }),
    [
      [
        "error",
        "HTTPRoute/shop/r",
        'spec.rules[0].backendRefs[0].port: expected a whole number, got "80" (Gateway API 1.4.1)',
      ],
    ],
  ],
  [
    "a filter without what its type asks for",
    route({ rules: [{ filters: [{ type: "RequestRedirect" }] }] }),
    [
      [
        "error",
        "HTTPRoute/shop/r",
        "spec.rules[0].filters[0]: filter.requestRedirect must be specified for RequestRedirect filter.type",
      ],
    ],
  ],
  [
    "the experimental channel",
    route({ rules: [{ filters: [{ type: "CORS", cors: {} }], retry: { attempts: 1 } }] }),
    [],
  ],
  [
    "a variable that whoever applies it fills in",
    route({ hostnames: ["shop.$" + "{DOMAIN}"] }),
    [["warning", "HTTPRoute/shop/r", 'spec.hostnames[0]: "shop.']],
  ],
  ["a policy", policy({ action: "DENY", rules: [{ from: [{ source: { namespaces: ["x"] } }] }] }), []],
  [
    "a word that is none",
    policy({ action: "BLOCK" }),
    [
      [
        "error",
        "AuthorizationPolicy/shop/p",
        'spec.action: "BLOCK" is not one of ALLOW, DENY, AUDIT, CUSTOM (Istio 1.30.3)',
      ],
    ],
  ],
  [
    "two ways to choose",
    policy({ selector: { matchLabels: { a: "b" } }, targetRefs: [{ kind: "Service", name: "a", group: "" }] }),
    [["error", "AuthorizationPolicy/shop/p", "spec: only one of targetRefs or selector can be set"]],
  ],
  ["a kind without a schema", { ...route({}), kind: "TCPRoute" }, []],
  ["somebody else's", { ...route({}), apiVersion: "example.com/v1" }, []],
])("SCH001: %s", (_what, object, expected) => {
  expectState("SCH001", setOf("sail 1.28.3", [object]), expected);
});

test.each<[string, KubernetesObject, KubernetesObject, Expected[]]>([
  ["nothing changes", istio("v1.28.3"), istio("v1.28.4"), []],
  ["a default is written down", istio("v1.28.3"), istio("v1.28.3", { namespace: "istio-system" }), []],
  [
    "the namespace changes",
    istio("v1.28.3"),
    istio("v1.28.3", { namespace: "mesh" }),
    [["error", "Istio/default", 'spec.namespace changes from "istio-system" to "mesh", and cannot be changed']],
  ],
])("SCH001 in a step: %s", (_what, before, after, expected) => {
  expectStep("SCH001", { before: setOf("sail 1.28.3", [before]), after: setOf("sail 1.28.3", [after]) }, expected);
});

test.each<[string, KubernetesObject[], Expected[]]>([
  ["all is well", [route(backend)], []],
  [
    "a typing error",
    [route({ ...backend, hostname: ["a"] })],
    [["error", "HTTPRoute/shop/r", "spec.hostname is no field of HTTPRoute (Gateway API 1.4.1)"]],
  ],
  [
    "a name of its own may be newer",
    [route({ ...backend, zebra: 1 })],
    [["warning", "HTTPRoute/shop/r", "spec.zebra is no field of HTTPRoute"]],
  ],
  ["the experimental channel", [route({ rules: [{ sessionPersistence: {} }] })], []],
  [
    "what Istio's newest release does not have, an older one has not either",
    [istio("v1.28.3"), policy({ zebra: 1 })],
    [["error", "AuthorizationPolicy/shop/p", "spec.zebra is no field of AuthorizationPolicy (Istio 1.30.3)"]],
  ],
  [
    "a mesh newer than the schemas",
    [istio("v1.31.0"), policy({ zebra: 1 })],
    [["warning", "AuthorizationPolicy/shop/p", "spec.zebra is no field of AuthorizationPolicy"]],
  ],
  [
    "a version that is gone",
    [route(backend, "gateway.networking.k8s.io/v1alpha2")],
    [
      [
        "warning",
        "HTTPRoute/shop/r",
        "gateway.networking.k8s.io/v1alpha2 of HTTPRoute is not served by Gateway API 1.4.1",
      ],
    ],
  ],
])("SCH002: %s", (_what, objects, expected) => {
  expectState("SCH002", setOf("sail", objects), expected);
});
