import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { unknownCluster } from "../../src/mesh/unknown-cluster";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A set whose generators ask clusters or files applies the mesh as any other does: nobody here has their answers, and the path of its template says which
 * folders it may read.
 */

const part = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-${kind.toLowerCase()} }\n`;
const url = "https://git.example.com/ops.git";
const set = (path: string, destination: string, generators: string, go = true) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: meshes, namespace: argocd }
spec:
  goTemplate: ${go}
  generators: [${generators}]
  template:
    metadata: { name: 'mesh' }
    spec:
      project: default
      source: { repoURL: ${url}, targetRevision: main, path: '${path}' }
      destination: { ${destination} }
      syncPolicy: { automated: { prune: true } }
`;
const clusters = "{ clusters: {} }";
const files = (path: string) => `{ git: { repoURL: ${url}, revision: main, files: [{ path: ${path} }] } }`;
const matrix = (...generators: string[]) => `{ matrix: { generators: [${generators.join(", ")}] } }`;
const merge = (...generators: string[]) => `{ merge: { mergeKeys: [name], generators: [${generators.join(", ")}] } }`;
const list = (elements: string) => `{ list: { elements: [${elements}] } }`;

interface Row {
  readonly what: string;
  readonly at?: string;
  readonly set: string;
  /** What spec.delivery.argocd says; undefined where nothing is said of a delivery. */
  readonly argocd: object | undefined;
}

const unknown = { server: unknownCluster };
const rows: readonly Row[] = [
  {
    what: "clusters, whose name is the folder's",
    set: set("clusters/{{.name}}", "name: '{{.name}}'", clusters),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "clusters, whose server nobody here knows",
    set: set("clusters/{{.name}}", "server: '{{.server}}'", clusters),
    argocd: { namespace: "argocd", destination: unknown },
  },
  {
    what: "the older templates",
    set: set("clusters/{{name}}", "name: '{{name}}'", clusters, false),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "a part of a name",
    at: "clusters/eu-c01",
    set: set("clusters/eu-{{ .name }}", "name: '{{.name}}'", clusters),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "files beside the mesh",
    set: set("{{.path.path}}", "name: '{{.path.basename}}'", files("clusters/*/cluster.yaml")),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "what files say",
    set: set("clusters/{{.cluster}}", "server: '{{.server}}'", files("inventory/*.yaml")),
    argocd: { namespace: "argocd", destination: unknown },
  },
  {
    what: "a list inside of a matrix",
    at: "clusters/c01/mesh",
    set: set(
      "clusters/{{.name}}/{{.part}}",
      "name: '{{.name}}'",
      matrix(clusters, list("{ part: mesh }, { part: apps }")),
    ),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "clusters that a list knows more of",
    set: set("clusters/{{.name}}", "name: '{{.name}}'", merge(clusters, list("{ name: c01, size: big }"))),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "one folder for all clusters",
    set: set("clusters/c01", "server: '{{.server}}'", clusters),
    argocd: { namespace: "argocd", destination: unknown },
  },
  {
    what: "the folders of Git, whose names are those of clusters",
    set: set(
      "{{.path.path}}",
      "name: '{{index .path.segments 1}}'",
      `{ git: { repoURL: ${url}, directories: [{ path: clusters/* }] } }`,
    ),
    argocd: { namespace: "argocd", destination: { name: "c01" } },
  },
  {
    what: "a list of servers",
    set: set(
      "clusters/{{.name}}",
      "server: '{{.server}}'",
      list("{ name: c01, server: 'https://c01.example.com:6443' }"),
    ),
    argocd: { namespace: "argocd", destination: { server: "https://c01.example.com:6443" } },
  },
  {
    what: "the cluster that Argo CD runs in",
    set: set("clusters/{{.name}}", "server: https://kubernetes.default.svc", clusters),
    argocd: { namespace: "argocd" },
  },
  {
    what: "folders of something else",
    set: set("apps/{{.name}}", "name: '{{.name}}'", clusters),
    argocd: undefined,
  },
  {
    what: "files of something else",
    set: set("{{.path.path}}", "name: '{{.path.basename}}'", files("apps/*/config.yaml")),
    argocd: undefined,
  },
];

const specIn = (text: string) =>
  (parse(text) as { spec: { delivery?: { argocd?: object; repository?: object } } }).spec;

test("a file is no folder that a template may name", async () => {
  const files = {
    "mesh/istio.yaml": part("Istio"),
    "mesh/shop/namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
    "hub/set.yaml": set("mesh/{{.name}}", "name: '{{.name}}'", clusters),
  };
  const { err } = await runCli(["adopt", ".", "--distribution", "sail"], folderWith(files));
  expect(err).not.toContain("applies Istio/default");
  expect(err).not.toContain("mesh/istio.yaml");
});

test("of a set of which no folder is known, nothing is known", async () => {
  const generators = matrix(
    files("inventory/*.yaml"),
    `{ git: { repoURL: ${url}, directories: [{ path: "clusters/{{.name}}/*" }] } }`,
  );
  const text = set("{{.path.path}}", "name: '{{.name}}'", generators);
  const folder = folderWith({ "clusters/c01/mesh/istio.yaml": part("Istio"), "hub/set.yaml": text });
  const { err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(err).toContain("which of ApplicationSet/argocd/meshes apply the mesh cannot be told from the input");
});

test.each(rows)("$what", async ({ at = "clusters/c01", set: text, argocd }) => {
  const folder = folderWith({ [`${at}/istio.yaml`]: part("Istio"), "hub/set.yaml": text });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  const { delivery } = specIn(readFileSync(join(folder, "mesh.yaml"), "utf8"));
  expect({ code, argocd: delivery?.argocd }).toEqual({ code: 0, argocd });
  const says = (words: string) => err.includes(words);
  expect({
    applied: says("ApplicationSet/argocd/meshes applies Istio/default"),
    halted: says("halt ApplicationSet/argocd/meshes: take out spec.template.spec.syncPolicy.automated"),
    asked: says("write spec.delivery.argocd.destination into mesh.yaml"),
  }).toEqual({
    applied: argocd !== undefined,
    halted: argocd !== undefined,
    asked: JSON.stringify(argocd ?? {}).includes(unknownCluster),
  });
  if (argocd) expect(delivery?.repository).toEqual({ url });
});

test("a set that may read any folder is named, and nothing is said of what it applies", async () => {
  const any = set("{{.folder}}", "server: '{{.server}}'", files("inventory/*.yaml"));
  const folder = folderWith({ "clusters/c01/istio.yaml": part("Istio"), "hub/set.yaml": any });
  const { err } = await runCli(["adopt", "."], folder);
  expect(err).toContain("which of ApplicationSet/argocd/meshes apply the mesh cannot be told from the input");
  expect(err).not.toContain("applies Istio/default");
});

test("one set for the folders of all parts is one owner, with each of its folders", async () => {
  const text = set(
    "parts/{{.part}}/{{.name}}",
    "name: '{{.name}}'",
    matrix(clusters, list("{ part: mesh }, { part: cni }")),
  );
  const folder = folderWith({
    "parts/mesh/c01/istio.yaml": part("Istio"),
    "parts/cni/c01/cni.yaml": part("IstioCNI"),
    "hub/set.yaml": text,
  });
  const { err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(err).toContain("halt ApplicationSet/argocd/meshes: ");
  expect(err).toContain("take the mesh's files out of parts/mesh/c01, parts/cni/c01, and nothing else");
});

test("synth says of an unknown cluster that nothing can work yet", async () => {
  const text = set("clusters/{{.name}}", "server: '{{.server}}'", clusters);
  const folder = folderWith({ "clusters/c01/istio.yaml": part("Istio"), "hub/set.yaml": text });
  await runCli(["adopt", ".", "--distribution", "sail"], folder);
  await runCli(["synth", "-f", "mesh.yaml"], folder);
  const all = filesBelow(join(folder, "out"));
  expect(all).toContain("CANNOT WORK YET: mesh.yaml does not say yet which cluster");
  expect(all).toContain("This cannot work yet: mesh.yaml does not say which cluster");
  expect(all).not.toContain("https://kubernetes.default.svc");
});

function filesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), "utf8"))
    .join("\n");
}
