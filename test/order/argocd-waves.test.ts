import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { kindRank } from "../../src/order/argocd/kinds";
import { readWave } from "../../src/order/argocd/wave";
import { object } from "./support";

test.each<[string, KubernetesObject, number, string | undefined]>([
  ["none", object("ConfigMap", "a"), 0, undefined],
  ["a number", object("ConfigMap", "a", { wave: "20" }), 20, undefined],
  ["a negative one", object("ConfigMap", "a", { wave: "-5" }), -5, undefined],
  ["a sign and zeros", object("ConfigMap", "a", { wave: "+007" }), 7, undefined],
  ["a word", object("ConfigMap", "a", { wave: "last" }), 0, "last"],
  ["empty", object("ConfigMap", "a", { wave: "" }), 0, ""],
  ["a space", object("ConfigMap", "a", { wave: " 5" }), 0, " 5"],
  ["a fraction", object("ConfigMap", "a", { wave: "5.0" }), 0, "5.0"],
  ["more than 64 bits", object("ConfigMap", "a", { wave: "9223372036854775808" }), 0, "9223372036854775808"],
  ["Helm's weight", object("ConfigMap", "a", { "helm.sh/hook-weight": "4" }), 4, undefined],
  ["Helm's weight behind a word", object("ConfigMap", "a", { wave: "x", "helm.sh/hook-weight": "4" }), 4, "x"],
  ["a number before Helm's weight", object("ConfigMap", "a", { wave: "1", "helm.sh/hook-weight": "4" }), 1, undefined],
])("the wave of an object with %s", (_name, one, wave, ignored) => {
  expect(readWave(one)).toEqual({ wave, ...(ignored !== undefined && { ignored }) });
});

test("kinds that Argo CD knows come in its order, all others after them", () => {
  const kinds = ["Namespace", "NetworkPolicy", "ServiceAccount", "Secret", "ConfigMap", "CustomResourceDefinition"];
  const more = [
    "ClusterRole",
    "Role",
    "RoleBinding",
    "Service",
    "DaemonSet",
    "Deployment",
    "Job",
    "APIService",
    "Istio",
  ];
  const ranks = [...kinds, ...more].map(kindRank);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  expect(new Set(ranks).size).toBe(ranks.length);
  expect([kindRank("Istio"), kindRank("Gateway"), kindRank("toString")]).toEqual([0, 0, 0]);
});
