import type { KubernetesObject } from "../../src/mesh/mesh";
import { expectState, expectStep, istio, setOf } from "./support";

const where = "sail 1.28.3";

function made(
  apiVersion: string,
  kind: string,
  name: string,
  spec: object,
  namespace = "istio-system",
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace }, spec };
}

const budget = (spec: object, labels: object = { app: "istiod" }) =>
  made("policy/v1", "PodDisruptionBudget", "istiod", { selector: { matchLabels: labels }, ...spec });
const scaler = (name: string) =>
  made("autoscaling/v2", "HorizontalPodAutoscaler", "istiod", { scaleTargetRef: { kind: "Deployment", name } });
const two = { values: { pilot: { autoscaleMin: 2 } } };

describe("HA001", () => {
  test.each([
    ["error", "a name nearly right", scaler("istoid"), "Deployment istoid"],
    ["warning", "a name of its own", scaler("cart"), "Deployment cart"],
    ["error", "minAvailable 100%", budget({ minAvailable: "100%" }), "minAvailable 100%"],
    ["error", "maxUnavailable 0", budget({ maxUnavailable: 0 }), "maxUnavailable 0"],
    ["warning", "as many as there are at rest", budget({ minAvailable: 2 }), "while there are 2"],
    ["error", "more than there can be", budget({ minAvailable: 9 }), "minAvailable 9"],
    ["error", "labels that istiod has not", budget({ minAvailable: 1 }, { app: "istoid" }), "selects no pod"],
  ] as const)("%s: %s", (severity, _what, object, part) => {
    const id = `${object.kind}/istio-system/istiod`;
    expectState("HA001", setOf(where, [istio("v1.28.3", two), object]), [[severity, id, part]]);
  });

  test.each([
    ["one may go", budget({ minAvailable: 1 })],
    ["maxUnavailable 1", budget({ maxUnavailable: 1 })],
    ["the Deployment that the operator makes", scaler("istiod")],
    ["pods of somebody else", budget({ minAvailable: "100%" }, { app: "cart" })],
  ])("good: %s", (_what, object) => {
    expectState("HA001", setOf(where, [istio("v1.28.3", two), object]), []);
  });

  test("a minimum above the maximum, which is five by default; none where nothing scales by itself", () => {
    const asked = (pilot: object) => setOf(where, [istio("v1.28.3", { values: { pilot } })]);
    expectState("HA001", asked({ autoscaleMin: 6 }), [
      ["error", "Istio/default", "autoscaleMin 6 is above autoscaleMax"],
    ]);
    expectState("HA001", asked({ autoscaleMin: 6, autoscaleMax: 8 }), []);
    expectState("HA001", asked({ autoscaleMin: 6, autoscaleEnabled: false }), []);
  });

  test("a Deployment of a Gateway, one of the manifests, and a namespace of which nothing is known", () => {
    const gateway = made("gateway.networking.k8s.io/v1", "Gateway", "ingress", { gatewayClassName: "istio" }, "shop");
    const hpa = (name: string, namespace: string) => ({
      ...scaler(name),
      metadata: { name: `${namespace}-${name}`, namespace },
    });
    const objects = [
      gateway,
      hpa("ingress-istio", "shop"),
      made("apps/v1", "Deployment", "cart", {}, "shop"),
      hpa("cart", "shop"),
      hpa("web", "bank"),
    ];
    expectState("HA001", setOf(where, objects), []);
  });
});

describe("HA002", () => {
  const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
    before: setOf(where, before),
    after: setOf(where, after),
  });

  test.each([
    ["one replica", [istio("v1.28.2", two)], [istio("v1.28.3")], "at least 2"],
    [
      "no budget by the chart",
      [istio("v1.28.2", two)],
      [istio("v1.28.3", { values: { ...two.values, global: { defaultPodDisruptionBudget: { enabled: false } } } })],
      "takes its PodDisruptionBudget away",
    ],
    [
      "no budget among the manifests",
      [istio("v1.28.2", two), budget({ minAvailable: 1 })],
      [istio("v1.28.3", two)],
      "PodDisruptionBudget/istio-system/istiod",
    ],
    [
      "no autoscaler among the manifests",
      [istio("v1.28.2", two), scaler("istiod")],
      [istio("v1.28.3", two)],
      "HorizontalPodAutoscaler/istio-system/istiod",
    ],
  ])("%s", (_what, before, after, part) => {
    expectStep("HA002", step(before, after), [["warning", "Istio/default", part]]);
  });

  test("the version alone, and the replicas alone", () => {
    expectStep("HA002", step([istio("v1.28.2", two)], [istio("v1.28.3", two)]), []);
    expectStep("HA002", step([istio("v1.28.3", two)], [istio("v1.28.3")]), []);
    expectStep("HA002", step([istio("v1.28.2", two), budget({}, { app: "cart" })], [istio("v1.28.3", two)]), []);
  });
});
