import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, namespace, sail, setOf } from "./support";

function kustomization(name: string, dependsOn: object[], spec: object = {}): KubernetesObject {
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace: "flux-system" },
    spec: { path: `./${name}`, ...(dependsOn.length > 0 && { dependsOn }), ...spec },
  };
}

const id = (name: string) => `Kustomization/flux-system/${name}`;

describe("DEL008", () => {
  test("a name that is nearly right, and one from elsewhere", () => {
    const objects = [
      kustomization("operator", []),
      kustomization("mesh", [{ name: "opperator" }]),
      kustomization("routes", [{ name: "certificates" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", objects), [
      ["error", id("mesh"), "flux-system/opperator, which is not among"],
      ["warning", id("routes"), "flux-system/certificates"],
    ]);
  });

  test("a circle of three is said once, and one of one as well", () => {
    const circle = [
      kustomization("b", [{ name: "c" }]),
      kustomization("c", [{ name: "a" }]),
      kustomization("a", [{ name: "b" }]),
      kustomization("self", [{ name: "self" }]),
      kustomization("outside", [{ name: "a" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", circle), [
      ["error", id("a"), "flux-system/a → flux-system/b → flux-system/c → flux-system/a"],
      ["error", id("self"), "flux-system/self → flux-system/self"],
    ]);
  });

  test("a row of them, and one in another namespace", () => {
    const other = { ...kustomization("base", []), metadata: { name: "base", namespace: "infra" } };
    const row = [
      other,
      kustomization("operator", [{ name: "base", namespace: "infra" }]),
      kustomization("mesh", [{ name: "operator" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", row), []);
  });
});

describe("DEL013: health checks of a revision", () => {
  const based = sail("Istio", { version: "v1.30.3", updateStrategy: { type: "RevisionBased" } });
  const check = (name: string, kind = "Deployment") => ({
    ...(kind === "Deployment"
      ? { apiVersion: "apps/v1", namespace: "istio-system" }
      : { apiVersion: "sailoperator.io/v1" }),
    kind,
    name,
  });
  test.each<[string, object[], Expected[]]>([
    ["the one that is made", [check("istiod-default-v1-30-3")], []],
    [
      "the one before",
      [check("istiod-default-v1-30-2")],
      [["warning", id("mesh"), "does not wait for istiod-default-v1-30-3"]],
    ],
    [
      "an IstioRevision",
      [check("default-v1-30-2", "IstioRevision")],
      [["warning", id("mesh"), "does not wait for default-v1-30-3"]],
    ],
    ["both, while workloads move", [check("istiod-default-v1-30-2"), check("istiod-default-v1-30-3")], []],
    ["with dots", [check("istiod-default-v1.30.3")], [["error", id("mesh"), "nothing that the operator makes"]]],
  ])("%s", (_, healthChecks, expected) =>
    expectState("DEL013", setOf("sail 1.30.3", [based, kustomization("mesh", [], { healthChecks })]), expected),
  );
});

describe("DEL013: health checks of another place", () => {
  const zt = sail("ZTunnel", { version: "v1.30.3", namespace: "ztunnel" });
  const check = (kind: string, inNamespace: string, name = "ztunnel") => ({
    apiVersion: "apps/v1",
    kind,
    name,
    namespace: inNamespace,
  });
  const own: KubernetesObject = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "ztunnel", namespace: "istio-system" },
  };
  test.each<[string, object, KubernetesObject[], Expected[]]>([
    ["where it is", check("DaemonSet", "ztunnel"), [], []],
    [
      "another namespace",
      check("DaemonSet", "istio-system"),
      [],
      [["error", id("mesh"), "is DaemonSet/ztunnel/ztunnel"]],
    ],
    ["another namespace, where one is as well", check("DaemonSet", "istio-system"), [own], []],
    ["another kind", check("Deployment", "ztunnel"), [], [["error", id("mesh"), "is DaemonSet/ztunnel/ztunnel"]]],
    ["of what is no kind of the mesh", check("Deployment", "shop", "cart"), [], []],
    ["a namespace that Flux fills in", check("DaemonSet", `\${ZTUNNEL_NAMESPACE}`), [], []],
  ])("%s", (_, one, more, expected) =>
    expectState(
      "DEL013",
      setOf("sail 1.30.3", [zt, ...more, kustomization("mesh", [], { healthChecks: [one] })]),
      expected,
    ),
  );

  test.each<[string, Expected[]]>([
    ["ZTunnel", []],
    ["Ztunnel", [["error", id("mesh"), "the expression is asked of nothing"]]],
  ])("an expression for %s", (kind, expected) => {
    const healthCheckExprs = [{ apiVersion: "sailoperator.io/v1", kind, current: "true" }];
    expectState("DEL013", setOf("sail 1.30.3", [zt, kustomization("mesh", [], { healthCheckExprs })]), expected);
  });
});

describe("DEL009", () => {
  const at = (file: string, object: KubernetesObject) => ({ object, file });
  const policy = (name: string, inNamespace: string): KubernetesObject => ({
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name, namespace: inNamespace },
  });
  const files = [
    at("/repo/mesh/istio.yaml", { apiVersion: "sailoperator.io/v1", kind: "Istio", metadata: { name: "default" } }),
    at("/repo/mesh/shop.yaml", policy("a", "shop")),
    at("/repo/mesh/bank.yaml", policy("b", "bank")),
    at("/repo/mesh/namespaces.yaml", namespace("shop")),
  ];
  const asked = (target: string | undefined, path: string, objects = files) => ({
    ...setOf("sail 1.28.3", []),
    objects: [
      ...objects,
      at("/repo/flux/mesh.yaml", kustomization("mesh", [], { path, ...(target && { targetNamespace: target }) })),
    ],
  });

  test("objects of two namespaces go into one", () => {
    expectState("DEL009", asked("istio-system", "./mesh/"), [["error", id("mesh"), "PeerAuthentication/bank/b"]]);
  });

  test("no target, another path, one namespace", () => {
    expectState("DEL009", asked(undefined, "./mesh"), []);
    expectState("DEL009", asked("istio-system", "./apps"), []);
    expectState("DEL009", asked("istio-system", "./"), []);
    expectState("DEL009", asked("test", "./mesh", files.slice(0, 2)), []);
  });
});
