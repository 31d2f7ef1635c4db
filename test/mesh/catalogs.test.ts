import { type LoadedMesh, loadMeshes } from "../../src/mesh/load";
import { planUpgrade } from "../../src/plan/plan";
import { folderWith, inputErrorOf } from "../support/folder";
import { meshText } from "../support/mesh-text";

function releases(distribution: string, version: string): string {
  return `apiVersion: meshstep.dev/v1alpha1
kind: OperatorReleases
distribution: ${distribution}
releases:
  - version: ${version}
    installable: [v1.99.0]
    ztunnel: { apiVersions: [v1], fields: [] }
`;
}

function load(patterns: string, files: Readonly<Record<string, string>>) {
  const cwd = folderWith({ "app/mesh.yaml": meshText("east", `  catalogs: ${patterns}\n`), ...files });
  return loadMeshes(["app/mesh.yaml"], { cwd })[0]?.mesh.extraReleases ?? [];
}

test("reads the releases of every file", () => {
  const files = { "app/c/b.yaml": releases("sail", "1.99.1"), "app/c/a.yaml": releases("sail", "1.99.0") };
  expect(load("[c/*.yaml]", files).map(({ version }) => version)).toEqual(["1.99.0", "1.99.1"]);
});

test.each<[string, string, string]>([
  ["[other.yaml]", "missing", "app/mesh.yaml:10:14: spec.catalogs.0: other.yaml: no such file or folder"],
  [
    "[../c.yaml]",
    "sail",
    "app/mesh.yaml:10:14: spec.catalogs.0: ../c.yaml leads out of the mesh's folder\n  paths are relative to the mesh's folder and stay inside it",
  ],
  [
    "[c.yaml]",
    "alauda",
    "app/mesh.yaml:10:13: spec.catalogs: app/c.yaml holds releases of alauda; expected sail\n  name a list of the mesh's own distribution",
  ],
])("refuses %s of %s", (patterns, distribution, message) => {
  expect(inputErrorOf(() => load(patterns, { "app/c.yaml": releases(distribution, "1.99.0") }))).toBe(message);
});

test("problems in the file have their place in the file", () => {
  const text = `${releases("sail", "1.99.0")}    installabel: []\n`;
  expect(inputErrorOf(() => load("[c.yaml]", { "app/c.yaml": text }))).toBe(
    "app/c.yaml:8:5: releases.0.installabel: unknown key\n  did you mean installable?",
  );
});

test("a release that ships with meshstep and is changed: a warning at its place, and the same plan from anywhere", () => {
  const changed = releases("sail", "1.28.1").replace("[v1.99.0]", "[v1.28.1, v1.28.0, v1.99.0]");
  const files = { "app/mesh.yaml": meshText("east", "  catalogs: [c.yaml]\n"), "app/c.yaml": changed };
  const cwd = folderWith(files);
  const [there, inside] = ["app/mesh.yaml", "mesh.yaml"].map((file) => {
    const [loaded] = loadMeshes([file], { cwd: file === "mesh.yaml" ? `${cwd}/app` : cwd });
    return planUpgrade((loaded as LoadedMesh).mesh);
  });
  const said = there?.findings.filter(({ rule }) => rule === "VER010") ?? [];
  expect(said.map(({ severity, place }) => [severity, place])).toEqual([
    ["warning", { file: "app/c.yaml", line: 5, column: 5 }],
  ]);
  expect(said[0]?.message).toContain("operator release 1.28.1 of Sail Operator ships with meshstep");
  expect(said[0]?.message).toContain(
    "installable with v1.99.0 and without v1.27.4, v1.27.3, v1.27.2, v1.27.1 and 9 more; endOfLife without",
  );
  expect(inside?.hash).toBe(there?.hash);
});
