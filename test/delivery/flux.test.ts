import type { PlatformFile } from "../../src/delivery/platform-file";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { type MeshChoice, objectAt, platformOf, specOf } from "./meshes";

const flux = { engine: "flux" } as const;
const waypoints = [{ name: "waypoint", namespace: "bookinfo" }];

interface KustomizationSpec {
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly sourceRef: { readonly kind: string; readonly name: string };
  readonly path: string;
  readonly prune: boolean;
  readonly wait: boolean;
  readonly force?: boolean;
  readonly deletionPolicy: string;
  readonly healthChecks?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly apiVersion: string;
  }[];
  readonly healthCheckExprs?: readonly { readonly kind: string }[];
}

function kustomizations(files: readonly PlatformFile[]): readonly KubernetesObject[] {
  return files.filter(({ object }) => object.kind === "Kustomization").map(({ object }) => object);
}

/** `40-ztunnel` to `DaemonSet ztunnel/ztunnel, ZTunnel default`: what each layer waits for, in its order; `the Job`, or nothing. */
function waits(choice: MeshChoice): Record<string, string> {
  const { files, mesh } = platformOf({ ...choice, delivery: flux });
  return Object.fromEntries(
    kustomizations(files).map((object) => {
      const { wait, healthChecks = [] } = specOf<KustomizationSpec>(object);
      const shown = healthChecks.map(
        ({ kind, namespace, name }) => `${kind} ${namespace ? `${namespace}/` : ""}${name}`,
      );
      return [object.metadata.name.slice(mesh.name.length + 1), wait ? "the Job" : shown.join(", ")];
    }),
  );
}

describe("what a layer waits for", () => {
  test("children before their parents", () => {
    expect(waits({ waypoints })).toMatchObject({
      "20-control-plane": "Deployment istio-system/istiod, IstioRevision default, Istio default",
      "30-cni": "DaemonSet istio-cni/istio-cni-node, IstioCNI default",
      "40-ztunnel": "DaemonSet ztunnel/ztunnel, ZTunnel default",
      "50-waypoints": "Deployment bookinfo/waypoint, Gateway bookinfo/waypoint",
    });
  });

  test("names and namespaces are the mesh's own", () => {
    const choice: MeshChoice = {
      controlPlane: { name: "east", namespace: "mesh-system" },
      cni: { namespace: "mesh-cni" },
      ztunnel: { namespace: "mesh-nodes" },
      waypoints: [
        { name: "l7", namespace: "shop" },
        { name: "l7", namespace: "bank" },
      ],
      namespaces: [{ name: "shop" }, { name: "bank" }],
    };
    expect(waits(choice)).toMatchObject({
      "20-control-plane": "Deployment mesh-system/istiod-east, IstioRevision east, Istio east",
      "30-cni": "DaemonSet mesh-cni/istio-cni-node, IstioCNI default",
      "40-ztunnel": "DaemonSet mesh-nodes/ztunnel, ZTunnel default",
      "50-waypoints": "Deployment bank/l7, Deployment shop/l7, Gateway bank/l7, Gateway shop/l7",
    });
  });

  test("gates: the Job, whatever it is called in a phase; where gates are off, nothing", () => {
    expect(waits({})).toMatchObject({ "05-precheck": "the Job", "90-verify": "the Job", "95-marker": "" });
    const { files } = platformOf({ delivery: { ...flux, gates: { mode: "none" } } });
    for (const layer of ["-05-precheck.yaml", "-90-verify.yaml"]) {
      expect(specOf<KustomizationSpec>(objectAt(files, layer)).wait).toBe(false);
    }
  });

  test("requests that Jobs make: a layer of their own between the closing Job and the marker", () => {
    const request = {
      name: "reviews",
      from: { namespace: "shop", serviceAccount: "curl" },
      url: "http://reviews.shop:9080/",
      expect: { status: 200 },
      job: { image: "registry.example.com/curl:8.11.1" },
    };
    const choice: MeshChoice = { verify: { requests: [request] } };
    expect(waits(choice)).toMatchObject({ "90-verify": "the Job", "92-requests": "the Job", "95-marker": "" });
    expect(waits({})).not.toHaveProperty("92-requests");
    const { files, mesh } = platformOf({ ...choice, delivery: flux });
    const dependsOn = (layer: string) => specOf<KustomizationSpec>(objectAt(files, `-${layer}.yaml`)).dependsOn;
    expect(dependsOn("95-marker")).toEqual([{ name: `${mesh.name}-92-requests` }]);
    expect(dependsOn("92-requests")).toEqual([{ name: `${mesh.name}-90-verify` }]);
  });

  test("the Job that labels namespaces of others", () => {
    expect(waits({ namespaces: [{ name: "bookinfo" }] })["namespaces"]).toBe("");
    expect(waits({ namespaces: [{ name: "bookinfo", joins: true }] })["namespaces"]).toBe("the Job");
  });

  test("every layer has its Kustomization, so that the first waypoint is applied without a new one; an empty one waits for nothing", () => {
    const layers = [
      "05-precheck",
      "20-control-plane",
      "25-revision-tags",
      "30-cni",
      "40-ztunnel",
      "50-waypoints",
      "60-routing",
      "90-verify",
      "95-marker",
    ];
    const ambient = waits({});
    expect(Object.keys(ambient)).toEqual([...layers, "namespaces"]);
    expect(ambient["50-waypoints"]).toBe("");
    const sidecar = waits({ dataPlane: "sidecar" });
    expect(Object.keys(sidecar)).toEqual([...layers, "namespaces"]);
    expect(["30-cni", "40-ztunnel", "50-waypoints"].map((layer) => sidecar[layer])).toEqual(["", "", ""]);
  });

  test.each<[string, MeshChoice]>([
    ["from the start", { ztunnel: { updateStrategy: "OnDelete" } }],
    ["from a later phase on", { upgrade: { to: "v1.28.3", ztunnel: { updateStrategy: "OnDelete" } } }],
    ["as a value", { ztunnel: { values: { ztunnel: { updateStrategy: { type: "OnDelete" } } } } }],
  ])("OnDelete %s: the DaemonSet needs people, so nothing waits for it in any phase", (_name, choice) => {
    expect(waits(choice)["40-ztunnel"]).toBe("ZTunnel default");
  });

  test("ZTunnel is asked for in the API version that every operator of the row serves", () => {
    const { files } = platformOf({
      version: "v1.26.3",
      operator: { release: "1.26.3" },
      upgrade: { to: "v1.28.3" },
      delivery: flux,
    });
    const { healthChecks = [] } = specOf<KustomizationSpec>(objectAt(files, "-40-ztunnel.yaml"));
    expect(healthChecks.at(-1)).toEqual({ apiVersion: "sailoperator.io/v1alpha1", kind: "ZTunnel", name: "default" });
  });

  const gateway = (className: string, spec: object = {}, annotations?: Record<string, string>): KubernetesObject => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "edge", namespace: "edge", ...(annotations && { annotations }) },
    spec: { gatewayClassName: className, ...spec },
  });

  test.each<[string, MeshChoice, string]>([
    [
      "a waypoint of the user's own",
      { carried: [gateway("istio-waypoint")] },
      "Deployment edge/edge, Gateway edge/edge",
    ],
    ["an ingress gateway, whose address may never come", { carried: [gateway("istio")] }, "Deployment edge/edge-istio"],
    ["a gateway of somebody else's class", { carried: [gateway("nginx")] }, ""],
    [
      "a namespace that nothing says istiod discovers",
      { carried: [gateway("istio-waypoint")], controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] } },
      "",
    ],
    [
      "a discovered namespace",
      {
        carried: [gateway("istio-waypoint")],
        namespaces: [{ name: "edge" }],
        controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] },
      },
      "Deployment edge/edge, Gateway edge/edge",
    ],
  ])("carried: %s", (_name, choice, expected) => {
    expect(waits(choice)["60-routing"]).toBe(expected);
  });

  test("never a route, a policy, an autoscaler or a Job of the user's own", () => {
    const own = [
      ["gateway.networking.k8s.io/v1", "HTTPRoute"],
      ["security.istio.io/v1", "AuthorizationPolicy"],
      ["autoscaling/v2", "HorizontalPodAutoscaler"],
      ["batch/v1", "Job"],
    ] as const;
    const carried = own.map(([apiVersion, kind]) => ({
      apiVersion,
      kind,
      metadata: { name: "own", namespace: "bookinfo" },
    }));
    expect(waits({ carried })["60-routing"]).toBe("");
  });
});

describe("Kustomizations", () => {
  const { files, mesh } = platformOf({
    waypoints,
    delivery: flux,
    namespaces: [{ name: "bookinfo", ownership: "owned" }],
    operator: { release: "1.28.3", subscription: { namespace: "operators", channel: "stable-1.28" } },
  });
  const specs = new Map(
    kustomizations(files).map((object) => [object.metadata.name, specOf<KustomizationSpec>(object)]),
  );

  test("layers are a chain in the order of their numbers; what is no layer waits for nobody", () => {
    const chain = [...specs.keys()].filter((name) => /-\d\d-/.test(name));
    expect(chain).toEqual([...chain].sort());
    expect(chain.length).toBeGreaterThan(4);
    chain.forEach((name, index) => {
      const before = chain[index - 1];
      expect(specs.get(name)?.dependsOn).toEqual(before === undefined ? undefined : [{ name: before }]);
    });
    for (const [name, { dependsOn }] of specs) if (!chain.includes(name)) expect(dependsOn).toBeUndefined();
  });

  test("all read one source, prune, force nothing, and leave the mesh when they are deleted", () => {
    for (const [name, spec] of specs) {
      expect([name, spec.sourceRef]).toEqual([name, { kind: "GitRepository", name: "flux-system" }]);
      expect([name, spec.prune]).toEqual([name, !name.endsWith("-operator")]);
      expect(spec.force).toBeUndefined();
      expect(spec.deletionPolicy).toBe("Orphan");
    }
  });

  test("an expression for each custom kind that is waited for, and wait is never beside healthChecks", () => {
    const custom = ["Istio", "IstioRevision", "IstioCNI", "ZTunnel", "IstioRevisionTag", "Gateway"];
    for (const { wait, healthChecks, healthCheckExprs = [] } of specs.values()) {
      if (wait) expect(healthChecks).toBeUndefined();
      const waited = (healthChecks ?? []).map(({ kind }) => kind).filter((kind) => custom.includes(kind));
      expect(healthCheckExprs.map(({ kind }) => kind)).toEqual([...new Set(waited)]);
    }
  });

  test("path is the live folder of the mesh", () => {
    expect(specs.get(`${mesh.name}-40-ztunnel`)?.path).toBe("./live/prod/mesh/40-ztunnel");
    expect(specs.get(`${mesh.name}-namespaces`)?.path).toBe("./live/prod/namespaces");
    expect(specs.get(`${mesh.name}-operator`)?.path).toBe("./live/prod/operator");
  });
});

test("the cluster of the mesh, and whom Flux applies as, are in every Kustomization", () => {
  const kubeConfig = { secretRef: { name: "prod-kubeconfig", key: "config" } };
  const { files } = platformOf({ delivery: { engine: "flux", flux: { kubeConfig, serviceAccountName: "mesh" } } });
  const specs = kustomizations(files).map((object) => specOf<object>(object));
  expect(specs).not.toHaveLength(0);
  for (const spec of specs) expect(spec).toMatchObject({ kubeConfig, serviceAccountName: "mesh" });
  const [first] = kustomizations(platformOf({ delivery: flux }).files).map((object) => specOf<object>(object));
  expect(first).not.toHaveProperty("kubeConfig");
  expect(first).not.toHaveProperty("serviceAccountName");
});

describe("the source", () => {
  const source = (delivery: MeshChoice["delivery"]) => {
    const { files } = platformOf({ delivery });
    const repository = files.find(({ object }) => object.kind === "GitRepository")?.object;
    const { sourceRef, path } = specOf<KustomizationSpec>(objectAt(files, "-20-control-plane.yaml"));
    return { repository, sourceRef, path };
  };

  test("is what flux bootstrap has made, unless something is said", () => {
    expect(source(flux)).toEqual({
      repository: undefined,
      sourceRef: { kind: "GitRepository", name: "flux-system" },
      path: "./live/prod/mesh/20-control-plane",
    });
  });

  test("is written from a URL, under the mesh's own name", () => {
    const { repository, sourceRef, path } = source({
      engine: "flux",
      repository: { url: "ssh://git@git.example.com/team/mesh.git", revision: "production", path: "clusters/east" },
      flux: { namespace: "gitops" },
    });
    expect(sourceRef).toEqual({ kind: "GitRepository", name: "prod" });
    expect(path).toBe("./clusters/east/mesh/20-control-plane");
    expect(repository).toMatchObject({
      metadata: { name: "prod", namespace: "gitops" },
      spec: { url: "ssh://git@git.example.com/team/mesh.git", ref: { branch: "production" } },
    });
  });

  test("is the user's own where one is named", () => {
    const { repository, sourceRef } = source({
      engine: "flux",
      flux: { sourceRef: { kind: "OCIRepository", name: "live" } },
    });
    expect([repository, sourceRef]).toEqual([undefined, { kind: "OCIRepository", name: "live" }]);
    const elsewhere = { kind: "GitRepository" as const, name: "ops", namespace: "sources" };
    expect(source({ engine: "flux", flux: { sourceRef: elsewhere } }).sourceRef).toEqual(elsewhere);
  });

  test("may be the whole repository", () => {
    expect(source({ engine: "flux", repository: { path: "." } }).path).toBe("./mesh/20-control-plane");
  });

  test("variables are left alone where a $ stands", () => {
    const { repository } = source({ engine: "flux", repository: { url: "https://git.example.com/~$ops/mesh.git" } });
    expect(repository?.metadata.annotations).toEqual({ "kustomize.toolkit.fluxcd.io/substitute": "disabled" });
  });
});
