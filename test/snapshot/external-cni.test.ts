import { parse } from "yaml";
import { hasErrors } from "../../src/findings/finding";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { listAt, textAt } from "../../src/objects/object-paths";
import { renderMesh, treeOf } from "../../src/render/render";

const spec: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.28.3",
  operator: { release: "1.30.3" },
  upgrade: { to: "v1.29.5" },
  controlPlane: { values: { pilot: { cni: { enabled: true } } } },
  cni: { ownership: "external", namespace: "net" },
  namespaces: [{ name: "shop" }],
};

function rendered(engine: "argocd" | "flux", more: Partial<MeshSpecInput> = {}) {
  const delivery = { engine, repository: { url: "https://git.example.com/mesh.git" } };
  const mesh = renderMesh(meshFromSpec("shop", { ...spec, delivery, ...more }));
  return { ...mesh, tree: treeOf(mesh).files };
}

describe.each(["argocd", "flux"] as const)("an IstioCNI of somebody else, by %s", (engine) => {
  const { plan, snapshots, findings, tree } = rendered(engine);
  const objects = snapshots.flatMap(({ entries }) => entries.map(({ object }) => object));
  const platform = [...tree].filter(([path]) => path.startsWith("platform/"));

  test("is in no snapshot, and nobody misses it", () => {
    expect(objects.filter(({ kind }) => kind === "IstioCNI")).toEqual([]);
    expect(hasErrors(findings)).toBe(false);
    expect(findings.filter(({ rule }) => rule === "CP005")).toEqual([]);
  });

  test("is named by the marker of each phase", () => {
    const markers = objects.filter(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "meshstep-shop");
    expect(markers.map((one) => textAt(one, "data", "cni"))).toEqual(plan.phases.map(() => "external"));
  });

  test("is read by the gates, and by nobody changed", () => {
    const roles = objects.filter(({ kind, metadata }) => /Role$/.test(kind) && metadata.namespace === "net");
    const verbs = roles.flatMap((one) => listAt(one, "rules").flatMap((rule) => listAt(rule as never, "verbs")));
    expect(new Set(verbs)).toEqual(new Set(["get", "list", "watch"]));
  });

  test("is waited for and applied by nothing that points at the folder", () => {
    const pointers = platform
      .filter(([path]) => path.endsWith(".yaml") && !path.includes("/health"))
      .map(([, content]) => parse(content) as object);
    expect(pointers.length).toBeGreaterThan(0);
    expect(JSON.stringify(pointers)).not.toMatch(/IstioCNI|istio-cni-node/);
  });

  test("is told in PLAN.md and PHASE.md", () => {
    expect(tree.get("PLAN.md")).toContain("its owner raises it before a row goes on to 1.30");
    expect(tree.get("PLAN.md")).not.toContain("a CNI phase");
    expect(tree.get("phases/01-control-plane-v1.29.5/PHASE.md")).toContain("Its owner may, within 1.28 to 1.30");
  });
});

test("without the marker's word the same folder misses it", () => {
  const { findings } = rendered("flux", { cni: undefined });
  expect(findings.map(({ rule }) => rule)).toContain("CP005");
});
