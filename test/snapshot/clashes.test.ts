import { completeMesh, meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject, Mesh } from "../../src/mesh/mesh";
import { planUpgrade } from "../../src/plan/plan";
import { renderMesh, treeOf } from "../../src/render/render";
import { refuseClashes } from "../../src/snapshot/clashes";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { inputErrorOf } from "../support/folder";

const role = (name: string): KubernetesObject => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name },
});

const mesh = meshFromSpec(
  "east",
  {
    distribution: "sail",
    dataPlane: "ambient",
    version: "v1.28.1",
    operator: { release: "1.28.1", subscription: { namespace: "operators", channel: "stable" } },
    controlPlane: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] },
    namespaces: [{ name: "bookinfo", ownership: "owned", waypoint: { name: "waypoint" } }],
    waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
  },
  { carried: [role("a:b"), role("a-b")] },
);

test("objects whose names differ in a colon only are both written", () => {
  const texts = [...treeOf(renderMesh(mesh)).files.values()];
  for (const name of ["a:b", "a-b"]) {
    expect(texts.filter((text) => text.match(new RegExp(`^ {2}name: "?${name}"?$`, "m")))).toHaveLength(1);
  }
});

const ours = (renderSnapshots(planUpgrade(mesh))[0]?.entries ?? []).filter(({ origin }) => "path" in origin);

test("the mesh of this test has an object of every kind", () => {
  expect([...new Set(ours.map(({ object }) => object.kind))].sort()).toEqual(
    ["ConfigMap", "Gateway", "Istio", "IstioCNI", "Namespace", "Subscription", "ZTunnel"].sort(),
  );
  expect(ours.filter(({ object }) => object.kind === "Namespace")).toHaveLength(1);
});

describe.each(ours.map(({ object, origin, file }) => [file, object, origin] as const))(
  "%s",
  (_file, object, origin) => {
    const path = "path" in origin ? origin.path : [];
    const copy = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: { ...object.metadata, annotations: {} },
    };
    const place = { file: "l7/a.yaml", line: 3, column: 1 };

    test("cannot be carried as well", () => {
      const { name, carried: _carried, extraReleases: _releases, ...spec } = mesh;
      const message = inputErrorOf(() => completeMesh(name, spec, [{ object: copy, place }]));
      expect(message).toMatch(/^l7\/a\.yaml:3:1: \w+\/\S+ is written by meshstep; it is described at /);
      expect(message).toContain(`described at ${path.join(".")}\n`);
    });

    test("is not rendered twice, whoever made the mesh", () => {
      const carrying: Mesh = { ...mesh, carried: [{ object: copy, place }] };
      const message = inputErrorOf(() => renderSnapshots(planUpgrade(carrying)));
      expect(message).toMatch(/^l7\/a\.yaml:3:1: a second \w+\/\S+; another one is made from (spec|metadata)\./);
    });
  },
);

test("two objects of one file name are named, with what they are made from", () => {
  const at = (file: string) => ({ place: { file, line: 1, column: 1 } });
  const entries = [
    { object: role("a:b"), file: "x/a-b.yaml", origin: at("one.yaml") },
    { object: role("a-b"), file: "x/a-b.yaml", origin: at("two.yaml") },
    { object: role("c"), file: "x/c.yaml", origin: at("two.yaml") },
  ];
  expect(inputErrorOf(() => refuseClashes(entries))).toBe(
    "ClusterRole/a:b (one.yaml) and ClusterRole/a-b (two.yaml) would both be written to x/a-b.yaml\n  give one of them another name",
  );
  expect(() => refuseClashes(entries.slice(1))).not.toThrow();
});
