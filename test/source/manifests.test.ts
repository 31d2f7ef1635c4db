import { execFileSync } from "node:child_process";
import { formatPlace } from "../../src/findings/finding";
import { piecesOf } from "../../src/source/manifest-pieces";
import { type ManifestIo, readManifests } from "../../src/source/manifests";
import { folderWith, inputErrorOf } from "../support/folder";

type Files = Parameters<typeof folderWith>[0];

interface Read {
  readonly objects: readonly string[];
  readonly skipped: readonly string[];
}

/** `Kind/name at where its name is written`, and what was left out. */
function read(inputs: readonly string[], io: ManifestIo): Read {
  const skipped: string[] = [];
  const documents = readManifests(inputs, io, {
    onSkipped: (place, why, reason) => skipped.push(`${reason} ${formatPlace(place)}: ${why}`),
  });
  const objects = [...documents].map(
    ({ object, locate }) =>
      `${object.kind}/${object.metadata.name} ${formatPlace(locate([]))} ${formatPlace(locate(["metadata", "name"]))}`,
  );
  return { objects, skipped };
}

function readFiles(files: Files, inputs: readonly string[] = ["."]): Read {
  return read(inputs, { cwd: folderWith(files) });
}

const object = (name: string, kind = "ConfigMap") => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
const notKubernetes = "no Kubernetes object: it has no apiVersion and kind";

test("folders are read sorted, with all below them, but for hidden ones and node_modules", () => {
  const { objects } = readFiles({
    "b.yaml": object("b"),
    "a/z.yml": object("z"),
    "a/b/c.json": '{"apiVersion": "v1", "kind": "X",\n"metadata": {"name": "c"}}',
    ".hidden/x.yaml": object("hidden"),
    "node_modules/x.yaml": object("modules"),
    "readme.md": object("text"),
    "link.yaml": { link: "b.yaml" },
    "circle.yaml": { link: "." },
    "gone.yaml": { link: "nowhere" },
    "self.yaml": { link: "self.yaml" },
  });
  expect(objects).toEqual([
    "X/c a/b/c.json:1:1 a/b/c.json:2:22",
    "ConfigMap/z a/z.yml:1:1 a/z.yml:4:9",
    "ConfigMap/b b.yaml:1:1 b.yaml:4:9",
  ]);
});

test("a file is read once, by whatever inputs it is reached", () => {
  const { objects } = readFiles({ "m/a.yaml": object("a") }, ["m/a.yaml", "m", "./m/a.yaml"]);
  expect(objects).toHaveLength(1);
});

test.each<[string, string, string[]]>([
  [
    "documents",
    `# head\n---\n${object("a")}---\n# nothing\n---\n\n${object("b")}...\n`,
    ["a x.yaml:3:1", "b x.yaml:11:1"],
  ],
  ["comments behind markers", `--- # one\n${object("a")}--- # two\n${object("b")}`, ["a x.yaml:2:1", "b x.yaml:7:1"]],
  ["carriage returns", object("a").replaceAll("\n", "\r\n"), ["a x.yaml:1:1"]],
  ["a byte order mark", `\uFEFF${object("a")}`, ["a x.yaml:1:1"]],
  [
    "JSON among YAML",
    `${object("a")}---\n{"apiVersion": "v1", "kind": "X", "metadata": {"name": "b"}}\n`,
    ["a x.yaml:1:1", "b x.yaml:6:1"],
  ],
  [
    "JSON one after the other",
    `{"apiVersion":"v1","kind":"X","metadata":{"name":"a"}} {"apiVersion":"v1","kind":"X","metadata":{"name":"b"}}`,
    ["a x.yaml:1:1", "b x.yaml:1:56"],
  ],
  ["a flow map that is no JSON", `{apiVersion: v1, kind: X, metadata: {name: '}'}}`, ["} x.yaml:1:1"]],
  [
    "a List",
    `apiVersion: v1\nitems:\n- ${object("a").replaceAll("\n", "\n  ")}\n- ${object("b").replaceAll("\n", "\n  ")}\nkind: List\n`,
    ["a x.yaml:3:3", "b x.yaml:8:3"],
  ],
  [
    "a List of Lists",
    "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: X, metadata: {name: a}}]}]}",
    ["a x.yaml:1:75"],
  ],
  ["an empty List", "{apiVersion: v1, kind: List, items: []}", []],
  ["names of RBAC", object("System:Reader"), ["System:Reader x.yaml:1:1"]],
])("%s", (_, text, expected) => {
  const { objects, skipped } = readFiles({ "x.yaml": text });
  expect(skipped).toEqual([]);
  expect(objects.map((line) => line.replace(/^[^/]*\/(\S+ \S+) .*$/, "$1"))).toEqual(expected);
});

test("items of a typed list are of the list's kind", () => {
  const list = { kind: "PodList", apiVersion: "v1", items: [{ metadata: { name: "a" } }] };
  for (const text of [JSON.stringify(list), "kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n"]) {
    const [one] = readManifests(["-"], { cwd: "/", stdin: () => text });
    expect(one?.object).toEqual({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" } });
  }
});

test.each<[string, Files, string[]]>([
  ["files of kustomize", { "kustomization.yaml": "resources: []" }, ["foreign kustomization.yaml:1:1: for kustomize"]],
  [
    "patches of kustomize",
    {
      "over/kustomization.yaml": `patches:
- path: a.yaml
- path: ../b.yaml
- patch: "kind: X"
patchesStrategicMerge:
- ./c.yaml
- |
  kind: X
patchesJson6902:
- path: d.yaml
`,
      "over/a.yaml": object("a"),
      "b.yaml": object("b"),
      "over/c.yaml": object("c"),
      "over/d.yaml": "[]",
      "broken/kustomization.yaml": "patches: [",
    },
    [
      ...[
        "b.yaml",
        "broken/kustomization.yaml",
        "over/a.yaml",
        "over/c.yaml",
        "over/d.yaml",
        "over/kustomization.yaml",
      ].map((file) =>
        file.includes("kustomization")
          ? `foreign ${file}:1:1: for kustomize`
          : `patch ${file}:1:1: a patch that over/kustomization.yaml merges into an object; build it to read the result`,
      ),
    ],
  ],
  [
    "objects of kustomize by another name",
    { "c.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" },
    ["foreign c.yaml:1:1: a Component of kustomize.config.k8s.io/v1alpha1 is no object of a cluster"],
  ],
  [
    "values and plans",
    { "values.yaml": "a: 1", "plan.json": "{}" },
    [`foreign plan.json:1:1: ${notKubernetes}`, `foreign values.yaml:1:1: ${notKubernetes}`],
  ],
  [
    "a chart",
    { "Chart.yaml": "apiVersion: v2\nname: x\ndescription: of a kind\n" },
    [`foreign Chart.yaml:1:1: ${notKubernetes}`],
  ],
  [
    "our own files",
    { "mesh.yaml": "apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\n" },
    ["foreign mesh.yaml:1:1: a Mesh of meshstep.dev/v1alpha1 is no object of a cluster"],
  ],
  [
    "templates that are no YAML",
    { "t.yaml": `{{- if .Values.x }}\n${object("a")}{{- end }}\n` },
    [
      expect.stringMatching(
        /^template t\.yaml:\d+:\d+: a template that has to be filled in first \(/,
      ) as unknown as string,
    ],
  ],
  [
    "templates that are YAML",
    { "t.yaml": "apiVersion: v1\nkind: X\nmetadata:\n  name: {{ .Release.Name }}\n" },
    ["template t.yaml:4:10: a template that has to be filled in first (a key must be a word)"],
  ],
  [
    "text that is no YAML",
    { "x.yaml": `${object("a")}---\napiVersion: v1\nkind: [X\n` },
    [expect.stringMatching(/^broken x\.yaml:8:1: not YAML: /) as unknown as string],
  ],
  [
    "bytes that are no text",
    { "x.json": new Uint8Array([0xff, 0xfe]) },
    ["broken x.json:1:1: UTF-16 text (save it as UTF-8)"],
  ],
  [
    "objects that the API server cannot read",
    { "x.yaml": "apiVersion: v1\nkind: X\nmetadata:\n  labels: { version: 1.30 }\n" },
    [
      "broken x.yaml:3:1: metadata.name: missing; expected text",
      'broken x.yaml:4:22: metadata.labels.version: expected text, got the number 1.30 (quote it: "1.30")',
    ],
  ],
])("left out, and said: %s", (_, files, expected) => {
  expect(readFiles(files).skipped).toEqual(expected);
});

describe("what has no metadata", () => {
  test.each([
    ["kind", "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: [{ role: control-plane }]\n"],
    ["k3d", "apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: 1\n"],
    ["kubeadm", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"],
    ["the audit of an API server", "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n"],
    ["skaffold", "apiVersion: skaffold/v4beta11\nkind: Config\n"],
    ["kubectl", "apiVersion: v1\nkind: Config\nclusters: []\n"],
    ["istioctl", "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata:\nspec: {}\n"],
  ])("is the settings of a program: %s", (_, text) => {
    expect(readFiles({ "x.yaml": text }).skipped).toEqual([
      expect.stringMatching(/^foreign x\.yaml:1:1: a \w+ of \S+ without metadata is the settings of some program$/),
    ]);
  });

  test.each([
    ["sailoperator.io/v1", "Istio"],
    ["networking.istio.io/v1", "VirtualService"],
    ["gateway.networking.k8s.io/v1", "Gateway"],
    ["argoproj.io/v1alpha1", "Application"],
    ["kustomize.toolkit.fluxcd.io/v1", "Kustomization"],
    ["v1", "Namespace"],
    ["apps/v1", "Deployment"],
  ])("is a slip in what a mesh is made of, or what delivers it: %s %s", (apiVersion, kind) => {
    expect(readFiles({ "x.yaml": `apiVersion: ${apiVersion}\nkind: ${kind}\nspec: {}\n` }).skipped).toEqual([
      "broken x.yaml:1:1: metadata: missing; expected a map",
    ]);
  });
});

test.each([
  ["something between two items", '{"apiVersion":"v1","kind":"List","items":[ITEM x ITEM]}', /not YAML/],
  ["something behind a List", '{"apiVersion":"v1","kind":"List","items":[ITEM]} x', /not YAML/],
  ["very deep nesting", `{"apiVersion":"v1","kind":"X","a":${"[".repeat(1_000_000)}`, /nested deeper than 256 levels/],
])("JSON with %s is broken, not passed over", (_, text, why) => {
  const item = '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"}}';
  const { objects, skipped } = readFiles({ "x.json": text.replaceAll("ITEM", item) });
  expect(objects).toEqual([]);
  expect(skipped).toEqual([expect.stringMatching(why)]);
});

test("what is no object among the items of a List in JSON is told", () => {
  const item = '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"}}';
  const { objects, skipped } = readFiles({ "x.json": `{"apiVersion":"v1","kind":"List","items":[${item}, 1]}` });
  expect(objects).toEqual(["X/a x.json:1:43 x.json:1:92"]);
  expect(skipped).toEqual([`foreign x.json:1:99: ${notKubernetes}`]);
});

test("Lists and objects in one stream of JSON", () => {
  const item = (name: string) => `{"kind":"X","apiVersion":"v1","metadata":{"name":"${name}","items":[{}]}}`;
  const list = `{"items":[${item("a")},\n${item("b")}],"metadata":{},"kind":"XList","apiVersion":"v1"}`;
  const { objects, skipped } = readFiles({ "x.json": `${list} ${item("c")}\n${list}` });
  expect(skipped).toEqual([]);
  expect(objects.map((one) => one.split(" ").slice(0, 2).join(" "))).toEqual([
    "X/a x.json:1:11",
    "X/b x.json:2:1",
    "X/c x.json:2:118",
    "X/a x.json:3:11",
    "X/b x.json:4:1",
  ]);
});

test("a problem leaves out its document only", () => {
  const { objects, skipped } = readFiles({ "x.yaml": `kind: [\n---\n${object("a")}`, "y.yaml": object("b") });
  expect([objects.length, skipped.length]).toEqual([2, 1]);
});

test("without anybody to tell, what is broken is thrown and the rest is left out", () => {
  const cwd = folderWith({ "a.yaml": "a: 1", "b.yaml": "apiVersion: v1\nkind: [X\n" });
  expect(inputErrorOf(() => [...readManifests(["a.yaml", "b.yaml"], { cwd })])).toMatch(/^b\.yaml:3:1: not YAML/);
});

test("inputs that cannot be read", () => {
  const cwd = folderWith({ file: "" });
  const message = (input: string) => inputErrorOf(() => [...readManifests([input], { cwd })]);
  expect(message("missing")).toBe("missing: no such file or folder");
  expect(message("file/x")).toBe("file/x: no such file or folder");
  expect(message("/dev/null")).toBe("/dev/null: neither a file nor a folder");
  expect(message("-")).toBe("- stands for the standard input, and there is none");
});

test("a pipe is read like a file", () => {
  const cwd = folderWith({});
  execFileSync("mkfifo", ["pipe"], { cwd });
  execFileSync("bash", ["-c", "printf 'apiVersion: v1\\nkind: X\\nmetadata: {name: a}\\n' > pipe &"], {
    cwd,
    stdio: "ignore",
  });
  expect(read(["pipe"], { cwd }).objects[0]).toMatch(/^X\/a pipe:1:1/);
});

describe("long Lists are read item by item", () => {
  const item = (index: number) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c-${index}\ndata:\n  list: |\n    - text\n    # text\n  more: "${"x".repeat(100)}"\n`;
  const items = Array.from({ length: 400 }, (_, index) => item(index));
  const block = (indent: string) =>
    items.map((text) => `${indent}- ${text.replaceAll("\n", `\n${indent}  `).trimEnd()}\n# between\n\n`).join("");
  const values = (text: string) => [...readManifests(["-"], { cwd: "/", stdin: () => text })];
  const plain = values(items.join("---\n"));

  test.each([
    ["as kubectl prints them", `apiVersion: v1\nitems:\n${block("")}kind: List\nmetadata:\n  resourceVersion: ""\n`, 3],
    ["with the kind first", `# head\napiVersion: v1\nkind: List\nitems:\n\n${block("")}`, 3],
    ["indented", `---\napiVersion: v1\nkind: List\nitems:\n${block("    ")}metadata: {}\n`, 7],
    ["of a kind", `apiVersion: v1\nkind: ConfigMapList\nitems:\n${block("")}`, 3],
  ])("%s", (_, text, column) => {
    const lines = text.split("\n");
    const found = values(text);
    expect(found.map((one) => one.object)).toEqual(plain.map((one) => one.object));
    for (const index of [0, 1, 399]) {
      const { line, column: at } = found[index]?.locate([]) ?? { line: 0, column: 0 };
      expect([at, lines[line - 1]?.trim()]).toEqual([column, "- apiVersion: v1"]);
      const { line: named } = found[index]?.locate(["metadata", "name"]) ?? { line: 0 };
      expect(lines[named - 1]).toContain(`c-${index}`);
    }
  });

  test("JSON, too", () => {
    const list = { apiVersion: "v1", items: plain.map((one) => one.object), kind: "List" };
    const text = JSON.stringify(list, null, 2);
    const found = values(text);
    expect(found.map((one) => one.object)).toEqual(list.items);
    const { line, column } = found[399]?.locate(["metadata", "name"]) ?? { line: 0, column: 0 };
    expect(text.split("\n")[line - 1]?.slice(column - 1)).toBe('"c-399"');
  });

  test("anchors reach from item to item", () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n${block("")}- &a\n  ${item(400).replaceAll("\n", "\n  ").trimEnd()}\n- *a\n`;
    expect(
      values(text)
        .slice(400)
        .map(({ object: { metadata } }) => metadata.name),
    ).toEqual(["c-400", "c-400"]);
  });

  test("a broken item leaves out itself", () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n${block("")}- apiVersion: v1\n  kind: [X\n- ${object("last").replaceAll("\n", "\n  ").trimEnd()}\n`;
    const { objects, skipped } = read(["-"], { cwd: "/", stdin: () => text });
    expect([objects.length, objects.at(-1)]).toEqual([401, expect.stringContaining("ConfigMap/last")]);
    expect(skipped).toEqual([expect.stringMatching(/^broken <stdin>:\d+:\d+: not YAML/)]);
  });

  test("an object that only looks like a List stays whole", () => {
    const text = `apiVersion: v1\nkind: Menu\nmetadata: { name: m }\nitems:\n${block("")}`;
    expect(values(text).map(({ object: { kind } }) => kind)).toEqual(["Menu"]);
  });
});

describe("markers with nothing between them", () => {
  const readText = (text: string) => read(["-"], { cwd: "/", stdin: () => text });

  test.each(["---\n", "---\r\n", "--- \n\n", "---\n# c\n", "---\n...\n"])("%j a thousand times", (marker) => {
    const { objects, skipped } = readText(
      `${marker.repeat(1000)}---\n${object("a")}---\n${marker.repeat(1000)}---\n${object("b")}`,
    );
    expect(skipped).toEqual([]);
    expect(objects.map((one) => one.split(" ")[0])).toEqual(["ConfigMap/a", "ConfigMap/b"]);
    const line = 1000 * (marker.split("\n").length - 1) + 2;
    expect(objects[0]).toBe(`ConfigMap/a <stdin>:${line}:1 <stdin>:${line + 3}:9`);
  });

  test("a JSON string without an end is one piece, however many quotes it holds", () => {
    expect([...piecesOf(`{"kind":"apiVersion","a":"${'\\"'.repeat(400_000)}`)]).toHaveLength(1);
  });

  test("each part of the text is looked at once", () => {
    const text = `${"---\n".repeat(3000)}${object("a")}`;
    const slice = jest.spyOn(String.prototype, "slice");
    let length = 0;
    slice.mockImplementation(function (this: string, from?: number, to?: number) {
      const part = this.substring(from ?? 0, to ?? this.length);
      length += part.length;
      return part;
    });
    try {
      expect([...piecesOf(text)]).toHaveLength(1);
    } finally {
      slice.mockRestore();
    }
    expect(length).toBeLessThan(4 * text.length);
  });
});
