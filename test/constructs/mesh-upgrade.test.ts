import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiObject, App, Chart } from "cdk8s";
import { layerIds, layers } from "../../src/constructs/layers";
import { MeshUpgrade, type MeshUpgradeProps } from "../../src/constructs/mesh-upgrade";
import { InputError } from "../../src/findings/input-error";
import { parseYamlDocuments } from "../../src/source/yaml-source";
import { MeshApp } from "../../src/verbs/synth/mesh-app";
import { scratchFolder } from "../support/scratch";
import { thrown } from "./app-support";

const props: MeshUpgradeProps = {
  distribution: "openshift",
  dataPlane: "ambient",
  version: "v1.28.4",
  operator: { release: "3.3.1" },
  upgrade: { to: "v1.28.5" },
  namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
  waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
};

test("in a plain cdk8s App every phase is a chart, with its waves", () => {
  const outdir = scratchFolder();
  const app = new App({ outdir });
  new MeshUpgrade(app, "prod", props);
  app.synth();
  const files = readdirSync(outdir).sort();
  expect(files).toHaveLength(5);
  const phase = readFileSync(join(outdir, files[1] as string), "utf8");
  const waves = [...phase.matchAll(/sync-wave: "(\d+)"/g)].map((match) => Number(match[1]));
  expect(waves).toEqual([20, 30, 40, 50, 95]);
  expect(phase).toMatch(/kind: Istio\n(.*\n)*? {2}version: v1\.28\.5/);
});

test("MeshApp writes meshstep's tree, and what was changed in TypeScript is in it", () => {
  const outdir = scratchFolder();
  const app = new MeshApp({ outdir });
  const upgrade = new MeshUpgrade(app, "prod", props);
  for (const phase of upgrade.phases) {
    for (const { object } of phase.objects) object.metadata.addLabel("team", "mesh");
  }
  app.synth();
  const istio = join(outdir, "prod/phases/01-control-plane-v1.28.5/manifests/mesh/20-control-plane/istio-default.yaml");
  expect(readFileSync(istio, "utf8")).toContain("team: mesh");
});

test("an outdir that ends in the mesh's name is the mesh's folder", () => {
  const outdir = scratchFolder();
  const app = new MeshApp({ outdir: join(outdir, "prod") });
  new MeshUpgrade(app, "prod", props);
  app.synth();
  expect(readdirSync(join(outdir, "prod"))).toEqual(["PLAN.md", "phases", "plan.json"]);
});

test("a plan that is not safe is not emitted, by neither app", () => {
  const unsafe = { ...props, version: "v1.27.8", upgrade: { to: "v1.28.5", phases: "combined" as const } };
  const outdir = scratchFolder();
  const plain = new App({ outdir });
  new MeshUpgrade(plain, "prod", unsafe);
  expect(() => plain.synth()).toThrow(/SKEW001/);
  const ours = new MeshApp({ outdir });
  new MeshUpgrade(ours, "prod", unsafe);
  expect(() => ours.synth()).toThrow(InputError);
  expect(readdirSync(outdir)).toEqual([]);
});

describe("what cdk8s itself would print wrong", () => {
  const added = (data: object) => (app: App) => {
    const metadata = { name: "odd", namespace: "bookinfo" };
    new ApiObject(new Chart(new MeshUpgrade(app, "prod", props), "mine"), "one", {
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata, data },
    });
  };

  test.each<[string, object, RegExp]>([
    [
      "an octal of YAML 1.2",
      { mode: "0o644" },
      /prod\/mine\/one: data\.mode: ConfigMap\/bookinfo\/odd: .* reads something else/,
    ],
    ["a merge key", { "<<": "a" }, /ConfigMap\/bookinfo\/odd: /],
    ["a line end of YAML 1.1", { a: "x\u2028y" }, /cannot read it \(.*U\+2028/],
  ])("%s is refused by a plain App and written by MeshApp", (_, data, said) => {
    const outdir = scratchFolder();
    const plain = new App({ outdir });
    added(data)(plain);
    expect(() => plain.synth()).toThrow(said);
    expect(readdirSync(outdir)).toEqual([]);
    const ours = new MeshApp({ outdir });
    added(data)(ours);
    ours.synth();
    const file = join(outdir, "prod/phases/00-baseline/manifests/mesh/60-routing/configmap-odd.yaml");
    expect(parseYamlDocuments(readFileSync(file, "utf8"), file)[0]?.value).toMatchObject({ data });
  });

  test("it is told once, and not once per phase", () => {
    const plain = new App({ outdir: scratchFolder() });
    added({ mode: "0o644" })(plain);
    const said = thrown(() => plain.synth());
    expect(String(said).match(/prod\/mine\/one/g)).toHaveLength(1);
  });
});

test("wrong props are errors with their path", () => {
  const wrong = { ...props, dataplane: "ambient" } as never;
  expect(() => new MeshUpgrade(new App(), "prod", wrong)).toThrow(/dataplane.*dataPlane/s);
});

describe("the layer graph", () => {
  test("a layer's number is its wave, and what comes after it is later", () => {
    for (const id of layerIds) {
      const { folder, wave, after } = layers[id];
      expect(folder).toBe(wave > 0 ? `mesh/${String(wave).padStart(2, "0")}-${id}` : id);
      for (const before of after) expect(layers[before].wave).toBeLessThan(wave);
    }
  });

  test("only the first layer of a delivery comes after nothing, and the marker comes after all of mesh/", () => {
    expect(layerIds.filter((id) => layers[id].after.length === 0)).toEqual(["operator", "precheck", "namespaces"]);
    const reached = new Set<string>();
    const visit = (id: (typeof layerIds)[number]): void => {
      reached.add(id);
      layers[id].after.forEach(visit);
    };
    visit("marker");
    expect([...reached].sort()).toEqual(layerIds.filter((id) => layers[id].wave > 0).sort());
  });

  test("construct dependencies follow it", () => {
    const { phases } = new MeshUpgrade(new App(), "prod", props);
    const objects = phases[0]?.objects ?? [];
    const find = (kind: string) => objects.find(({ object }) => object.kind === kind)?.object as ApiObject;
    const scope = find("IstioCNI").node.scope;
    expect(scope?.node.dependencies.map((one) => one.node.id)).toEqual(["control-plane"]);
  });
});
