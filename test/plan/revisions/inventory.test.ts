import { InputError } from "../../../src/findings/input-error";
import { meshFromSpec } from "../../../src/mesh/defaults";
import type { KubernetesObject } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { planUpgrade } from "../../../src/plan/plan";
import { dependences } from "../../../src/plan/revisions/inventory";

function meshOf(more: Partial<MeshSpecInput>, carried: KubernetesObject[] = []) {
  const spec = {
    distribution: "sail",
    dataPlane: "sidecar",
    version: "v1.29.6",
    operator: { release: "1.30.3" },
    namespaces: [{ name: "bank" }],
    ...more,
  } as MeshSpecInput;
  return meshFromSpec("test", spec, { carried });
}

function object(kind: string, text: string): KubernetesObject {
  return { apiVersion: "example.com/v1", kind, metadata: { name: "x", namespace: "y" }, spec: { text } };
}

/** What is found of each, by the first word of its title. */
function found(mesh: ReturnType<typeof meshOf>) {
  return Object.fromEntries(dependences(mesh).map(({ what, found }) => [what.split(/[ ,]/)[0], found]));
}

const nothing = {
  namespaces: ["bank"],
  pods: [],
  Service: [],
  webhooks: [],
  remote: [],
  "istio-csr": [],
  gateways: [],
  monitoring: [],
};

test.each<[string, Partial<MeshSpecInput>, KubernetesObject[], object]>([
  ["nothing but namespaces", {}, [], {}],
  ["an ambient mesh, whose namespaces ask for no revision", { dataPlane: "ambient" }, [], { namespaces: [] }],
  [
    "gateways of each kind",
    { gateways: [{ name: "in", namespace: "edge", kind: "injected" }] },
    [],
    { gateways: ["edge/in (injected)"] },
  ],
  [
    "istio-csr, by the address of what signs",
    { controlPlane: { values: { global: { caAddress: "csr.cert-manager.svc:443" } } } },
    [],
    { "istio-csr": ["global.caAddress"] },
  ],
  [
    "a host with the Service's name",
    {},
    [object("VirtualService", "istiod.istio-system.svc:15012")],
    { Service: ["VirtualService/y/x"] },
  ],
  ["and one that only begins like it", {}, [object("VirtualService", "istiod.istio-system2.svc")], {}],
  ["monitoring of istiod", {}, [object("ServiceMonitor", "istiod")], { monitoring: ["ServiceMonitor/y/x"] }],
  ["monitoring of something else", {}, [object("ServiceMonitor", "shop")], {}],
])("an inventory of what asks for the revision: %s", (_, more, carried, expected) => {
  expect(found(meshOf(more, carried))).toEqual({ ...nothing, ...expected });
});

test.each([
  ["InPlace", "default", "istiod.istio-system"],
  ["RevisionBased", "default-v1-29-6", "istiod-default-v1-29-6.istio-system"],
] as const)("commands ask for the names of a mesh that runs %s", (updateStrategy, revision, istiod) => {
  const commands = dependences(meshOf({ controlPlane: { updateStrategy } })).map(({ command }) => command);
  expect(commands[0]).toContain(`-l istio.io/rev=${revision} `);
  expect(commands[0]?.includes("istio-injection=enabled")).toBe(revision === "default");
  expect(commands[1]).toContain(`=="${revision}"`);
  expect(commands[2]).toContain(`grep -n '${istiod}'`);
});

test.each([
  ["InPlace", "RevisionBased"],
  ["RevisionBased", "InPlace"],
] as const)("from %s to %s is refused with the reason and the inventory", (updateStrategy, strategy) => {
  const mesh = meshOf({ controlPlane: { updateStrategy }, upgrade: { to: "v1.30.3", strategy } });
  try {
    planUpgrade(mesh);
    throw new Error("it was planned");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const [problem] = (error as InputError).problems;
    expect(problem?.message).toBe(`the mesh runs ${updateStrategy}, and a change to ${strategy} is not planned`);
    expect(problem?.hint).toMatch(/was not seen/);
    expect(problem?.hint?.match(/\n {2}- /g)).toHaveLength(8);
    expect(problem?.hint).toContain("- namespaces that ask for it: bank; the rest: kubectl get namespaces");
  }
});
