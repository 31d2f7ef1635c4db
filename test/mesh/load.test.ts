import { Composer } from "yaml";
import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { designMesh, manifest, meshText } from "../support/mesh-text";

/** Loads one text as mesh.yaml and gives the message about it. */
function messageFor(text: string | Uint8Array): string {
  const cwd = folderWith({ "mesh.yaml": text });
  return inputErrorOf(() => loadMeshes(["mesh.yaml"], { cwd }));
}

/** Loads a mesh with these lines under `spec`; they start on line 10. */
function messageForSpec(spec: string): string {
  return messageFor(meshText("east", spec));
}

describe("the mesh of the design", () => {
  const cwd = folderWith({
    "mesh.yaml": designMesh,
    "l7/route.yaml": manifest("HTTPRoute", "reviews"),
    "l7/notes.md": "not a manifest",
  });
  const [loaded] = loadMeshes(["mesh.yaml"], { cwd });

  test("is complete", () => {
    expect(loaded?.mesh).toEqual({
      name: "prod-east",
      distribution: "openshift",
      dataPlane: "ambient",
      version: "v1.26.3",
      operator: {
        catalog: "head",
        release: "3.1.2",
        subscription: { namespace: "openshift-operators", channel: "stable-3.1", approval: "Manual" },
      },
      catalogs: [],
      upgrade: {
        to: "v1.26.4",
        strategy: "InPlace",
        phases: "separate",
        accept: [],
        acceptFaults: [],
        acceptVendorJumps: [],
      },
      controlPlane: {
        name: "default",
        namespace: "istio-system",
        highAvailability: { minReplicas: 2 },
        discoverySelectors: [{ matchLabels: { "istio-discovery": "enabled" } }],
        values: {},
      },
      cni: { namespace: "istio-cni", values: {} },
      ztunnel: { namespace: "ztunnel", terminationGracePeriodSeconds: 300, values: {} },
      revisionTags: [],
      namespaces: [{ name: "bookinfo", ownership: "shared", waypoint: { name: "waypoint" }, labels: {} }],
      waypoints: [{ name: "waypoint", namespace: "bookinfo", for: "service" }],
      manifests: ["./l7/*.yaml"],
      verify: {
        requests: [
          {
            name: "curl-may-read",
            from: { namespace: "default", serviceAccount: "curl" },
            url: "http://productpage.bookinfo:9080/productpage",
            method: "GET",
            expect: { status: 200, body: "<title>" },
          },
        ],
      },
      delivery: {
        engine: "argocd",
        gates: { deadlineSeconds: 3600 },
        repository: { revision: "main" },
        argocd: {},
        flux: { namespace: "flux-system" },
      },
      gateways: [],
      carried: [
        {
          object: {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "HTTPRoute",
            metadata: { name: "reviews", namespace: "bookinfo" },
          },
          place: { file: "l7/route.yaml", line: 1, column: 1 },
        },
      ],
      extraReleases: [],
      extraRows: [],
      extraWindows: [],
      ledger: [],
    });
  });

  test("says where its parts are written", () => {
    expect(loaded?.file).toBe("mesh.yaml");
    expect(loaded?.locate(["spec", "upgrade", "to"])).toEqual({ file: "mesh.yaml", line: 17, column: 9 });
    expect(loaded?.locate(["spec", "namespaces", 0, "waypoint", "name"])).toEqual({
      file: "mesh.yaml",
      line: 31,
      column: 25,
    });
    // A default is written nowhere; its parent is the nearest place.
    expect(loaded?.locate(["spec", "upgrade", "phases"])).toEqual({ file: "mesh.yaml", line: 17, column: 5 });
  });

  test("each text is parsed once, and places are looked up in what was parsed", () => {
    const parsed = jest.spyOn(Composer.prototype, "end");
    try {
      const [again] = loadMeshes(["mesh.yaml"], { cwd });
      again?.locate(["spec", "upgrade", "to"]);
      expect(parsed.mock.calls.map(([, end]) => end)).toEqual([
        designMesh.length,
        manifest("HTTPRoute", "reviews").length,
      ]);
    } finally {
      parsed.mockRestore();
    }
  });
});

test.each<[string, string | Uint8Array, string]>([
  ["an empty file", "", "mesh.yaml:1:1: the file is empty\n  it holds comments at most"],
  [
    "no YAML",
    "a: [\n",
    "mesh.yaml:2:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["no UTF-8", Uint8Array.from([0xff, 0xfe, 0x00]), "mesh.yaml:1:1: UTF-16 text\n  save it as UTF-8"],
  ["50 MB", Buffer.alloc(50_000_000, 0x23), "mesh.yaml: larger than 10 MiB\n  no mesh and no manifest comes near that"],
  [
    "duplicate keys",
    `${meshText()}  version: v1.28.2\n`,
    "mesh.yaml:10:3: spec.version: duplicate key; it is already on line 8",
  ],
  [
    "__proto__",
    meshText("east", "  __proto__: { dataPlane: sidecar }\n"),
    "mesh.yaml:10:3: spec.__proto__: this key is not allowed",
  ],
  [
    "__proto__ in values",
    meshText("east", '  controlPlane: { values: { "__proto__": { a: 1 } } }\n'),
    "mesh.yaml:10:29: spec.controlPlane.values.__proto__: this key is not allowed",
  ],
  [
    "an object of another kind",
    manifest("HTTPRoute", "reviews"),
    "mesh.yaml:2:7: expected apiVersion: meshstep.dev/v1alpha1 and kind: Mesh, got apiVersion: gateway.networking.k8s.io/v1 and kind: HTTPRoute\n" +
      "  to take the meshes out of many files, name their folder",
  ],
  [
    "a mesh of a later version",
    meshText().replace("v1alpha1", "v2"),
    "mesh.yaml:1:13: apiVersion: expected meshstep.dev/v1alpha1, got meshstep.dev/v2",
  ],
  [
    "a list of releases",
    "apiVersion: meshstep.dev/v1alpha1\nkind: OperatorReleases\n",
    "mesh.yaml:2:7: expected apiVersion: meshstep.dev/v1alpha1 and kind: Mesh, got apiVersion: meshstep.dev/v1alpha1 and kind: OperatorReleases\n" +
      "  name it in spec.catalogs of a mesh",
  ],
  [
    "a list",
    "- a\n",
    "mesh.yaml:1:1: expected apiVersion: meshstep.dev/v1alpha1 and kind: Mesh, got neither\n" +
      "  to take the meshes out of many files, name their folder",
  ],
  [
    "a name that is no DNS label",
    meshText("Prod_East"),
    'mesh.yaml:4:9: metadata.name: expected a DNS label (a-z, 0-9 and -), got "Prod_East"',
  ],
  [
    "a name that leads elsewhere",
    meshText("../east"),
    'mesh.yaml:4:9: metadata.name: expected a DNS label (a-z, 0-9 and -), got "../east"',
  ],
  [
    "an absolute name",
    meshText("/etc"),
    'mesh.yaml:4:9: metadata.name: expected a DNS label (a-z, 0-9 and -), got "/etc"',
  ],
  [
    "a name too long",
    meshText("a".repeat(64)),
    `mesh.yaml:4:9: metadata.name: expected at most 63 characters, got "${"a".repeat(60)}…"`,
  ],
  [
    "a name that YAML takes for a truth value",
    meshText("on"),
    'mesh.yaml:4:9: metadata.name: expected text, got the truth value on\n  quote it: "on"',
  ],
  [
    "spec left empty",
    "apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\nmetadata: { name: a }\nspec:\n",
    "mesh.yaml:4:6: spec: expected a map, got nothing",
  ],
])("refuses %s", (_what, text, message) => {
  expect(messageFor(text)).toBe(message);
});

test.each<[string, string]>([
  ["  distributon: sail\n", "mesh.yaml:10:3: spec.distributon: unknown key\n  did you mean distribution?"],
  [
    "  controlPlane: { nmespace: x }\n",
    "mesh.yaml:10:19: spec.controlPlane.nmespace: unknown key\n  did you mean namespace?",
  ],
  [
    "  metadata: {}\n",
    "mesh.yaml:10:3: spec.metadata: unknown key\n  known here: distribution, dataPlane, version, operator, catalogs, ledger, platform, running, upgrade, certificates, controlPlane, cni, ztunnel, revisionTags, namespaces, gateways, waypoints, manifests, verify, delivery",
  ],
  [
    "  delivery: { engine: argo }\n",
    'mesh.yaml:10:23: spec.delivery.engine: expected one of argocd, flux, none, got "argo"\n  did you mean argocd?',
  ],
  [
    "  upgrade: { to: v1.29.0, strategy: inplace }\n",
    'mesh.yaml:10:37: spec.upgrade.strategy: expected one of InPlace, RevisionBased, got "inplace"\n  did you mean InPlace?',
  ],
  [
    "  upgrade: { to: 1.29 }\n",
    "mesh.yaml:10:18: spec.upgrade.to: expected an Istio version such as v1.26.4 or v1.26-latest, got the number 1.29",
  ],
  [
    "  upgrade: { to: '1.29' }\n",
    'mesh.yaml:10:18: spec.upgrade.to: expected an Istio version such as v1.26.4 or v1.26-latest, got "1.29"',
  ],
  [
    "  upgrade: { to: latest }\n",
    'mesh.yaml:10:18: spec.upgrade.to: expected an Istio version such as v1.26.4 or v1.26-latest, got "latest"',
  ],
  [
    "  upgrade: { to: v1.029.0 }\n",
    'mesh.yaml:10:18: spec.upgrade.to: expected an Istio version such as v1.26.4 or v1.26-latest, got "v1.029.0"',
  ],
  [
    "  upgrade: { to: v1.29.0 , operator: { release: '1.29' } }\n",
    'mesh.yaml:10:49: spec.upgrade.operator.release: expected an operator version such as 3.1.2, got "1.29"',
  ],
  [
    "  upgrade: { to: v1.29.0, acceptVendorJumps: [1.24 to 1.26] }\n",
    'mesh.yaml:10:47: spec.upgrade.acceptVendorJumps.0: expected a jump such as 1.24->1.26, got "1.24 to 1.26"',
  ],
  ["  upgrade:\n", "mesh.yaml:10:11: spec.upgrade: expected a map, got nothing"],
  ["  namespaces: bookinfo\n", 'mesh.yaml:10:15: spec.namespaces: expected a list, got "bookinfo"'],
  [
    "  namespaces: [{ name: Bookinfo }]\n",
    'mesh.yaml:10:24: spec.namespaces.0.name: expected a DNS label (a-z, 0-9 and -), got "Bookinfo"',
  ],
  [
    "  namespaces: [{ name: ../../etc }]\n",
    'mesh.yaml:10:24: spec.namespaces.0.name: expected a DNS label (a-z, 0-9 and -), got "../../etc"',
  ],
  [
    "  namespaces: [{ name: a, labels: { tier: 1 } }]\n",
    'mesh.yaml:10:43: spec.namespaces.0.labels.tier: expected text, got the number 1\n  quote it: "1"',
  ],
  [
    "  namespaces: [{ name: a, labels: { tier: a b } }]\n",
    'mesh.yaml:10:43: spec.namespaces.0.labels.tier: expected a label value of at most 63 characters, got "a b"',
  ],
  [
    "  namespaces: [{ name: a, labels: { -x: y } }]\n",
    'mesh.yaml:10:37: spec.namespaces.0.labels.-x: expected a label key such as istio.io/rev, got "-x"',
  ],
  [
    "  ztunnel: { terminationGracePeriodSeconds: 5m }\n",
    'mesh.yaml:10:45: spec.ztunnel.terminationGracePeriodSeconds: expected a number, got "5m"',
  ],
  [
    "  ztunnel: { terminationGracePeriodSeconds: -1 }\n",
    "mesh.yaml:10:45: spec.ztunnel.terminationGracePeriodSeconds: expected at least 0, got the number -1",
  ],
  [
    "  controlPlane: { highAvailability: { minReplicas: 1 } }\n",
    "mesh.yaml:10:52: spec.controlPlane.highAvailability.minReplicas: expected at least 2, as one replica is no high availability, got the number 1",
  ],
  ["  controlPlane: { values: [] }\n", "mesh.yaml:10:27: spec.controlPlane.values: expected a map, got a list"],
  ["  manifests: ['']\n", 'mesh.yaml:10:15: spec.manifests.0: expected some text, got ""'],
  [
    "  verify: { requests: [{ name: a, from: { namespace: b, serviceAccount: c }, url: ftp://x, expect: { status: 200 } }] }\n",
    'mesh.yaml:10:83: spec.verify.requests.0.url: expected a URL such as http://reviews.bookinfo:9080/, got "ftp://x"',
  ],
  [
    "  verify: { requests: [{ name: a, from: { namespace: b, serviceAccount: c }, url: 'http://x/', expect: { status: 99 } }] }\n",
    "mesh.yaml:10:114: spec.verify.requests.0.expect.status: expected at least 100, got the number 99",
  ],
])("refuses %j", (spec, message) => {
  expect(messageForSpec(spec)).toBe(message);
});

test("all problems of a mesh at once, also those of its files", () => {
  const spec = "  manifests: [missing.yaml, ../out.yaml]\n  namespaces: [{ name: a }, { name: a }]\n";
  expect(
    messageForSpec(spec)
      .split("\n")
      .filter((line) => line.startsWith("mesh.yaml")),
  ).toEqual([
    "mesh.yaml:10:15: spec.manifests.0: missing.yaml: no such file or folder",
    "mesh.yaml:10:29: spec.manifests.1: ../out.yaml leads out of the mesh's folder",
    "mesh.yaml:11:37: spec.namespaces.1.name: a second namespace a; the first is at mesh.yaml:11:24",
  ]);
});
