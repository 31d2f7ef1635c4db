import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { inputErrorOf } from "../support/folder";

const a = "v1.28.3";
const b = "v1.30.3";

const base: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: a,
  operator: { release: "1.30.3" },
  controlPlane: { updateStrategy: "RevisionBased" },
  revisionTags: [{ name: "stable" }],
  namespaces: [{ name: "shop", revisionTag: "stable" }, { name: "pay" }, { name: "tools", dataPlane: "none" }],
};

type Running = MeshSpecInput["running"];
const planes = { controlPlane: [a, b] };

test.each<[string, Running, Partial<MeshSpecInput>, string]>([
  [
    "two control planes InPlace",
    planes,
    { controlPlane: {}, revisionTags: [], namespaces: [] },
    "spec.running.controlPlane: 2 control planes; InPlace there is one",
  ],
  [
    "who asks for what InPlace",
    { revisions: { pay: b } },
    { controlPlane: {}, revisionTags: [], namespaces: [] },
    "spec.running.revisions: revisions is for RevisionBased",
  ],
  [
    "second Deployments InPlace",
    { gatewayCanaries: ["pay/in"] },
    { controlPlane: {}, revisionTags: [], namespaces: [] },
    "spec.running.gatewayCanaries: gatewayCanaries is for RevisionBased",
  ],
  [
    "a second Deployment beside one control plane",
    { gatewayCanaries: ["pay/in"] },
    {},
    "spec.running.gatewayCanaries.0: a second Deployment beside one control plane",
  ],
  [
    "a second Deployment of a gateway that has none",
    { ...planes, gatewayCanaries: ["pay/in"] },
    { gateways: [{ name: "in", namespace: "pay", kind: "injected" }] },
    "spec.running.gatewayCanaries.0: no gateway pay/in with a canary; expected none",
  ],
  [
    "a second Deployment twice",
    { ...planes, gatewayCanaries: ["pay/in", "pay/in"] },
    { gateways: [{ name: "in", namespace: "pay", kind: "injected", canary: { replicas: 1 } }] },
    "spec.running.gatewayCanaries.1: pay/in is listed twice",
  ],
  [
    "a hold InPlace",
    { hold: a },
    { controlPlane: {}, revisionTags: [], namespaces: [] },
    "spec.running.hold: hold is for RevisionBased",
  ],
  [
    "workloads of a namespace that is none, InPlace",
    { workloads: { pay: a } },
    { controlPlane: {}, revisionTags: [], namespaces: [{ name: "pays" }] },
    "spec.running.workloads.pay: no namespace pay in this mesh",
  ],
  [
    "one version of a namespace twice, InPlace",
    { workloads: { pay: [a, a] } },
    { controlPlane: {}, revisionTags: [], namespaces: [{ name: "pay" }] },
    `spec.running.workloads.pay: ${a} is listed twice`,
  ],
  [
    "three control planes",
    { controlPlane: [a, "v1.29.6", b] },
    {},
    "spec.running.controlPlane: 3 control planes; expected at most two",
  ],
  ["one twice", { controlPlane: [a, a] }, {}, `spec.running.controlPlane.1: ${a} is listed twice`],
  [
    "only the new one",
    { controlPlane: b },
    {},
    `spec.running.controlPlane: one control plane of ${b}, and version says ${a}`,
  ],
  ["the new one first", { controlPlane: [b, a] }, {}, `spec.running.controlPlane: ${b} stands first; expected ${a}`],
  [
    "gateways by themselves",
    { ...planes, gateways: b },
    {},
    "spec.running.gateways: under RevisionBased gateways are told with their namespaces",
  ],
  [
    "values that keep behaviour",
    { ...planes, kept: { "Istio.spec.values.compatibilityVersion": "1.28" } },
    {},
    "spec.running.kept: what keeps behaviour is set on the one control plane",
  ],
  [
    "a hold on what Istio asks for",
    { ...planes, hold: b },
    {},
    `spec.running.hold: ${b} is what Istio asks for, which needs no hold; expected ${a}`,
  ],
  [
    "a hold on what is not there",
    { ...planes, hold: "v1.29.6" },
    {},
    "spec.running.hold: v1.29.6 is no control plane that runs",
  ],
  [
    "an unknown name",
    { ...planes, revisions: { stabel: b } },
    {},
    "spec.running.revisions.stabel: no tag and no namespace stabel in this mesh",
  ],
  [
    "a namespace that follows a tag",
    { ...planes, revisions: { shop: b } },
    {},
    "spec.running.revisions.shop: namespace shop follows tag stable",
  ],
  [
    "a namespace outside of the data plane",
    { ...planes, revisions: { tools: b } },
    {},
    "spec.running.revisions.tools: namespace tools is outside of the data plane",
  ],
  [
    "a tag and a namespace of one name",
    { ...planes, revisions: { pay: b } },
    { revisionTags: [{ name: "stable" }, { name: "pay" }] },
    "spec.running.revisions.pay: pay is a tag under spec.revisionTags and a namespace",
  ],
  [
    "a revision that is not there",
    { ...planes, revisions: { pay: "v1.29.6" } },
    {},
    `spec.running.revisions.pay: v1.29.6 is no control plane that runs; expected ${a} or ${b}`,
  ],
  [
    "pods of a version that is not there",
    { ...planes, workloads: { pay: [a, "v1.29.6"] } },
    {},
    "spec.running.workloads.pay: v1.29.6 is no control plane that runs",
  ],
  [
    "the same of all",
    { ...planes, workloads: "v1.29.6" },
    {},
    "spec.running.workloads: v1.29.6 is no control plane that runs",
  ],
  [
    "pods of one version twice",
    { ...planes, workloads: { pay: [a, a] } },
    {},
    `spec.running.workloads.pay: ${a} is listed twice`,
  ],
  [
    "pods of a tag",
    { ...planes, workloads: { stable: b } },
    {},
    "spec.running.workloads.stable: no namespace stable in this mesh",
  ],
  [
    "a namespace that joins meanwhile",
    planes,
    { namespaces: [{ name: "pay", joins: true }] },
    "spec.namespaces.0.joins: a namespace that joins while two control planes stand side by side",
  ],
])("spec.running refuses %s", (_, running, more, message) => {
  expect(inputErrorOf(() => meshFromSpec("test", { ...base, ...more, ...(running && { running }) }))).toContain(
    message,
  );
});

test("versions get their v wherever they stand", () => {
  const bare = {
    controlPlane: ["1.28.3", "1.30.3"],
    hold: "1.28.3",
    revisions: { pay: "1.30.3" },
    workloads: { pay: ["1.28.3", "1.30.3"] },
  };
  expect(meshFromSpec("test", { ...base, running: bare }).running).toEqual({
    controlPlane: [a, b],
    hold: a,
    revisions: { pay: b },
    workloads: { pay: [a, b] },
  });
});
