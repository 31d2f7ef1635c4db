import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { manifest, meshText } from "../support/mesh-text";

type Files = Parameters<typeof folderWith>[0];

/** Loads \`app/mesh.yaml\` with these patterns, from the folder above it. */
function load(patterns: readonly string[], files: Files) {
  const mesh = meshText("east", `  manifests: ${JSON.stringify(patterns)}\n`);
  const cwd = folderWith({ "app/mesh.yaml": mesh, ...files });
  return loadMeshes(["app/mesh.yaml"], { cwd })[0]?.mesh.carried ?? [];
}

function carried(patterns: readonly string[], files: Files): string[] {
  return load(patterns, files).map(
    ({ object, place }) => `${object.kind}/${object.metadata.name} ${place.file}:${place.line}:${place.column}`,
  );
}

const routes: Files = {
  "app/l7/b.yaml": `${manifest("HTTPRoute", "b1")}---\n# nothing\n---\n${manifest("HTTPRoute", "b2")}`,
  "app/l7/a.yaml": manifest("HTTPRoute", "a"),
  "app/l7/deep/c.yml": manifest("HTTPRoute", "c"),
  "app/l7/kustomization.yaml": "resources: [a.yaml]\n",
  "app/l7/.hidden.yaml": manifest("HTTPRoute", "hidden"),
  "app/node_modules/x.yaml": manifest("HTTPRoute", "modules"),
};

const outside: Files = {
  "secret.yaml": manifest("Secret", "outside"),
  "app/out.yaml": { link: "../secret.yaml" },
  "app/up": { link: ".." },
  "app/folder/x.txt": "",
};
const place = "app/mesh.yaml:10:15: spec.manifests.0: ";
const stay = "\n  paths are relative to the mesh's folder and stay inside it";

test.each<[string[], string[]]>([
  [
    ["l7/b.yaml", "l7/a.yaml"],
    ["HTTPRoute/a l7/a.yaml:1:1", "HTTPRoute/b1 l7/b.yaml:1:1", "HTTPRoute/b2 l7/b.yaml:9:1"],
  ],
  [["./l7//a.yaml", "l7/a.yaml"], ["HTTPRoute/a l7/a.yaml:1:1"]],
  [["l7/?.yaml"], ["HTTPRoute/a l7/a.yaml:1:1", "HTTPRoute/b1 l7/b.yaml:1:1", "HTTPRoute/b2 l7/b.yaml:9:1"]],
  [["./l7/*.yaml", "!l7/kustomization.yaml", "!./l7/b*"], ["HTTPRoute/a l7/a.yaml:1:1"]],
  [["**/{a,c}.{yaml,yml}"], ["HTTPRoute/a l7/a.yaml:1:1", "HTTPRoute/c l7/deep/c.yml:1:1"]],
])("%j", (patterns, expected) => {
  expect(carried(patterns, routes)).toEqual(expected);
});

test("objects are carried as they are, but for empty labels, annotations and namespaces", () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels:
  annotations: null
  namespace: ~
  creationTimestamp: null
data: { on: 'yes', mode: "0644", constructor: x }
unset: null
`;
  expect(load(["a.yaml"], { "app/a.yaml": text })[0]?.object).toStrictEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", creationTimestamp: null },
    data: { true: "yes", mode: "0644", constructor: "x" },
    unset: null,
  });
});

test("Lists are taken apart, also Lists of Lists", () => {
  const text = `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }
  - apiVersion: v1
    kind: List
    items:
      - { apiVersion: v1, kind: ConfigMap, metadata: { name: b } }
`;
  expect(carried(["list.yaml"], { "app/list.yaml": text })).toEqual([
    "ConfigMap/a list.yaml:4:5",
    "ConfigMap/b list.yaml:8:9",
  ]);
});

test("links inside the folder are followed", () => {
  const files: Files = { ...routes, "app/same.yaml": { link: "l7/a.yaml" } };
  expect(carried(["same.yaml"], files)).toEqual(["HTTPRoute/a same.yaml:1:1"]);
});

test("patterns take linked files, and refuse what lies outside behind a linked folder", () => {
  const files: Files = { ...routes, "app/same.yaml": { link: "l7/deep/c.yml" } };
  expect(carried(["s*.yaml"], files)).toEqual(["HTTPRoute/c same.yaml:1:1"]);
  const message = inputErrorOf(() => carried(["**/secret.yaml"], outside));
  expect(message).toBe(`${place}up/secret.yaml leads out of the mesh's folder through a symbolic link`);
});

test("a file whose name looks like a pattern can be named plainly", () => {
  expect(carried(["a[1].yaml"], { "app/a[1].yaml": manifest("HTTPRoute", "a") })).toEqual([
    "HTTPRoute/a a[1].yaml:1:1",
  ]);
});

test.each<[string, string]>([
  ["missing.yaml", "missing.yaml: no such file or folder"],
  ["missing/*.yaml", "no file matches missing/*.yaml"],
  ["../secret.yaml", `../secret.yaml leads out of the mesh's folder${stay}`],
  ["folder/../../secret.yaml", `folder/../../secret.yaml leads out of the mesh's folder${stay}`],
  ["../*.yaml", `../*.yaml leads out of the mesh's folder${stay}`],
  ["!../*.yaml", `!../*.yaml leads out of the mesh's folder${stay}`],
  ["/etc/passwd", `/etc/passwd is an absolute path${stay}`],
  ["/etc/*.yaml", `/etc/*.yaml is an absolute path${stay}`],
  ["C:/manifests/a.yaml", `C:/manifests/a.yaml is an absolute path${stay}`],
  ["..\\secret.yaml", "..\\secret.yaml holds a backslash\n  separate folders with /"],
  ["out.yaml", "out.yaml leads out of the mesh's folder through a symbolic link"],
  ["o*.yaml", "out.yaml leads out of the mesh's folder through a symbolic link"],
  ["up/secret.yaml", "up/secret.yaml leads out of the mesh's folder through a symbolic link"],
  ["{..,folder}/secret.yaml", "no file matches {..,folder}/secret.yaml"],
  ["folder", "folder is a folder\n  to take its files, write folder/*.yaml"],
  [".", ". is a folder\n  to take its files, write *.yaml"],
  ["folder/x.txt/y.yaml", "folder/x.txt/y.yaml: no such file or folder"],
])("refuses %s", (pattern, message) => {
  expect(inputErrorOf(() => load([pattern], outside))).toBe(place + message);
});

const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";

test.each<[string, string, string]>([
  ["nothing", "# a\n", "app/a.yaml:1:1: the file is empty\n  it holds comments at most"],
  [
    "no YAML",
    "a: [\n",
    "app/a.yaml:2:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["no object", "- a\n", "app/a.yaml:1:1: expected a map, got a list"],
  ["no apiVersion", "kind: ConfigMap\nmetadata: { name: a }\n", "app/a.yaml:1:1: apiVersion: missing; expected text"],
  ["no kind", "apiVersion: v1\nmetadata: { name: a }\n", "app/a.yaml:1:1: kind: missing; expected text"],
  ["no metadata", "apiVersion: v1\nkind: ConfigMap\n", "app/a.yaml:1:1: metadata: missing; expected a map"],
  [
    "no name",
    `${object}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: a }\n`,
    "app/a.yaml:7:1: metadata.name: missing; expected text",
  ],
  [
    "a name that is a number",
    object.replace("name: a", "name: 1.0"),
    'app/a.yaml:3:19: metadata.name: expected text, got the number 1.0\n  quote it: "1.0"',
  ],
  [
    "a slash in a name",
    object.replace("name: a", "name: a/b"),
    'app/a.yaml:3:19: metadata.name: expected a name of a-z, 0-9, - and single dots, got "a/b"',
  ],
  [
    "a name that leads elsewhere",
    object.replace("name: a", "name: ../a"),
    'app/a.yaml:3:19: metadata.name: expected a name of a-z, 0-9, - and single dots, got "../a"',
  ],
  [
    "two dots in a name",
    object.replace("name: a", "name: a..b"),
    'app/a.yaml:3:19: metadata.name: expected a name of a-z, 0-9, - and single dots, got "a..b"',
  ],
  [
    "upper case in a name",
    object.replace("name: a", "name: Abc"),
    'app/a.yaml:3:19: metadata.name: expected a name of a-z, 0-9, - and single dots, got "Abc"',
  ],
  [
    "a namespace that leads elsewhere",
    object.replace("name: a", "name: a, namespace: ../b"),
    'app/a.yaml:3:33: metadata.namespace: expected a DNS label (a-z, 0-9 and -), got "../b"',
  ],
  [
    "a kind that leads elsewhere",
    object.replace("ConfigMap", "../Map"),
    'app/a.yaml:2:7: kind: expected a kind such as HTTPRoute, got "../Map"',
  ],
  [
    "an API version that is none",
    object.replace("v1", "a/b/v1"),
    'app/a.yaml:1:13: apiVersion: expected an API version such as v1 or security.istio.io/v1, got "a/b/v1"',
  ],
  [
    "an annotation that is no text",
    object.replace("name: a", "name: a, annotations: { wave: 1 }"),
    'app/a.yaml:3:43: metadata.annotations.wave: expected text, got the number 1\n  quote it: "1"',
  ],
  [
    "a broken item of a List",
    "apiVersion: v1\nkind: List\nitems:\n  - kind: A\n",
    "app/a.yaml:4:5: apiVersion: missing; expected text\napp/a.yaml:4:5: metadata: missing; expected a map",
  ],
  [
    "a mesh",
    meshText("other"),
    "app/a.yaml:1:1: a Mesh is no object of a cluster\n  leave its file out with a pattern that starts with !",
  ],
  [
    "a kustomization under another name",
    "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: { name: a }\n",
    "app/a.yaml:1:1: a Kustomization is no object of a cluster\n  leave its file out with a pattern that starts with !",
  ],
])("refuses %s", (_what, text, message) => {
  expect(inputErrorOf(() => load(["a.yaml"], { "app/a.yaml": text }))).toBe(message);
});

test.each(["kustomization.yaml", "sub/kustomization.yml", "Kustomization"])("refuses %s", (name) => {
  expect(inputErrorOf(() => load([name], { [`app/${name}`]: "resources: []\n" }))).toBe(
    `app/mesh.yaml:10:14: spec.manifests: app/${name}: no object of a cluster\n  it is for kustomize; leave it out with "!${name}"`,
  );
});

test("refuses a file that is too large or no text", () => {
  const large = { "app/a.yaml": Buffer.alloc(11 * 1024 * 1024, 0x23), "app/b.yaml": Uint8Array.from([0xff]) };
  expect(inputErrorOf(() => load(["*.yaml", "!mesh.yaml"], large))).toBe(
    "app/a.yaml: larger than 10 MiB\n  no mesh and no manifest comes near that\napp/b.yaml:1:1: not UTF-8 text\n  save it as UTF-8",
  );
});

test("refuses an object that is carried twice, whatever API version it speaks", () => {
  const files = {
    "app/a.yaml": manifest("HTTPRoute", "r"),
    "app/b.yaml": `${manifest("HTTPRoute", "r", "other")}---\n${manifest("HTTPRoute", "r").replace("/v1", "/v1beta1")}`,
  };
  expect(inputErrorOf(() => load(["a.yaml", "b.yaml"], files))).toBe(
    "app/b.yaml:7:1: a second HTTPRoute/bookinfo/r; the first is at app/a.yaml:1:1",
  );
});

test("objects of one name and different groups or kinds are different objects", () => {
  const files = {
    "app/a.yaml": [
      manifest("Gateway", "r"),
      manifest("Gateway", "r", "bookinfo", "networking.istio.io/v1"),
      manifest("HTTPRoute", "r"),
    ].join("---\n"),
  };
  expect(carried(["a.yaml"], files)).toHaveLength(3);
});

test.each(["nowhere.yaml", "gone.yaml"])(
  "a link to %s that a pattern matches is no file that may be left out",
  (link) => {
    const mesh = meshText("east", "  manifests: [l7/*.yaml]\n");
    const files = { ...routes, "app/l7/kustomization.yaml": "", "app/l7/gone.yaml": { link } };
    const cwd = folderWith({ "app/mesh.yaml": mesh.replace("l7/*.yaml", '"l7/*.yaml", "!l7/kust*"'), ...files });
    expect(inputErrorOf(() => loadMeshes(["app/mesh.yaml"], { cwd }))).toMatch(
      /^app\/mesh\.yaml:10:15: spec\.manifests\.0: l7\/gone\.yaml: (no such file or folder|its symbolic links run in a circle)$/,
    );
  },
);
