import { describedMesh, describeMesh } from "../../../src/mesh/description";
import type { KubernetesObject } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { meshOf, policy, rowOf } from "./support";

type Side = readonly [Partial<MeshSpecInput>, (readonly KubernetesObject[])?];
const wp = { name: "wp", namespace: "shop" };
const shop = { name: "shop" };
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

describe("refused", () => {
  test.each<[string, Partial<MeshSpecInput>, Partial<MeshSpecInput>, string]>([
    ["a version without an upgrade", {}, { version: "v1.28.2" }, "spec.version v1.28.3, and here it is v1.28.2"],
    ["another operator", {}, { operator: { release: "1.28.2" } }, "spec.operator.release 1.28.3"],
    ["a change and a version", {}, { namespaces: [shop], upgrade: { to: "v1.28.2" } }, "beside spec.upgrade"],
    ["another name", {}, { controlPlane: { name: "prod" } }, "spec.controlPlane.name default, and here it is prod"],
    ["another namespace", {}, { ztunnel: { namespace: "zt" } }, "spec.ztunnel.namespace ztunnel, and here it is zt"],
  ])("%s", (_, before, after, message) => {
    expect(() => rowOf(meshOf(before), meshOf(after))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
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
  expect(first).toEqual([["01-label"], ["01-neighbour-applied", "02-label"], ["01-neighbour-applied", "02-label"]]);
});
