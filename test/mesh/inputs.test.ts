import { loadMeshes, meshSources } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { manifest, meshText } from "../support/mesh-text";

function names(inputs: readonly string[], cwd: string, stdin?: () => string): string[] {
  return loadMeshes(inputs, { cwd, ...(stdin ? { stdin } : {}) }).map(({ mesh, file }) => `${mesh.name} in ${file}`);
}

test("files in the order given, documents in the order written", () => {
  const cwd = folderWith({ "b.yaml": `${meshText("b1")}---\n${meshText("b2")}`, "sub/a.yaml": meshText("a") });
  expect(names(["b.yaml", "./sub/a.yaml"], cwd)).toEqual(["b1 in b.yaml", "b2 in b.yaml", "a in ./sub/a.yaml"]);
  expect(names([`${cwd}/b.yaml`], "/")).toEqual([`b1 in ${cwd}/b.yaml`, `b2 in ${cwd}/b.yaml`]);
});

test("a folder: sorted, all below it, meshes only", () => {
  const cwd = folderWith({
    "fleet/west/mesh.yaml": meshText("west"),
    "fleet/east/mesh.yml": `${manifest("HTTPRoute", "r")}---\n${meshText("east")}`,
    "fleet/a-notes.md": meshText("notes"),
    "fleet/route.yaml": manifest("HTTPRoute", "reviews"),
    "fleet/template.yaml": "{{ if .Values.x }}\n\tbroken: [\n",
    "fleet/mentions.yaml": "# meshstep.dev/v1alpha1 Mesh\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
    "fleet/binary.yaml": Uint8Array.from([0xff, 0x00]),
    "fleet/large.yaml": Buffer.alloc(11 * 1024 * 1024, 0x23),
    "fleet/.hidden/mesh.yaml": meshText("hidden"),
    "fleet/.git/mesh.yaml": meshText("git"),
    "fleet/node_modules/x/mesh.yaml": meshText("modules"),
    "fleet/broken-link.yaml": { link: "nowhere.yaml" },
    "fleet/circle": { link: "." },
    "fleet/linked.yaml": { link: "../elsewhere/mesh.yaml" },
    "elsewhere/mesh.yaml": meshText("elsewhere"),
  });
  const inFleet = ["east in fleet/east/mesh.yml", "elsewhere in fleet/linked.yaml", "west in fleet/west/mesh.yaml"];
  expect(names(["fleet"], cwd)).toEqual(inFleet);
  expect(names(["fleet/"], cwd)).toEqual(inFleet);
  expect(names(["."], `${cwd}/fleet`)).toEqual(inFleet.map((line) => line.replace("fleet/", "")));
});

test("a file that two inputs reach is read once", () => {
  const cwd = folderWith({ "f/mesh.yaml": meshText("east"), "link.yaml": { link: "f/mesh.yaml" } });
  expect(names(["f/mesh.yaml", "f", "link.yaml", "f/../f/mesh.yaml"], cwd)).toEqual(["east in f/mesh.yaml"]);
});

test("the standard input: its paths are relative to the working directory", () => {
  const cwd = folderWith({ "r.yaml": manifest("HTTPRoute", "reviews") });
  const stdin = () => meshText("piped", "  manifests: [r.yaml]\n");
  expect(names(["-", "-"], cwd, stdin)).toEqual(["piped in <stdin>"]);
  expect(inputErrorOf(() => names(["-"], cwd, () => meshText("Piped")))).toMatch(/^<stdin>:4:9: metadata\.name: /);
  expect(inputErrorOf(() => names(["-"], cwd))).toBe("- stands for the standard input, and there is none");
  expect(inputErrorOf(() => names(["-"], cwd, () => ""))).toMatch(/^<stdin>:1:1: the file is empty/);
});

test.each([
  ["nope.yaml", "nope.yaml: no such file or folder"],
  ["nope/mesh.yaml", "nope/mesh.yaml: no such file or folder"],
  [
    "plain",
    "plain: no mesh in this folder\n  a mesh is a YAML document with apiVersion: meshstep.dev/v1alpha1 and kind: Mesh",
  ],
  ["/proc/self/mem", "/proc/self/mem: cannot be read (EIO)"],
])("refuses %s", (input, message) => {
  const cwd = folderWith({ "plain/route.yaml": manifest("HTTPRoute", "reviews") });
  expect(inputErrorOf(() => names([input], cwd))).toBe(message);
});

test("two meshes of one name, wherever they stand", () => {
  const cwd = folderWith({
    "a.yaml": meshText("east"),
    "sub/b.yaml": `# b\n${meshText("west")}---\n${meshText("east")}`,
  });
  const message =
    "sub/b.yaml:15:9: metadata.name: a second mesh east; the first is at a.yaml:4:9\n  its name is its folder in the output";
  expect(inputErrorOf(() => names(["a.yaml", "sub"], cwd))).toBe(message);
  expect(inputErrorOf(() => [...meshSources(["a.yaml", "sub"], { cwd })])).toBe(message);
});

test("the problems of all meshes at once", () => {
  const cwd = folderWith({
    "a.yaml": `${meshText("A")}---\n${meshText("good")}---\n${meshText("B")}`,
    "f/b.yaml": "apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\nx: [",
    "f/c.yaml": meshText("C"),
  });
  const lines = inputErrorOf(() => names(["a.yaml", "f", "gone.yaml"], cwd)).split("\n");
  expect(lines.map((line) => line.split(": ")[0])).toEqual([
    "a.yaml:4:9",
    "a.yaml:24:9",
    "f/b.yaml:3:5",
    "f/c.yaml:4:9",
    "gone.yaml",
  ]);
});

test("mesh by mesh: a file is read when its turn comes", () => {
  const cwd = folderWith({ "a.yaml": meshText("a"), "b.yaml": meshText("B") });
  const seen: string[] = [];
  const message = inputErrorOf(() => {
    for (const { mesh } of meshSources(["a.yaml", "b.yaml"], { cwd })) seen.push(mesh.name);
  });
  expect(seen).toEqual(["a"]);
  expect(message).toMatch(/^b\.yaml:4:9/);
});
