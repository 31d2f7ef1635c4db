import { completeMesh, meshFromSpec } from "../../src/mesh/defaults";
import { loadMeshes } from "../../src/mesh/load";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { type MeshSpecInput, meshSpecSchema } from "../../src/mesh/schema";
import { folderWith, inputErrorOf } from "../support/folder";
import { manifest, meshText } from "../support/mesh-text";

const least: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "ambient",
  version: "v1.28.1",
  operator: { release: "1.28.1" },
};
const standardCni = { namespace: "istio-cni", values: {} };
const standardZtunnel = { namespace: "ztunnel", values: {} };

function complete(spec: Partial<MeshSpecInput>) {
  return completeMesh("east", meshSpecSchema.parse({ ...least, ...spec }));
}

describe("what the data plane and the distribution bring", () => {
  test.each<[Partial<MeshSpecInput>, unknown, unknown]>([
    [{ dataPlane: "ambient" }, standardCni, standardZtunnel],
    [
      { dataPlane: "ambient", cni: { namespace: "kube-system" } },
      { namespace: "kube-system", values: {} },
      standardZtunnel,
    ],
    [
      { dataPlane: "ambient", ztunnel: { updateStrategy: "OnDelete" } },
      standardCni,
      { ...standardZtunnel, updateStrategy: "OnDelete" },
    ],
    [{ dataPlane: "sidecar" }, undefined, undefined],
    [{ dataPlane: "sidecar", cni: {} }, standardCni, undefined],
    [{ dataPlane: "sidecar", distribution: "openshift" }, standardCni, undefined],
    [
      { dataPlane: "sidecar", distribution: "openshift", cni: { namespace: "x" } },
      { namespace: "x", values: {} },
      undefined,
    ],
  ])("%j", (spec, cni, ztunnel) => {
    const mesh = complete(spec);
    expect(mesh.cni).toEqual(cni);
    expect(mesh.ztunnel).toEqual(ztunnel);
  });
});

test("versions of Istio get their v, operator releases lose theirs, aliases stay", () => {
  const mesh = complete({
    version: "1.28.1",
    operator: { release: "v1.28.1" },
    upgrade: { to: "1.29-latest", operator: { release: "v1.29.0" } },
  });
  expect([mesh.version, mesh.operator.release, mesh.upgrade?.to, mesh.upgrade?.operator?.release]).toEqual([
    "v1.28.1",
    "1.28.1",
    "v1.29-latest",
    "1.29.0",
  ]);
  expect(complete({ version: "v1.28.1-rc.0" }).version).toBe("v1.28.1-rc.0");
  expect(complete({}).upgrade).toBeUndefined();
});

/** What is said about a mesh with these lines under `spec`, from line 10 on. */
function messageFor(spec: string, dataPlane = "ambient"): string {
  const cwd = folderWith({ "mesh.yaml": meshText("east", spec).replace("ambient", dataPlane) });
  return inputErrorOf(() => loadMeshes(["mesh.yaml"], { cwd }));
}

const onlyAmbient = "\n  remove it, or set dataPlane: ambient";

test.each<[string, string, string]>([
  ["sidecar", "  ztunnel: {}\n", `mesh.yaml:10:12: spec.ztunnel: a sidecar mesh has no ZTunnel${onlyAmbient}`],
  [
    "sidecar",
    "  upgrade: { to: v1.29.0, ztunnel: { updateStrategy: OnDelete } }\n",
    `mesh.yaml:10:36: spec.upgrade.ztunnel: a sidecar mesh has no ZTunnel${onlyAmbient}`,
  ],
  [
    "sidecar",
    "  waypoints: [{ name: w, namespace: a }]\n",
    `mesh.yaml:10:15: spec.waypoints.0: a sidecar mesh has no waypoints${onlyAmbient}`,
  ],
  [
    "sidecar",
    "  namespaces: [{ name: a, waypoint: { name: w } }]\n",
    `mesh.yaml:10:37: spec.namespaces.0.waypoint: a sidecar mesh has no waypoints${onlyAmbient}`,
  ],
  [
    "sidecar",
    "  namespaces: [{ name: a, annotations: { b: c } }]\n",
    "mesh.yaml:10:40: spec.namespaces.0.annotations: annotations are for namespaces that are owned, and a is shared\n" +
      "  leave them to its owner, or say ownership: owned where the whole Namespace is yours",
  ],
  [
    "sidecar",
    "  namespaces: [{ name: a, dataPlane: ambient }]\n",
    "mesh.yaml:10:38: spec.namespaces.0.dataPlane: ambient in a mesh of dataPlane sidecar; expected sidecar or none\n" +
      "  a mesh is planned with one data plane; OpenShift Service Mesh offers both in one as Developer Preview",
  ],
  [
    "ambient",
    "  namespaces: [{ name: a, dataPlane: sidecar }]\n",
    "mesh.yaml:10:38: spec.namespaces.0.dataPlane: sidecar in a mesh of dataPlane ambient; expected ambient or none\n" +
      "  a mesh is planned with one data plane; OpenShift Service Mesh offers both in one as Developer Preview",
  ],
  [
    "ambient",
    "  upgrade: { to: v1.29.0, ztunnel: { updateStrategy: OnDelete } }\n" +
      "  ztunnel: { values: { ztunnel: { updateStrategy: { type: RollingUpdate } } } }\n",
    'mesh.yaml:11:59: spec.ztunnel.values.ztunnel.updateStrategy.type: "RollingUpdate" contradicts spec.upgrade.ztunnel.updateStrategy: OnDelete (mesh.yaml:10:54)\n' +
      "  keep spec.ztunnel.updateStrategy for what runs now and spec.upgrade.ztunnel.updateStrategy for what should change",
  ],
  ...["[]", "on"].map((own): [string, string, string] => [
    "ambient",
    "  upgrade: { to: v1.29.0, ztunnel: { updateStrategy: OnDelete } }\n" +
      `  ztunnel: { terminationGracePeriodSeconds: 60, values: { ztunnel: ${own} } }\n`,
    "mesh.yaml:11:68: spec.ztunnel.values.ztunnel: it is no map, so it has no room for what spec.ztunnel.terminationGracePeriodSeconds: 60 (mesh.yaml:11:45) and spec.upgrade.ztunnel.updateStrategy: OnDelete (mesh.yaml:10:54) set\n" +
      "  leave it out, or make it a map",
  ]),
  [
    "ambient",
    "  upgrade: { to: v1.29.0, ztunnel: { updateStrategy: OnDelete } }\n  ztunnel: { values: { ztunnel: 5 } }\n",
    "mesh.yaml:11:33: spec.ztunnel.values.ztunnel: it is no map, so it has no room for what spec.upgrade.ztunnel.updateStrategy: OnDelete (mesh.yaml:10:54) sets\n" +
      "  leave it out, or make it a map",
  ],
  [
    "ambient",
    "  namespaces:\n    - name: a\n    - name: b\n    - name: a\n",
    "mesh.yaml:13:13: spec.namespaces.2.name: a second namespace a; the first is at mesh.yaml:11:13",
  ],
  [
    "ambient",
    "  waypoints:\n    - { name: w, namespace: a }\n    - { name: w, namespace: a }\n",
    "mesh.yaml:12:15: spec.waypoints.1.name: a second waypoint a/w; the first is at mesh.yaml:11:15",
  ],
  [
    "ambient",
    "  revisionTags: [{ name: prod }, { name: prod }]\n",
    "mesh.yaml:10:17: spec.revisionTags: revision tags are for RevisionBased, and this mesh runs InPlace\n" +
      "  leave it out, or say spec.controlPlane.updateStrategy: RevisionBased where the mesh runs like that\n" +
      "mesh.yaml:10:42: spec.revisionTags.1.name: a second revision tag prod; the first is at mesh.yaml:10:26",
  ],
  [
    "ambient",
    "  verify:\n    requests:\n" +
      "      - &r { name: q, from: { namespace: a, serviceAccount: b }, url: 'http://c/', expect: { status: 200 } }\n      - *r\n",
    "mesh.yaml:12:20: spec.verify.requests.1.name: a second request q; the first is at mesh.yaml:12:20",
  ],
  [
    "ambient",
    "  controlPlane: { discoverySelectors: [{ matchExpressions: [{ key: a, operator: In }] }] }\n",
    "mesh.yaml:10:61: spec.controlPlane.discoverySelectors.0.matchExpressions.0.values: In needs at least one value",
  ],
  [
    "ambient",
    "  controlPlane: { discoverySelectors: [{ matchExpressions: [{ key: a, operator: Exists, values: [b] }] }] }\n",
    "mesh.yaml:10:97: spec.controlPlane.discoverySelectors.0.matchExpressions.0.values: Exists takes no values",
  ],
])("a %s mesh with %j", (dataPlane, spec, message) => {
  expect(messageFor(spec, dataPlane)).toBe(message);
});

test.each<Partial<MeshSpecInput>>([
  {
    namespaces: [
      { name: "a", dataPlane: "none" },
      { name: "b", dataPlane: "ambient" },
    ],
  },
  {
    dataPlane: "sidecar",
    namespaces: [
      { name: "a", dataPlane: "none" },
      { name: "b", dataPlane: "sidecar" },
    ],
  },
  {
    waypoints: [
      { name: "w", namespace: "a" },
      { name: "w", namespace: "b" },
    ],
  },
  { controlPlane: { discoverySelectors: [{ matchExpressions: [{ key: "a", operator: "NotIn", values: ["b"] }] }] } },
  { ztunnel: { values: { ztunnel: { terminationGracePeriodSeconds: 60 } } } },
  { ztunnel: { updateStrategy: "OnDelete", values: { ztunnel: { resources: {} } } } },
])("%j is fine", (spec) => {
  expect(() => complete(spec)).not.toThrow();
});

describe("carried objects that meshstep writes itself", () => {
  const spec =
    "  manifests: [a.yaml]\n  namespaces: [{ name: bookinfo }]\n  waypoints: [{ name: waypoint, namespace: bookinfo }]\n" +
    "  controlPlane: { discoverySelectors: [{ matchLabels: { mesh: 'on' } }] }\n";

  test.each<[string, string | undefined]>([
    [manifest("Istio", "other", "x", "sailoperator.io/v1"), "mesh.yaml:13:17"],
    [manifest("ZTunnel", "default", "x", "sailoperator.io/v1alpha1"), "mesh.yaml:6:3"],
    ["apiVersion: v1\nkind: Namespace\nmetadata: { name: bookinfo }\n", "mesh.yaml:11:16"],
    [manifest("Gateway", "waypoint"), "mesh.yaml:12:15"],
    ["apiVersion: v1\nkind: Namespace\nmetadata: { name: other }\n", undefined],
    [manifest("ConfigMap", "meshstep-east", "istio-system", "v1"), "mesh.yaml:4:9"],
    [manifest("ConfigMap", "meshstep-west", "istio-system", "v1"), undefined],
    [manifest("ConfigMap", "meshstep-east", "bookinfo", "v1"), undefined],
    ["apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n", "mesh.yaml:13:39"],
    ["apiVersion: v1\nkind: Namespace\nmetadata: { name: ztunnel }\n", "mesh.yaml:13:39"],
    // The Subscription is not in Git here.
    [manifest("Subscription", "sailoperator", "operators", "operators.coreos.com/v1alpha1"), undefined],
    [manifest("Gateway", "ingress"), undefined],
    [manifest("Gateway", "waypoint", "other"), undefined],
    [manifest("Gateway", "waypoint", "bookinfo", "networking.istio.io/v1"), undefined],
    [manifest("Kiali", "kiali", "x", "kiali.io/v1alpha1"), undefined],
  ])("%j", (text, place) => {
    const cwd = folderWith({ "mesh.yaml": meshText("east", spec), "a.yaml": text });
    const load = () => loadMeshes(["mesh.yaml"], { cwd });
    if (place === undefined) {
      expect(load()[0]?.mesh.carried).toHaveLength(1);
    } else {
      expect(inputErrorOf(load)).toMatch(/^a\.yaml:1:1: \w+\/\S+ is written by meshstep; it is described at /);
      expect(inputErrorOf(load)).toContain(`${place}\n  leave it out of spec.manifests`);
    }
  });
});

test.each<[string, string, boolean]>([
  ["servicemeshoperator3", "", true],
  ["servicemeshoperator3", ", name: ours", false],
  ["ours", ", name: ours", true],
  ["other", "", false],
])("a carried Subscription %s beside one of ours%s: refused is %s", (name, own, refused) => {
  const subscription = `{ namespace: operators, channel: stable-3.1${own} }`;
  const text = meshText("east", "  manifests: [a.yaml]\n")
    .replace("distribution: sail", "distribution: openshift")
    .replace("{ release: 1.28.1 }", `{ release: 3.3.1, subscription: ${subscription} }`);
  const cwd = folderWith({
    "mesh.yaml": text,
    "a.yaml": manifest("Subscription", name, "operators", "operators.coreos.com/v1alpha1"),
  });
  const load = () => loadMeshes(["mesh.yaml"], { cwd });
  if (!refused) expect(load()[0]?.mesh.carried).toHaveLength(1);
  else expect(inputErrorOf(load)).toContain(`Subscription/operators/${name} is written by meshstep`);
});

describe("a mesh from TypeScript", () => {
  test("is the mesh that a file gives", () => {
    const files = { "mesh.yaml": meshText("east", "  manifests: [a.yaml]\n"), "a.yaml": manifest("HTTPRoute", "r") };
    const cwd = folderWith(files);
    const [loaded] = loadMeshes(["mesh.yaml"], { cwd });
    expect(meshFromSpec("east", { ...least, manifests: ["a.yaml"] }, { baseDir: cwd })).toEqual(loaded?.mesh);
  });

  test("carries objects from code, before those from files", () => {
    const object: KubernetesObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
    expect(meshFromSpec("east", least, { carried: [object] }).carried).toEqual([
      { object, place: { file: "carried", line: 1, column: 1 } },
    ]);
  });

  const circle: Record<string, unknown> = {};
  circle["self"] = circle;

  test.each<[string, unknown, string]>([
    ["East", {}, 'metadata.name: expected a DNS label (a-z, 0-9 and -), got "East"'],
    ["../east", {}, 'metadata.name: expected a DNS label (a-z, 0-9 and -), got "../east"'],
    [
      "east",
      { version: 1.28 },
      "spec.version: expected an Istio version such as v1.26.4 or v1.26-latest, got the number 1.28",
    ],
    ["east", { versoin: "v1.28.1" }, "spec.versoin: unknown key\n  did you mean version?"],
    ["east", { dataPlane: "sidecar", ztunnel: {} }, `spec.ztunnel: a sidecar mesh has no ZTunnel${onlyAmbient}`],
    [
      "east",
      { namespaces: [{ name: "a" }, { name: "a" }] },
      "spec.namespaces.1.name: a second namespace a; the first is at spec.namespaces.0.name",
    ],
    [
      "east",
      { controlPlane: { values: { a: () => 1 } } },
      "spec.controlPlane.values.a: expected plain data, got a function",
    ],
    [
      "east",
      { controlPlane: { values: { a: new Date(0) } } },
      "spec.controlPlane.values.a: expected plain data, got an instance of Date",
    ],
    [
      "east",
      { controlPlane: { values: { a: Number.NaN } } },
      "spec.controlPlane.values.a: expected plain data, got NaN",
    ],
    [
      "east",
      { controlPlane: { values: circle } },
      "spec.controlPlane.values.self: expected plain data, got data that contains itself",
    ],
    ["east", { manifests: ["gone.yaml"] }, "spec.manifests.0: gone.yaml: no such file or folder"],
  ])("%s %j", (name, spec, message) => {
    expect(inputErrorOf(() => meshFromSpec(name, { ...least, ...(spec as object) }))).toBe(message);
  });

  test("refuses what is no object, and says which one", () => {
    const objects = [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "../a" } }];
    expect(inputErrorOf(() => meshFromSpec("east", least, { carried: objects }))).toBe(
      'carried.0.metadata.name: expected a name of a-z, 0-9, - and single dots, got "../a"',
    );
  });

  test("keys that are undefined are left out", () => {
    const mesh = meshFromSpec("east", { ...least, upgrade: undefined, controlPlane: { values: { a: undefined } } });
    expect(mesh.upgrade).toBeUndefined();
    expect(mesh.controlPlane.values).toEqual({});
  });
});
