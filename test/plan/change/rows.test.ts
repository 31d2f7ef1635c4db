import { describedMesh, describeMesh } from "../../../src/mesh/description";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { listAt, textAt } from "../../../src/objects/object-paths";
import { ownerPatches } from "../../../src/snapshot/for-owners";
import { meshOf, policy, rowOf } from "./support";

type Side = readonly [Partial<MeshSpecInput>, (readonly KubernetesObject[])?];
const wp = { name: "wp", namespace: "shop" };
const shop = { name: "shop" };
const external = { ownership: "external" } as const;
const revised = { dataPlane: "sidecar" as const, controlPlane: { updateStrategy: "RevisionBased" as const } };
const selecting = { discoverySelectors: [{ matchLabels: { mesh: "on" } }] };
const gateway: KubernetesObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { ...wp, labels: { "istio.io/waypoint-for": "service" } },
  spec: { gatewayClassName: "istio-waypoint", listeners: [{ name: "mesh", port: 15008, protocol: "HBONE" }] },
};
const throughWp = { name: "shop", waypoint: { name: "wp" } };

describe("what an edit of mesh.yaml becomes", () => {
  test.each<[string, Side, Side, readonly string[]]>([
    ["nothing", [{ namespaces: [shop] }], [{ namespaces: [shop] }], []],
    [
      "what is only asked of traffic, or how it is delivered",
      [{}],
      [{ delivery: { engine: "argocd" }, verify: { requests: [request()] } }],
      [],
    ],
    ["a namespace joins", [{}], [{ namespaces: [shop] }], ["01-namespaces"]],
    ["a namespace leaves", [{ namespaces: [shop] }], [{}], ["01-leave"]],
    [
      "a namespace joins with its waypoint and policies",
      [{}],
      [{ namespaces: [throughWp], waypoints: [wp] }, [policy("allow")]],
      ["01-waypoints", "02-routing", "03-namespaces"],
    ],
    [
      "and leaves with them",
      [{ namespaces: [throughWp], waypoints: [wp] }, [policy("allow")]],
      [{}],
      ["01-leave", "02-let-go", "03-remove"],
    ],
    [
      "it goes through another waypoint",
      [{ namespaces: [throughWp], waypoints: [wp] }],
      [
        {
          namespaces: [{ name: "shop", waypoint: { name: "other" } }],
          waypoints: [{ name: "other", namespace: "shop" }],
        },
      ],
      ["01-waypoints", "02-namespaces", "03-let-go", "04-remove"],
    ],
    [
      "somebody else's namespace may use a waypoint",
      [{ namespaces: [throughWp, { name: "pay" }], waypoints: [wp] }],
      [{ namespaces: [throughWp, { name: "pay", waypoint: { name: "wp", namespace: "shop" } }], waypoints: [wp] }],
      ["01-waypoints", "02-namespaces"],
    ],
    [
      "and may not any more: the waypoint closes last",
      [{ namespaces: [throughWp, { name: "pay", waypoint: { name: "wp", namespace: "shop" } }], waypoints: [wp] }],
      [{ namespaces: [throughWp, { name: "pay" }], waypoints: [wp] }],
      ["01-leave", "02-remove"],
    ],
    [
      "values, each part alone",
      [{}],
      [
        {
          controlPlane: { values: { meshConfig: { accessLogFile: "/dev/stdout" } } },
          cni: { values: { cni: { logging: { level: "info" } } } },
          ztunnel: { terminationGracePeriodSeconds: 120 },
        },
      ],
      ["01-change-control-plane", "02-change-cni", "03-change-ztunnel"],
    ],
    [
      "labels, annotations and profiles of the objects",
      [{}],
      [{ controlPlane: { labels: { a: "b" } }, cni: { annotations: { a: "b" } }, ztunnel: { labels: { c: "d" } } }],
      ["01-change-control-plane", "02-change-cni", "03-change-ztunnel"],
    ],
    ["scale", [{}], [{ controlPlane: { highAvailability: { minReplicas: 2 } } }], ["01-change-control-plane"]],
    [
      "discovery selectors: the labels first",
      [{ namespaces: [shop] }],
      [{ namespaces: [shop], controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] } }],
      ["01-discovery-labels", "02-change-control-plane"],
    ],
    [
      "no discovery selectors any more: the labels last",
      [{ namespaces: [shop], controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] } }],
      [{ namespaces: [shop] }],
      ["01-change-control-plane", "02-leave"],
    ],
    [
      "discovery selectors: who joins is seen before its waypoint comes",
      [{ controlPlane: selecting }],
      [{ controlPlane: selecting, namespaces: [throughWp], waypoints: [wp] }],
      ["01-discovery-labels", "02-waypoints", "03-namespaces"],
    ],
    [
      "discovery selectors: who leaves is seen until nothing of it is in the mesh",
      [{ controlPlane: selecting, namespaces: [throughWp], waypoints: [wp] }],
      [{ controlPlane: selecting }],
      ["01-leave", "02-undiscover", "03-let-go", "04-remove"],
    ],
    [
      "a waypoint that a manifest has from now on is the same waypoint",
      [{ namespaces: [throughWp], waypoints: [wp] }],
      [{ namespaces: [throughWp] }, [gateway]],
      ["01-routing"],
    ],
    [
      "and the other way round",
      [{ namespaces: [throughWp] }, [gateway]],
      [{ namespaces: [throughWp], waypoints: [wp] }],
      ["01-waypoints"],
    ],
    [
      "a Subscription comes into Git",
      [{}],
      [{ operator: { release: "1.28.3", subscription: { namespace: "operators", channel: "1.28-latest" } } }],
      ["01-change-operator"],
    ],
    [
      "that Helm installs the operator is said",
      [{}],
      [{ operator: { release: "1.28.3", helm: { namespace: "sail-operator" } } }],
      ["01-change-operator"],
    ],
    [
      "discovery selectors by another key: both labels at once",
      [{ controlPlane: selecting, namespaces: [shop] }],
      [{ controlPlane: { discoverySelectors: [{ matchLabels: { other: "on" } }] }, namespaces: [shop] }],
      ["01-discovery-labels", "02-change-control-plane", "03-leave"],
    ],
    [
      "a revision tag, before whoever follows it",
      [{ ...revised, namespaces: [shop] }],
      [{ ...revised, revisionTags: [{ name: "stable" }], namespaces: [{ ...shop, revisionTag: "stable" }] }],
      ["01-revision-tags", "02-namespaces"],
    ],
    [
      "ztunnel under OnDelete: people bring its settings to the nodes",
      [{ ztunnel: { updateStrategy: "OnDelete" } }],
      [{ ztunnel: { updateStrategy: "OnDelete", terminationGracePeriodSeconds: 120 } }],
      ["01-change-ztunnel", "02-restart-ztunnel"],
    ],
    [
      "how ztunnel is replaced changes no pod",
      [{}],
      [{ ztunnel: { updateStrategy: "OnDelete" } }],
      ["01-change-ztunnel"],
    ],
    [
      "a CNI plugin for sidecars: before istiod asks for it",
      [{ dataPlane: "sidecar", namespaces: [shop] }],
      [
        {
          dataPlane: "sidecar",
          namespaces: [shop],
          cni: {},
          controlPlane: { values: { pilot: { cni: { enabled: true } } } },
        },
      ],
      ["01-add-cni", "02-change-control-plane"],
    ],
    ["a policy says something else", [{}, [policy("p")]], [{}, [policy("p", "DENY")]], ["01-routing"]],
    [
      "an owned namespace leaves",
      [{ namespaces: [{ ...shop, ownership: "owned" }] }],
      [{}],
      ["01-leave", "02-let-go", "03-remove"],
    ],
    ["joins is what it is", [{}], [{ namespaces: [{ ...shop, joins: true }] }], ["01-namespaces"]],
  ])("%s", (_, [before, was = []], [after, is = []], phases) => {
    const { plan, findings } = rowOf(meshOf(before, was), meshOf(after, is));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", ...phases]);
    expect(plan.phases.slice(1).map(({ kind }) => kind)).toEqual(phases.map(() => "change"));
  });
});

test("a waypoint that a manifest takes over says by what it differs, both ways", () => {
  const byKey = meshOf({ namespaces: [throughWp, { name: "pay", waypoint: { ...wp } }], waypoints: [wp] });
  const listeners = [{ name: "mesh", port: 15008, protocol: "HBONE" }];
  const labels = { "istio.io/waypoint-for": "all", team: "a" };
  const manifest = { ...gateway, metadata: { ...wp, labels }, spec: { gatewayClassName: "other", listeners } };
  const byManifest = meshOf({ namespaces: [throughWp, { name: "pay", waypoint: { ...wp } }] }, [manifest]);
  const changes = (row: ReturnType<typeof rowOf>) => row.plan.phases[1]?.changes;
  expect(changes(rowOf(byKey, byManifest))).toEqual([
    "Gateway/shop/wp as a manifest has it",
    'Gateway/shop/wp metadata.labels["istio.io/waypoint-for"] service -> all',
    "Gateway/shop/wp metadata.labels.team (unset) -> a",
    "Gateway/shop/wp spec.gatewayClassName istio-waypoint -> other",
    "Gateway/shop/wp spec.listeners[mesh].allowedRoutes.namespaces.from Selector -> (unset)",
    expect.stringMatching(/^Gateway\/shop\/wp spec\.listeners\[mesh\]\.allowedRoutes\..*"pay","shop".* -> \(unset\)$/),
  ]);
  expect(changes(rowOf(byManifest, byKey))).toContain("Gateway/shop/wp spec.gatewayClassName other -> istio-waypoint");
});

test("labels are set by a Job on Namespaces of others, taken off again on the way back, and asked for", () => {
  const { plan, snapshots } = rowOf(meshOf({ namespaces: [shop] }), meshOf({}));
  const args = snapshots.map(({ entries }) =>
    entries.flatMap(({ object }) => {
      const isLabels = object.kind === "Job" && object.metadata.name.includes("-labels-");
      const spec = object["spec"] as { template: { spec: { containers: { args: string[] }[] } } };
      return isLabels ? spec.template.spec.containers.map((one) => one.args.join(" ")) : [];
    }),
  );
  expect(args).toEqual([
    ["label namespace shop istio.io/dataplane-mode=ambient --overwrite"],
    ["label namespace shop istio.io/dataplane-mode- --overwrite"],
  ]);
  const label = { namespace: "shop", label: "istio.io/dataplane-mode" };
  expect(plan.phases[1]?.gates).toContainEqual({ check: "namespace-without-label", ...label });
  expect(plan.phases[1]?.back).toContainEqual({ check: "namespace-label", ...label, value: "ambient" });
});

test("what goes is let go first, and asked after", () => {
  const { plan, snapshots } = rowOf(meshOf({ waypoints: [wp] }), meshOf({}));
  const annotations = snapshots.map(
    ({ entries }) => entries.find(({ object }) => object.kind === "Gateway")?.object.metadata.annotations,
  );
  expect(annotations).toEqual([
    {
      "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
      "argocd.argoproj.io/sync-wave": "50",
      "kustomize.toolkit.fluxcd.io/prune": "disabled",
    },
    { "argocd.argoproj.io/sync-wave": "50", "meshstep.dev/let-go": "true" },
    undefined,
  ]);
  expect(plan.phases[2]?.gates).toContainEqual({
    check: "object-gone",
    kind: "Gateway",
    resource: "gateways.gateway.networking.k8s.io",
    ...wp,
  });
});

test("owners label Namespaces of their own, both ways", () => {
  const external = { name: "shop", ownership: "external" as const };
  const { plan } = rowOf(meshOf({}), meshOf({ namespaces: [external] }));
  expect(plan.phases[1]?.manual.map(({ step }) => step)).toEqual(["ask-owner"]);
  expect(plan.phases[1]?.backManual.after.map(({ step }) => step)).toEqual(["take-labels"]);
});

test("sidecars come with a restart", () => {
  const sidecar = { dataPlane: "sidecar" as const, delivery: { engine: "none" as const } };
  const { plan } = rowOf(meshOf(sidecar), meshOf({ ...sidecar, namespaces: [shop] }));
  expect(plan.phases[1]?.manual).toEqual([{ step: "restart-workloads", namespace: "shop", version: "v1.28.3" }]);
});

const subscription = { namespace: "operators", channel: "1.28-latest" };

describe("refused", () => {
  test.each<[string, Partial<MeshSpecInput>, Partial<MeshSpecInput>, string]>([
    ["a version without an upgrade", {}, { version: "v1.28.2" }, "spec.version v1.28.3, and here it is v1.28.2"],
    ["another operator", {}, { operator: { release: "1.28.2" } }, "spec.operator.release 1.28.3"],
    ["a change and a version", {}, { namespaces: [shop], upgrade: { to: "v1.28.2" } }, "beside spec.upgrade"],
    ["another name", {}, { controlPlane: { name: "prod" } }, "spec.controlPlane.name default, and here it is prod"],
    [
      "a Subscription that leaves Git",
      { operator: { release: "1.28.3", subscription } },
      {},
      "holds Subscription operators/sailoperator, and here it is none",
    ],
    [
      "a Subscription beside the operator of Helm",
      { operator: { release: "1.28.3", helm: { namespace: "sail-operator" } } },
      { operator: { release: "1.28.3", subscription } },
      "says that Helm installs the operator, in sail-operator, and here a Subscription does",
    ],
    [
      "another channel",
      { operator: { release: "1.28.3", subscription } },
      { operator: { release: "1.28.3", subscription: { ...subscription, channel: "stable" } } },
      "follows channel 1.28-latest, and here it is stable",
    ],
    [
      "selectors that nobody can match together with the old ones",
      { controlPlane: selecting, namespaces: [shop] },
      { controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "prod" } }] }, namespaces: [shop] },
      "shop cannot have the labels of the old and of the new selectors at once",
    ],
    [
      "a revision tag that goes",
      { ...revised, revisionTags: [{ name: "stable" }] },
      revised,
      "the live folder holds revision tag stable, and here it is not",
    ],
    [
      "a CNI plugin that goes",
      { dataPlane: "sidecar", cni: {} },
      { dataPlane: "sidecar" },
      "holds the CNI plugin, and here there is none",
    ],
    [
      "a CNI plugin that somebody else takes over",
      { dataPlane: "sidecar", cni: {} },
      { dataPlane: "sidecar", cni: external },
      "the live folder holds the IstioCNI, and here somebody else owns it",
    ],
    [
      "a CNI plugin that is taken over",
      { dataPlane: "sidecar", cni: external },
      { dataPlane: "sidecar", cni: {} },
      "the live folder leaves the IstioCNI to its owner, and here it is this mesh's own",
    ],
    ["another namespace", {}, { ztunnel: { namespace: "zt" } }, "spec.ztunnel.namespace ztunnel, and here it is zt"],
  ])("%s", (_, before, after, message) => {
    expect(() => rowOf(meshOf(before), meshOf(after))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
  });

  test.each<[string, Partial<MeshSpecInput>, Partial<MeshSpecInput>]>([
    ["where it stands", { cni: external }, { cni: external, running: { cni: "v1.29.5" } }],
    ["in which namespace it is", { cni: external }, { cni: { ...external, namespace: "net" } }],
    ["that it is there", {}, { cni: external }],
    ["that nobody needs it", { cni: external }, {}],
  ])("but not what is told of a CNI plugin that somebody else owns: %s", (_, before, after) => {
    const sidecar = { dataPlane: "sidecar" as const, version: "v1.28.3", operator: { release: "1.30.3" } };
    const { plan } = rowOf(meshOf({ ...sidecar, ...before }), meshOf({ ...sidecar, ...after }));
    expect(plan.phases.map(({ kind }) => kind)).toEqual(["baseline"]);
  });

  test("but not a namespace that joins in an upgrade, nor an upgrade of what is described alike", () => {
    const joins = { namespaces: [{ ...shop, joins: true }], upgrade: { to: "v1.28.2" } };
    expect(rowOf(meshOf({}), meshOf(joins)).plan.phases.map(({ kind }) => kind)).toContain("namespaces");
  });
});

function request() {
  return {
    name: "shop",
    from: { namespace: "shop", serviceAccount: "curl" },
    url: "http://shop.shop/",
    expect: { status: 200 },
  };
}

test("what is recorded of a mesh is read back as it was, and written as it was", () => {
  const mesh = meshOf({
    namespaces: [throughWp],
    waypoints: [wp],
    controlPlane: { values: { pilot: { env: { A: "on" } } } },
  });
  const again = describedMesh(describeMesh(mesh), mesh.carried, mesh);
  expect(again).toEqual(mesh);
  expect(JSON.stringify(describeMesh(again))).toBe(JSON.stringify(describeMesh(mesh)));
});

test("nothing is put into a Namespace before it is there", () => {
  const owned = { name: "pay", ownership: "owned" as const, waypoint: { name: "wp" } };
  const { plan, snapshots } = rowOf(
    meshOf({}),
    meshOf({ namespaces: [owned], waypoints: [{ name: "wp", namespace: "pay" }] }),
  );
  const inside = snapshots.map(
    ({ entries }) => entries.filter(({ object }) => object.metadata.namespace === "pay").length,
  );
  expect(plan.phases.map(({ dir }) => dir)).toEqual([
    "00-baseline",
    "01-own-namespaces",
    "02-waypoints",
    "03-namespaces",
  ]);
  expect(inside.map((count) => count > 0)).toEqual([false, false, true, true]);
});

test("a Namespace that is not in Git in a phase beside is not out of sync there", () => {
  const owned = { name: "pay", ownership: "owned" as const };
  const option = (row: ReturnType<typeof rowOf>) =>
    row.snapshots.map(
      ({ entries }) =>
        entries.find(({ object }) => object.kind === "Namespace")?.object.metadata.annotations?.[
          "argocd.argoproj.io/compare-options"
        ] ?? "-",
    );
  const [without, owning] = [meshOf({}), meshOf({ namespaces: [owned] })];
  expect(option(rowOf(without, owning))).toEqual(["-", "IgnoreExtraneous", "-"]);
  expect(option(rowOf(owning, without))).toEqual(["-", "IgnoreExtraneous", "IgnoreExtraneous", "-"]);
});

test("labels wait for the phase before: the delivery of namespaces is ordered by nothing else", () => {
  const { snapshots } = rowOf(
    meshOf({ delivery: { engine: "argocd" } }),
    meshOf({ delivery: { engine: "argocd" }, namespaces: [throughWp], waypoints: [wp] }),
  );
  const first = snapshots.map(({ entries }) => {
    const job = entries.find(({ object }) => object.kind === "Job" && object.metadata.name.includes("-labels-"));
    const spec = job?.object["spec"] as
      | {
          template: {
            spec: {
              initContainers?: { name: string; args: string[] }[];
              containers: { name: string; args: string[] }[];
            };
          };
        }
      | undefined;
    const { initContainers = [], containers } = spec?.template.spec ?? { containers: [] };
    return [...initContainers, ...containers].map(({ name }) => name);
  });
  expect(first).toEqual([[], [], ["01-neighbour-applied", "02-label"]]);
});

const rules = { rules: [{ from: [{ source: { namespaces: ["shop"] } }] }] };
const to = (...names: string[]) => names.map((name) => ({ group: "gateway.networking.k8s.io", kind: "Gateway", name }));
const attached = (...names: string[]): KubernetesObject => ({
  ...policy("p"),
  spec: { ...rules, action: "DENY", targetRefs: to(...names) },
});
const gatewayNamed = (name: string, apiVersion: string): KubernetesObject => ({
  apiVersion,
  kind: "Gateway",
  metadata: { name, namespace: "edge" },
  spec: apiVersion.startsWith("networking")
    ? { selector: { istio: name }, servers: [] }
    : { gatewayClassName: "istio", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
});
const routeAt = (at: object, apiVersion: string, kind: string): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "edge" },
  spec: {
    ...at,
    ...(kind === "HTTPRoute" ? { rules: [{ backendRefs: [{ name: "web", port: 80 }] }] } : { hosts: ["*"] }),
  },
});
const waypoints = [wp, { name: "edge", namespace: "shop" }];
const through = (name: string) => ({ namespaces: [{ name: "shop", waypoint: { name } }], waypoints });

describe("a policy that is attached to something else", () => {
  test("is attached to both while the label moves", () => {
    const row = rowOf(meshOf(through("wp"), [attached("wp")]), meshOf(through("edge"), [attached("edge")]));
    const names = row.snapshots.map(({ entries }) => {
      const found = entries.find(({ object }) => object.kind === "AuthorizationPolicy")?.object["spec"];
      return (found as { targetRefs: { name: string }[] }).targetRefs.map((one) => one.name);
    });
    expect(row.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-routing", "02-namespaces", "03-remove"]);
    expect(names).toEqual([["wp"], ["edge", "wp"], ["edge", "wp"], ["edge"]]);
    expect(row.plan.phases[1]?.changes).toEqual([expect.stringContaining("stays attached to what it was attached to")]);
  });

  const targetsIn = (row: ReturnType<typeof rowOf>, key: string, kind: string) =>
    row.snapshots.map(({ entries }) =>
      entries
        .filter(({ object }) => object.kind === kind)
        .flatMap(({ object }) => listAt(object, "spec", key).map((one) => textAt(one, "name") ?? one)),
    );

  test.each<[string, string, string, (name: string) => KubernetesObject]>([
    [
      "a policy",
      "targetRefs",
      "AuthorizationPolicy",
      (name) => ({ ...attached(name), metadata: { name: "p", namespace: "edge" } }),
    ],
    [
      "a route",
      "parentRefs",
      "HTTPRoute",
      (name) => routeAt({ parentRefs: [{ name }] }, "gateway.networking.k8s.io/v1", "HTTPRoute"),
    ],
    [
      "a VirtualService",
      "gateways",
      "VirtualService",
      (name) => routeAt({ gateways: [name] }, "networking.istio.io/v1", "VirtualService"),
    ],
  ])("%s of a gateway that gets another name stays at the old one until that goes", (_, key, kind, one) => {
    const group = key === "gateways" ? "networking.istio.io/v1" : "gateway.networking.k8s.io/v1";
    const named = (name: string) => [gatewayNamed(name, group), one(name)];
    const row = rowOf(meshOf({}, named("old")), meshOf({}, named("new")));
    expect(row.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-routing", "02-let-go", "03-remove"]);
    expect(targetsIn(row, key, kind)).toEqual([["old"], ["new", "old"], ["new", "old"], ["new"]]);
  });

  test("one that selects the pods of a gateway cannot be at both", () => {
    const selecting = (name: string) => ({
      ...policy("p"),
      spec: { selector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": name } } },
      metadata: { name: "p", namespace: "edge" },
    });
    const named = (name: string) => [gatewayNamed(name, "gateway.networking.k8s.io/v1"), selecting(name)];
    expect(() => rowOf(meshOf({}, named("old")), meshOf({}, named("new")))).toThrow(
      /AuthorizationPolicy\/edge\/p selects the pods of another Gateway/,
    );
  });

  test("is at both while a ServiceEntry goes through another waypoint, in a commit of its own", () => {
    const entry = (name: string): KubernetesObject => ({
      apiVersion: "networking.istio.io/v1",
      kind: "ServiceEntry",
      metadata: { name: "api", namespace: "shop", labels: { "istio.io/use-waypoint": name } },
      spec: { hosts: ["api.example.com"], resolution: "DNS" },
    });
    const sides = (name: string) => [attached(name), entry(name)];
    const row = rowOf(meshOf({ waypoints }, sides("wp")), meshOf({ waypoints }, sides("edge")));
    expect(row.plan.phases.map(({ dir }) => dir)).toEqual([
      "00-baseline",
      "01-routing",
      "02-use-waypoints",
      "03-remove",
    ]);
    expect(targetsIn(row, "targetRefs", "AuthorizationPolicy")).toEqual([
      ["wp"],
      ["edge", "wp"],
      ["edge", "wp"],
      ["edge"],
    ]);
    const used = row.snapshots.map(
      ({ entries }) =>
        entries.find(({ object }) => object.kind === "ServiceEntry")?.object.metadata.labels?.["istio.io/use-waypoint"],
    );
    expect(used).toEqual(["wp", "wp", "edge", "edge"]);
    expect(row.plan.phases[2]?.changes).toEqual([
      'ServiceEntry/shop/api metadata.labels["istio.io/use-waypoint"] wp -> edge',
    ]);
    expect(row.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("a Service that is new goes through a new waypoint when that is there; one that may run with its label keeps it", () => {
    const service: KubernetesObject = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "api", namespace: "shop", labels: { app: "api", "istio.io/use-waypoint": "wp" } },
    };
    const rowFrom = (before: Partial<MeshSpecInput>) =>
      rowOf(meshOf(before), meshOf({ waypoints }, [service, attached("wp")]));
    const labels = (row: ReturnType<typeof rowOf>) =>
      row.snapshots.map(
        ({ entries }) => entries.find(({ object }) => object.kind === "Service")?.object.metadata.labels,
      );
    const [fresh, there] = [rowFrom({}), rowFrom({ waypoints })];
    expect(fresh.plan.phases.map(({ dir }) => dir)).toEqual([
      "00-baseline",
      "01-waypoints",
      "02-routing",
      "03-use-waypoints",
    ]);
    expect(labels(fresh)).toEqual([undefined, undefined, { app: "api" }, service.metadata.labels]);
    expect(fresh.plan.phases[2]?.changes).toContain("Service/shop/api added; its way through a waypoint comes later");
    expect(there.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-routing"]);
    expect(labels(there)).toEqual([undefined, service.metadata.labels]);
  });

  test("of a waypoint that takes something else does not go to workloads in the same edit", () => {
    const takes = (kind: "workload" | "service") => ({ waypoints: [{ ...wp, for: kind }] });
    const row = () =>
      rowOf(meshOf(takes("workload"), [attached("wp")]), meshOf(takes("service"), [policy("p", "DENY")]));
    expect(row).toThrow(/AuthorizationPolicy\/shop\/p goes from targetRefs to workloads/);
  });

  test("is at both while pods that go through another waypoint start", () => {
    const deployment = (name: string): KubernetesObject => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "api", namespace: "shop" },
      spec: { selector: {}, template: { metadata: { labels: { "istio.io/use-waypoint": name } } } },
    });
    const side = (name: string) => meshOf({ waypoints }, [attached(name), deployment(name)]);
    const row = rowOf(side("wp"), side("edge"));
    expect(targetsIn(row, "targetRefs", "AuthorizationPolicy")).toEqual([["wp"], ["edge", "wp"], ["edge"]]);
  });

  test("a waypoint lets the namespace of a Service in before that goes through it, and not any more when it does not", () => {
    const service = (labels?: Record<string, string>): KubernetesObject => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "api", namespace: "pay", ...(labels && { labels }) },
    });
    const used = service({ "istio.io/use-waypoint": "wp", "istio.io/use-waypoint-namespace": "shop" });
    const [without, with_] = [service(), used].map((one) => meshOf({ waypoints }, [one])) as [Mesh, Mesh];
    const letsIn = (row: ReturnType<typeof rowOf>) =>
      row.snapshots.map(({ entries }) => {
        const gateway = entries.find(({ object }) => object.metadata.name === "wp");
        return [
          JSON.stringify(gateway?.object).includes('"pay"'),
          JSON.stringify(entries).includes("use-waypoint-namespace"),
        ];
      });
    const [there, back] = [rowOf(without, with_), rowOf(with_, without)];
    expect(there.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-waypoints", "02-use-waypoints"]);
    expect(letsIn(there)).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(back.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-use-waypoints", "02-remove"]);
    expect(letsIn(back)).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
    expect([there, back].flatMap(({ findings }) => findings.filter(({ severity }) => severity === "error"))).toEqual(
      [],
    );
  });

  test("is simply attached to it where no label moves", () => {
    const row = rowOf(meshOf(through("wp"), [attached("edge")]), meshOf(through("wp"), [attached("wp")]));
    expect(row.plan.phases.map(({ dir }) => dir)).toEqual(["00-baseline", "01-routing"]);
  });

  test.each<[string, KubernetesObject, KubernetesObject]>([
    ["from workloads to a waypoint", policy("p"), attached("wp")],
    ["from a waypoint to workloads", attached("wp"), policy("p")],
  ])("%s is refused: it needs a name of its own", (_, before, after) => {
    const pay = { namespaces: [{ name: "shop" }], waypoints };
    const row = () => rowOf(meshOf(pay, [before]), meshOf(through("wp"), [after]));
    expect(row).toThrow(/AuthorizationPolicy\/shop\/p goes from .* while the traffic that it is for moves/);
  });
});

describe("what stays of a namespace that leaves what enforces it", () => {
  const ofService = { ...policy("p"), spec: { targetRefs: [{ group: "", kind: "Service", name: "api" }] } };
  test.each<[string, Side, Side, string | undefined]>([
    [
      "its waypoint",
      [through("wp"), [attached("wp")]],
      [{ ...through("wp"), namespaces: [shop] }, [attached("wp")]],
      "waypoint shop/wp",
    ],
    ["the mesh", [{ namespaces: [shop] }, [policy("p")]], [{}, [policy("p")]], "the mesh"],
    [
      "a waypoint that it has no policy at",
      [through("wp"), [attached("edge")]],
      [{ ...through("wp"), namespaces: [shop] }, [attached("edge")]],
      undefined,
    ],
    ["with its policies", [through("wp"), [attached("wp")]], [{}], undefined],
    [
      "a waypoint for another one",
      [through("wp"), [attached("wp")]],
      [through("edge"), [attached("wp")]],
      "waypoint shop/wp",
    ],
    [
      "a waypoint for another one that has policies",
      [through("wp"), [attached("wp")]],
      [through("edge"), [attached("wp"), { ...attached("edge"), metadata: { name: "q", namespace: "shop" } }]],
      undefined,
    ],
    ["a waypoint with its policy", [through("wp"), [attached("wp")]], [through("edge"), [attached("edge")]], undefined],
    [
      "a waypoint whose policy goes with others to a third one",
      [through("wp"), [attached("wp")]],
      [through("edge"), [attached("third")]],
      "waypoint shop/wp",
    ],
    [
      "a waypoint whose policy is attached to its Service from now on",
      [through("wp"), [attached("wp")]],
      [through("edge"), [ofService]],
      undefined,
    ],
  ])("%s", (_, [before, was = []], [after, is = []], left) => {
    const said = rowOf(meshOf(before, was), meshOf(after, is)).findings.filter(({ rule }) => rule === "WPT006");
    expect(said.map(({ message }) => message)).toEqual(
      left === undefined
        ? []
        : [
            `namespace shop leaves ${left}, and what stays holds for nothing of it any more: AuthorizationPolicy/shop/p`,
          ],
    );
  });
});

test("what stays at a waypoint that takes less, and at one that a Service leaves", () => {
  const said = (before: Side, after: Side) =>
    rowOf(meshOf(before[0], before[1]), meshOf(after[0], after[1])).findings.flatMap(({ rule, message }) =>
      rule === "WPT006" ? [message] : [],
    );
  const takes = (kind: "service" | "all" | "workload") => ({ waypoints: [{ ...wp, for: kind }] });
  const stays = "and what stays holds for nothing of it any more: AuthorizationPolicy/shop/p";
  const at = [attached("wp")];
  expect(said([takes("service"), at], [takes("workload"), at])).toEqual([
    `traffic to Services leaves waypoint shop/wp, ${stays}`,
  ]);
  expect(said([takes("service"), at], [takes("all"), at])).toEqual([]);
  const carried = (kind: string): KubernetesObject => ({
    ...gateway,
    metadata: { ...wp, labels: { "istio.io/waypoint-for": kind } },
  });
  expect(said([{}, [carried("service"), ...at]], [{}, [carried("workload"), ...at]])).toEqual([
    `traffic to Services leaves waypoint shop/wp, ${stays}`,
  ]);
  expect(said([{}, [carried("all"), ...at]], [takes("service"), at])).toEqual([
    `traffic to workloads leaves waypoint shop/wp, ${stays}`,
  ]);
  const shopAt = (name: string, edgeFor: "all" | "service") => ({
    namespaces: [{ name: "shop", waypoint: { name } }],
    waypoints: [
      { ...wp, for: "all" as const },
      { name: "edge", namespace: "shop", for: edgeFor },
    ],
  });
  expect(said([shopAt("wp", "service"), at], [shopAt("edge", "service"), [attached("edge")]])).toEqual([
    `traffic to workloads of namespace shop goes past waypoint shop/edge, ${stays}`,
  ]);
  expect(said([shopAt("wp", "all"), at], [shopAt("edge", "all"), [attached("edge")]])).toEqual([]);
  const target = (group: string, kind: string, name: string) => ({
    ...policy("p"),
    spec: { targetRefs: [{ group, kind, name }] },
  });
  const leaving = (object: KubernetesObject) =>
    said([through("wp"), [object]], [{ ...through("wp"), namespaces: [shop] }, [object]]);
  const says = [`namespace shop leaves waypoint shop/wp, ${stays}`];
  expect(leaving(target("networking.istio.io", "ServiceEntry", "api"))).toEqual(says);
  expect(leaving(target("gateway.networking.k8s.io", "GatewayClass", "istio-waypoint"))).toEqual(says);
  const byLabel = { waypoints, namespaces: [{ name: "shop", labels: { "istio.io/use-waypoint": "wp" } }] };
  expect(said([byLabel, at], [{ waypoints, namespaces: [shop] }, at])).toEqual(says);
  const service = (labels: Record<string, string>): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "api", namespace: "shop", labels },
  });
  const used = service({ "istio.io/use-waypoint": "wp" });
  expect(said([takes("all"), [...at, used]], [takes("all"), [...at, service({})]])).toEqual([
    `Service/shop/api leaves waypoint shop/wp, ${stays}`,
  ]);
});

test("a waypoint that a manifest has takes something else in a commit of its own, too", () => {
  const carried = (kind: string): KubernetesObject => ({
    ...gateway,
    metadata: { ...wp, labels: { "istio.io/waypoint-for": kind } },
  });
  const dirs = (before: Side, after: Side) =>
    rowOf(meshOf(before[0], before[1]), meshOf(after[0], after[1])).plan.phases.map(({ dir }) => dir);
  expect(dirs([{}, [carried("service")]], [{}, [carried("all"), policy("p")]])).toEqual([
    "00-baseline",
    "01-routing",
    "02-waypoints-take-more",
  ]);
  expect(dirs([{}, [carried("all")]], [{ waypoints: [wp] }])).toEqual([
    "00-baseline",
    "01-waypoints",
    "02-waypoints-take-less",
  ]);
  expect(dirs([{ waypoints: [{ ...wp, for: "all" }] }], [{}, [carried("service")]])).toEqual([
    "00-baseline",
    "01-routing",
    "02-waypoints-take-less",
  ]);
});

test("STRICT comes when those who join are in the mesh", () => {
  const strict = (mode: string): KubernetesObject => ({
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name: "default", namespace: "shop" },
    spec: { mtls: { mode } },
  });
  const dirs = (before: Side, after: Side) =>
    rowOf(meshOf(before[0], before[1]), meshOf(after[0], after[1])).plan.phases.map(({ dir }) => dir);
  const joined = { namespaces: [shop] };
  expect(dirs([{}], [joined, [strict("STRICT"), policy("p")]])).toEqual([
    "00-baseline",
    "01-routing",
    "02-namespaces",
    "03-strict",
  ]);
  expect(dirs([{}, [strict("PERMISSIVE")]], [joined, [strict("STRICT")]])).toEqual([
    "00-baseline",
    "01-namespaces",
    "02-strict",
  ]);
  expect(dirs([joined, [strict("STRICT")]], [{}, [strict("PERMISSIVE")]])).toEqual([
    "00-baseline",
    "01-routing",
    "02-leave",
  ]);
  expect(dirs([joined], [joined, [strict("STRICT")]])).toEqual(["00-baseline", "01-routing"]);
});

test("labels that are needed only on the way are set by the Job, too; an owner's are not", () => {
  const jobs = (row: ReturnType<typeof rowOf>) => row.plan.phases.map(({ described }) => described?.labels);
  const selector = (key: string) => ({ discoverySelectors: [{ matchLabels: { [key]: "1" } }] });
  const joins = rowOf(
    meshOf({ controlPlane: selector("a") }),
    meshOf({ controlPlane: selector("b"), namespaces: [shop] }),
  );
  const asked = joins.plan.phases.map(({ gates }) =>
    gates.flatMap((one) =>
      one.check === "namespace-label" && one.namespace === "shop" ? [`${one.label}=${one.value}`] : [],
    ),
  );
  const set = jobs(joins).map((labels) =>
    Object.entries(labels?.find(({ namespace }) => namespace === "shop")?.labels ?? {}).map(
      ([key, value]) => `${key}=${value}`,
    ),
  );
  expect(joins.plan.phases[1]?.changes).toContain('Namespace/shop metadata.labels["a"] (unset) -> 1');
  asked.forEach((labels, index) => {
    expect(set[index]).toEqual(expect.arrayContaining(labels));
  });
  const external = [{ ...shop, ownership: "external" as const, labels: { team: "a" } }];
  expect(jobs(rowOf(meshOf({ namespaces: [shop] }), meshOf({ namespaces: external })))).toEqual([[], []]);
});

test("a waypoint takes more before anybody is sent there, and less when nobody is", () => {
  const takes = (kind: "service" | "all" | "workload") => ({ waypoints: [{ ...wp, for: kind }] });
  const dirs = (before: Partial<MeshSpecInput>, after: Partial<MeshSpecInput>) =>
    rowOf(meshOf(before), meshOf(after)).plan.phases.map(({ dir }) => dir);
  const joins = { namespaces: [throughWp] };
  expect(dirs(takes("service"), { ...takes("all"), ...joins })).toEqual([
    "00-baseline",
    "01-waypoints-take-more",
    "02-namespaces",
  ]);
  expect(dirs({ ...takes("all"), ...joins }, takes("service"))).toEqual([
    "00-baseline",
    "01-leave",
    "02-waypoints-take-less",
  ]);
  const row = rowOf(meshOf(takes("service")), meshOf(takes("workload")));
  expect(row.plan.phases[1]).toMatchObject({
    title: "What waypoints take: shop/wp",
    disruption: expect.stringContaining("goes past them"),
    changes: ['Gateway/shop/wp metadata.labels["istio.io/waypoint-for"] service -> workload'],
  });
});

describe("what people do", () => {
  const steps = (row: ReturnType<typeof rowOf>) =>
    row.plan.phases.map(({ manual, backManual }) =>
      [manual, backManual.after].map((one) => one.map(({ step }) => step)),
    );

  test("labels on a Namespace of others that the start does not have: nobody takes them off before they are set, and people do going back", () => {
    const row = rowOf(meshOf({}), meshOf({ namespaces: [{ ...shop, labels: { team: "a" } }] }));
    expect(steps(row)).toEqual([
      [[], []],
      [[], ["take-labels"]],
    ]);
    const taken = { step: "take-labels", namespace: "shop", labels: ["istio.io/dataplane-mode"], isExternal: false };
    expect(row.plan.phases[1]?.backManual.after).toEqual([taken]);
    const asked = row.plan.phases[1]?.back.flatMap((one) =>
      one.check === "namespace-without-label" ? [one.label] : [],
    );
    expect(asked).toEqual(["istio.io/dataplane-mode"]);
    expect(row.plan.phases[1]?.reversibleBecause).toContain("take the labels from");
  });

  test("sidecars go with a restart, both ways", () => {
    const sidecar = { dataPlane: "sidecar" as const };
    const row = rowOf(meshOf({ ...sidecar, namespaces: [shop] }), meshOf(sidecar));
    expect(steps(row)).toEqual([
      [[], []],
      [["restart-workloads"], ["restart-workloads"]],
    ]);
    expect(row.plan.phases[1]?.manual).toEqual([{ step: "restart-workloads", namespace: "shop" }]);
    expect(row.plan.phases[1]?.reversible).toBe("reversible with restart");
  });

  test("under OnDelete nodes are drained when the template is there, and once more going back", () => {
    const ztunnel = { updateStrategy: "OnDelete" as const };
    const row = rowOf(meshOf({ ztunnel }), meshOf({ ztunnel: { ...ztunnel, terminationGracePeriodSeconds: 120 } }));
    expect(steps(row)).toEqual([
      [[], []],
      [[], ["drain-nodes"]],
      [["drain-nodes"], []],
    ]);
    const replaced = row.plan.phases.map(({ gates, back }) =>
      [gates, back].map((one) => one.some(({ check }) => check === "nodes-replaced")),
    );
    expect(replaced).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });

  test("owners get a patch for either way", () => {
    const external = { ...shop, ownership: "external" as const };
    const row = rowOf(meshOf({ namespaces: [external] }), meshOf({}));
    const files = row.plan.phases.map((phase) => [...ownerPatches("prod", phase).keys()]);
    expect(files).toEqual([[], ["for-owners/going-back-namespace-shop.yaml"]]);
  });
});

test("a Namespace that becomes ours loses what a Job had set on it", () => {
  const row = rowOf(
    meshOf({ namespaces: [throughWp], waypoints: [wp] }),
    meshOf({ namespaces: [{ ...shop, ownership: "owned" }], waypoints: [wp] }),
  );
  expect(row.plan.phases.map(({ dir, described }) => [dir, described?.labels])).toEqual([
    ["00-baseline", [{ namespace: "shop", labels: { "istio.io/use-waypoint": "wp" } }]],
    ["01-own-namespaces", [{ namespace: "shop", labels: { "istio.io/use-waypoint": "wp" } }]],
    ["02-leave", [{ namespace: "shop", labels: { "istio.io/use-waypoint": null } }]],
  ]);
});

test("a title tells who joins or leaves from whose labels are only others", () => {
  const pay = { name: "pay", waypoint: { name: "wp", namespace: "shop" } };
  const without = { namespaces: [pay], waypoints };
  const within = { namespaces: [{ name: "pay", waypoint: { name: "edge", namespace: "shop" } }, shop], waypoints };
  const titles = (before: Partial<MeshSpecInput>, after: Partial<MeshSpecInput>) =>
    rowOf(meshOf(before), meshOf(after)).plan.phases.map(({ title }) => title);
  expect(titles(without, within)).toContain("Namespaces join: shop; labels change on pay");
  expect(titles({ ...within, namespaces: [pay, shop] }, { ...within, namespaces: [{ name: "pay" }] })).toContain(
    "Namespaces leave: shop; labels go from pay",
  );
});
