import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectStep, setOf } from "./support";

const csv = (version: string) => `servicemeshoperator3.v${version}`;

function subscription(startingCSV: string, channel = "stable-3.1", more: object = {}): KubernetesObject {
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "Subscription",
    metadata: { name: "servicemeshoperator3", namespace: "openshift-operators" },
    spec: {
      name: "servicemeshoperator3",
      channel,
      startingCSV,
      source: "redhat-operators",
      sourceNamespace: "openshift-marketplace",
      ...more,
    },
  };
}

const id = "Subscription/openshift-operators/servicemeshoperator3";
const was = subscription(csv("3.1.1"));

test.each<[string, KubernetesObject[], KubernetesObject, Expected[]]>([
  ["the head of the channel", [was], subscription(csv("3.1.12")), []],
  ["the head of the next channel", [was], subscription(csv("3.2.10"), "stable-3.2"), []],
  ["nothing new", [subscription(csv("3.1.2"))], subscription(csv("3.1.2")), []],
  [
    "an older release of the channel",
    [was],
    subscription(csv("3.1.2")),
    [
      [
        "warning",
        id,
        "asks for operator release 3.1.2, and OLM will offer 3.1.12, the head of channel stable-3.1 in redhat-operators",
      ],
    ],
  ],
  [
    "any minor of a floating channel",
    [subscription(csv("3.1.1"), "stable")],
    subscription(csv("3.1.12"), "stable"),
    [["warning", id, "OLM will offer 3.4.3, the head of channel stable"]],
  ],
  ["a mirror", [was], subscription(csv("3.1.2"), "stable-3.1", { source: "mesh-pinned" }), []],
  ["a first install", [], subscription(csv("3.1.2")), []],
  ["a release that nobody knows", [was], subscription(csv("3.1.99")), []],
  [
    "another operator",
    [was],
    { ...subscription("kiali.v2.1.1"), spec: { name: "kiali", startingCSV: "kiali.v2.1.1" } },
    [],
  ],
])("VER009: %s", (_name, before, after, expected) => {
  expectStep("VER009", { before: setOf("openshift", before), after: setOf("openshift", [after]) }, expected);
});
