import { formatProblem, type InputError } from "../../src/findings/input-error";
import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { standingOf } from "../../src/live/standing";
import type { LoadedMesh } from "../../src/mesh/load";
import { loadMeshes } from "../../src/mesh/load";
import type { Mesh } from "../../src/mesh/mesh";
import { locating, placed } from "../../src/render/places";
import { renderMesh, treeOf } from "../../src/render/render";
import { manifestsOf } from "../../src/snapshot/write/manifest-files";
import { editYaml } from "../../src/yaml-edit/edit-yaml";
import { ambientHead } from "../support/mesh-text";

const text = `${ambientHead}  controlPlane:
    values:
      pilot: { env: { OLD: "1" } }
  upgrade:
    to: v1.30.3
    values:
      "1.29":
        controlPlane: { pilot: { env: { NEW: "29", OLD: null } } }
        cni: { cni: { logging: { level: debug } } }
      "1.30":
        controlPlane: { pilot: { env: { NEW: "30" } } }
        ztunnel: { ztunnel: { logLevel: debug } }
`;

function load(yaml: string): LoadedMesh {
  return loadMeshes(["-"], { cwd: process.cwd(), stdin: () => yaml })[0] as LoadedMesh;
}

function row(mesh: Mesh) {
  const rendered = renderMesh(mesh);
  return { rendered, tree: treeOf(rendered) };
}

test("values come with the minor that they are written for, part by part, and stay", () => {
  const { rendered } = row(load(text).mesh);
  const { plan, snapshots, findings } = rendered;
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const valuesOf = (kind: string, ...path: string[]) =>
    snapshots.map(({ entries }) =>
      path.reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        entries.find((one) => one.object.kind === kind)?.object["spec"],
      ),
    );
  const table = plan.phases.map(({ dir }, index) => [
    dir.slice(3),
    valuesOf("Istio", "values", "pilot", "env")[index],
    valuesOf("IstioCNI", "values", "cni", "logging")[index],
    valuesOf("ZTunnel", "values", "ztunnel", "logLevel")[index],
  ]);
  const [old, first, second] = [{ OLD: "1" }, { NEW: "29" }, { NEW: "30" }];
  const debug = { level: "debug" };
  expect(table).toEqual([
    ["baseline", old, undefined, undefined],
    ["control-plane-v1.29.6", first, undefined, undefined],
    ["cni-v1.29.6", first, debug, undefined],
    ["ztunnel-v1.29.6", first, debug, undefined],
    ["verify-v1.29.6", first, debug, undefined],
    ["control-plane-v1.30.3", second, debug, undefined],
    ["cni-v1.30.3", second, debug, undefined],
    ["ztunnel-v1.30.3", second, debug, "debug"],
    ["verify-v1.30.3", second, debug, "debug"],
  ]);
  expect(plan.phases[1]?.changes).toEqual([
    "Istio/default spec.version v1.28.10 -> v1.29.6",
    "Istio/default spec.values.pilot.env.NEW (unset) -> 29",
    "Istio/default spec.values.pilot.env.OLD 1 -> (unset)",
  ]);
});

test("rebased at any phase, the folder stands at the new baseline, and the row ends with the same values", () => {
  const source = load(text);
  const { rendered, tree } = row(source.mesh);
  const last = rendered.plan.phases.length - 1;
  const ends = rendered.snapshots[last]?.entries.map(({ object }) => object).filter(({ kind }) => kind !== "ConfigMap");
  rendered.plan.phases.forEach(({ dir, state }, index) => {
    const edits = rebaseEdits(source.mesh, { state, isEnd: index === last });
    const again = row(load(editYaml(text, "mesh.yaml", () => true, edits)).mesh);
    const { plan } = again.rendered;
    const phases = plan.phases.map((one) => ({ dir: one.dir, files: manifestsOf(again.tree, one.dir) }));
    const standing = standingOf(manifestsOf(tree, dir), phases, "prod", plan.hash);
    expect([dir, standing.at, "phase" in standing && standing.phase]).toEqual([
      dir,
      index === 0 ? "phase" : "earlier plan",
      0,
    ]);
    const end = again.rendered.snapshots
      .at(-1)
      ?.entries.map(({ object }) => object)
      .filter(({ kind }) => kind !== "ConfigMap");
    expect(end).toEqual(ends);
  });
});

test("on the way down they come with the lower minor", () => {
  const down = text
    .replace("version: v1.28.10", "version: v1.30.3")
    .replace("to: v1.30.3", "to: v1.29.6\n    accept: [proxies-ahead]")
    .replace(/ {6}"1\.30":\n.*\n.*\n/, "");
  const { plan, snapshots } = renderMesh(load(down).mesh);
  const env = (at: number) => {
    const istio = snapshots.at(at)?.entries.find(({ object }) => object.kind === "Istio");
    return (istio?.object["spec"] as { values: { pilot: { env: unknown } } } | undefined)?.values.pilot.env;
  };
  expect([plan.phases.at(-1)?.dir, env(0), env(-1)]).toEqual([
    expect.stringContaining("v1.29.6"),
    { OLD: "1" },
    { NEW: "29" },
  ]);
});

test("a key that the operator does not serve is found where it is written", () => {
  const source = load(text.replace("{ ztunnel: { logLevel: debug } }", "{ logLevel: debug }"));
  const found = placed(source, renderMesh(source.mesh).findings).filter(({ rule }) => rule === "VER005");
  expect(found.map(({ place }) => place)).toEqual([{ file: "<stdin>", line: 20, column: 30 }]);
});

describe("refused, with the place", () => {
  test.each<[string, string, string, string]>([
    [
      "a minor that the row does not enter",
      '"1.29":',
      '"1.27":',
      "mesh.yaml:16:9: spec.upgrade.values.1.27: the row does not enter Istio 1.27",
    ],
    ["a minor without quotes, which YAML reads as 1.3", '"1.30":', "1.30:", "the row does not enter Istio 1.3"],
    ["what is no minor", '"1.29":', '"v1.29.6":', 'a minor in quotes such as "1.28"'],
    [
      "what contradicts a key",
      'NEW: "29"',
      'PILOT_ENABLE_AMBIENT: "false"',
      "spec.upgrade.values.1.29.controlPlane.pilot.env.PILOT_ENABLE_AMBIENT",
    ],
    [
      "what rolls ztunnel by itself",
      "{ ztunnel: { logLevel: debug } }",
      "{ ztunnel: { terminationGracePeriodSeconds: 60 } }",
      "it rolls ztunnel by itself",
    ],
    ["a part that does not exist", "ztunnel: { ztunnel: { logLevel", "waypoint: { ztunnel: { logLevel", "unknown key"],
  ])("%s", (_, from, to, message) => {
    const io = { cwd: process.cwd(), stdin: () => text.replace(from, to) };
    const plan = () => {
      const [one] = loadMeshes(["-"], io) as [LoadedMesh];
      return locating(one, () => renderMesh(one.mesh));
    };
    let said = "";
    try {
      plan();
    } catch (error) {
      said = (error as InputError).problems.map(formatProblem).join("\n").replaceAll("<stdin>", "mesh.yaml");
    }
    expect(said).toContain(message);
  });
});
