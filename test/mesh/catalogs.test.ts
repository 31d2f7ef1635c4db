import { loadMeshes } from "../../src/mesh/load";
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
