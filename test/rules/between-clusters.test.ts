import type { KubernetesObject } from "../../src/mesh/mesh";
import type { ManifestSet } from "../../src/rules/rule";
import { expectState, istio, setOf } from "./support";

/** A control plane of mesh corp on a network of its own. */
const cluster = (network: string, trustDomain?: string, trustDomainAliases: readonly string[] = []) =>
  istio("v1.28.3", {
    namespace: "istio-system",
    values: {
      global: { meshID: "corp", network, multiCluster: { clusterName: network } },
      meshConfig: { ...(trustDomain && { trustDomain }), trustDomainAliases },
    },
  });

function beside(own: KubernetesObject, ...others: readonly KubernetesObject[]): ManifestSet {
  return { ...setOf("sail 1.28.3", [own]), beside: others.map((object) => ({ object })) };
}

describe("trust domains of clusters of one mesh", () => {
  test.each<[string, ManifestSet, string]>([
    ["one of three", beside(cluster("a", "a.example"), cluster("b", "corp"), cluster("c", "corp")), "corp"],
    ["one that says none", beside(cluster("a", "corp"), cluster("b")), "cluster.local"],
    ["one side knows the other", beside(cluster("a", "z", ["corp"]), cluster("b", "corp")), "corp"],
  ])("strange: %s", (_what, set, usual) => {
    expectState("ZTN006", set, [["warning", "Istio/default", `another cluster of mesh corp here is of ${usual}:`]]);
  });

  test.each<[string, ManifestSet]>([
    ["one for all", beside(cluster("a", "corp"), cluster("b", "corp"))],
    ["each knows the other", beside(cluster("a", "z", ["corp"]), cluster("b", "corp", ["z"]))],
    ["it is as most are: the other says it", beside(cluster("a", "corp"), cluster("b", "z"))],
    [
      "of another mesh",
      beside(cluster("a", "z"), istio("v1.28.3", { values: { global: { meshID: "other", network: "b" } } })),
    ],
    ["a placeholder", beside(cluster("a", "{{.domain}}"), cluster("b", "corp"))],
  ])("good: %s", (_what, set) => {
    expectState("ZTN006", set, []);
  });
});

describe("the port by which other networks come in", () => {
  const pods: KubernetesObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "eastwest", namespace: "istio-system" },
    spec: {
      template: {
        metadata: { labels: { istio: "eastwest" }, annotations: { "inject.istio.io/templates": "gateway" } },
      },
    },
  };
  const door = (port: number, labels: object = {}, selector: object = { istio: "eastwest" }): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "eastwest",
      namespace: "istio-system",
      labels: { "topology.istio.io/network": "a", ...labels },
    },
    spec: { selector, ports: [{ name: "tls", port }] },
  });
  const state = (service: KubernetesObject) => setOf("sail 1.28.3", [cluster("a"), pods, service]);

  test.each<[string, KubernetesObject, string]>([
    ["another one", door(15444), "it has no port 15443"],
    ["not the one of the label", door(15443, { "networking.istio.io/gatewayPort": "443" }), "it has no port 443"],
  ])("is not there: %s", (_what, service, part) => {
    expectState("ZTN006", state(service), [["warning", "Service/istio-system/eastwest", part]]);
  });

  test.each<[string, KubernetesObject]>([
    ["the usual one", door(15443)],
    ["the one of the label", door(443, { "networking.istio.io/gatewayPort": "443" })],
    ["of pods that are no gateway", door(8080, {}, { app: "cart" })],
    ["it makes no gateway", door(443, { "topology.istio.io/network": "" })],
  ])("good: %s", (_what, service) => {
    expectState("ZTN006", state(service), []);
  });
});
