import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A Git generator of files has its elements in the repository: what they say fills in who applies which folder to which cluster.
 */

type Files = Record<string, string>;

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default, annotations: { argocd.argoproj.io/sync-options: 'Prune=false,Delete=false' } }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const policy =
  "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: istio-system }\nspec: { mtls: { mode: STRICT } }\n";
const ops = "https://git.example.com/ops.git/meshes";

interface Set {
  readonly generator?: string;
  readonly path?: string;
  readonly server?: string;
  readonly isGo?: boolean;
}

const filesOf = (pattern: string, more = "", repoURL = ops) =>
  `{ git: { repoURL: "${repoURL}", revision: main, files: [{ path: "${pattern}" }${more}] } }`;
const set = ({
  generator = filesOf("clusters/*/config.json"),
  path = "{{.mesh.path}}",
  server = "{{.cluster.server}}",
  isGo = true,
}: Set = {}) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: meshes, namespace: argocd }
spec:
  goTemplate: ${isGo}
  generators: [${generator}]
  template:
    metadata: { name: "mesh-${isGo ? "{{.path.basename}}" : "{{path.basename}}"}" }
    spec: { project: default, source: { repoURL: "${ops}", path: "${path}", targetRevision: main }, destination: { server: "${server}" }, syncPolicy: { automated: { prune: true } } }
`;
const config = (name: string) =>
  JSON.stringify({ cluster: { name, server: `https://${name}:6443` }, mesh: { path: `clusters/${name}/mesh` } });
const tree = (apps: string, more: Files = {}): Files => ({
  ".git/HEAD": "ref: refs/heads/main\n",
  "clusters/prod/mesh/istio.yaml": istio,
  "clusters/prod/mesh/pa.yaml": policy,
  "clusters/prod/config.json": config("prod"),
  "clusters/stage/mesh/istio.yaml": istio,
  "clusters/stage/config.json": config("stage"),
  "apps/set.yaml": apps,
  ...more,
});

async function destination(files: Files): Promise<string | undefined> {
  const folder = folderWith(files);
  const { err } = await runCli(["adopt", "clusters/prod", "--distribution", "sail"], folder);
  if (!err.includes("ApplicationSet/argocd/meshes applies Istio/default")) return undefined;
  if (/ if its generators make/.test(err)) return "perhaps";
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8"));
  return spec.delivery.argocd.destination?.server ?? "its own";
}

const prod = "https://prod:6443";
const lists =
  "- { at: https://prod:6443, dir: clusters/prod/mesh }\n- { at: https://stage:6443, dir: clusters/stage/mesh }\n";

test.each<[what: string, files: Files, server: string | undefined]>([
  ["a file of each cluster", tree(set()), prod],
  [
    "the older template language",
    tree(set({ path: "{{mesh.path}}", server: "{{cluster.server}}", isGo: false })),
    prod,
  ],
  ["a path of the file itself", tree(set({ path: "{{.path.path}}/mesh" })), prod],
  [
    "a prefix for that",
    tree(
      set({
        generator: filesOf("clusters/*/config.json").replace("files:", "pathParamPrefix: at, files:"),
        path: "{{.at.path.path}}/mesh",
      }),
    ),
    prod,
  ],
  [
    "a list in one file",
    tree(set({ generator: filesOf("meshes.yaml"), path: "{{.dir}}", server: "{{.at}}" }), { "meshes.yaml": lists }),
    prod,
  ],
  ["two stars", tree(set({ generator: filesOf("**/config.json") })), prod],
  [
    "with a list",
    tree(
      set({
        generator: `{ matrix: { generators: [{ list: { elements: [{ env: prod }, { env: stage }] } }, ${filesOf("clusters/{{.env}}/config.json")}] } }`,
      }),
    ),
    prod,
  ],
  [
    "one that is left out",
    tree(set({ generator: filesOf("clusters/*/config.json", ", { path: clusters/prod/*.json, exclude: true }") })),
    undefined,
  ],
  [
    "of another repository",
    tree(set({ generator: filesOf("clusters/*/config.json", "", "https://git.example.com/other/config.git") })),
    undefined,
  ],
  // A star of Git stands for slashes as well, unless a setting of the controller says otherwise.
  ["a file further down", tree(set(), { "clusters/prod/old/config.json": config("prod") }), undefined],
  ["a file that is none", tree(set(), { "clusters/stage/config.json": "[a, b]" }), undefined],
  ["no file", tree(set({ generator: filesOf("clusters/*/cluster.json"), path: "clusters/{{.name}}/mesh" })), "perhaps"],
])("%s", async (_what, files, server) => {
  expect(await destination(files)).toBe(server);
});

test("with clusters, of which nobody here knows which there are", async () => {
  const generator = `{ matrix: { generators: [${filesOf("clusters/*/config.json")}, { clusters: {} }] } }`;
  const server = await destination(tree(set({ generator, server: "{{.server}}" })));
  expect(server).toMatch(/\.invalid\//);
});

test("check: the last file of an Application is gone", async () => {
  const { "clusters/stage/config.json": _, ...rest } = tree(set());
  const before = folderWith(tree(set()));
  const { out } = await runCli(
    ["check", ".", "--from", before, "--distribution", "sail", "-o", "json"],
    folderWith(rest),
  );
  const { findings } = JSON.parse(out) as { findings: { rule: string; message: string }[] };
  expect(findings.flatMap(({ rule, message }) => (rule === "DEL013" ? [message] : []))).toEqual([
    expect.stringContaining(
      "it makes no Application mesh-stage after this step, as its generators pass by clusters/stage/mesh",
    ),
  ]);
});

describe("a templatePatch that says the folder", () => {
  const list =
    "{ list: { elements: [{ name: prod, dir: clusters/prod/mesh }, { name: stage, dir: clusters/stage/mesh }] } }";
  const patched = (patch: string, isGo = true) =>
    tree(
      `${set({ generator: list, path: ".", server: isGo ? "https://{{.name}}:6443" : "https://{{name}}:6443", isGo })}  templatePatch: |\n${patch.replace(/^/gm, "    ")}\n`,
    );

  test.each<[what: string, files: Files, server: string | undefined]>([
    ["by values", patched("spec:\n  source:\n    path: {{ .dir }}"), prod],
    ["under a condition", patched("spec:\n{{- if .dir }}\n  source:\n    path: {{ .dir }}\n{{- end }}"), prod],
    [
      "under a condition that asks for a function",
      patched('spec:\n{{- if hasPrefix "p" .name }}\n  source:\n    path: {{ .dir }}\n{{- end }}'),
      undefined,
    ],
    [
      "under a condition on what nobody gives",
      patched("spec:\n  source:\n    path: {{ .dir }}\n{{- if .canary }}\n  project: canary\n{{- end }}"),
      undefined,
    ],
    ["by what nobody gives", patched("spec:\n  source:\n    path: {{ .folder }}"), undefined],
  ])("%s", async (_what, files, server) => {
    expect(await destination(files)).toBe(server);
  });
});

test.each<[what: string, text: string, server: string | undefined]>([
  ["of that file", "{{ .parts | toJson }}", prod],
  ["by a function that nobody calls here", "{{ .parts | mustToPrettyJson }}", undefined],
])("a list that is a text %s", async (_what, text, server) => {
  const parts = JSON.stringify({ ...JSON.parse(config("prod")), parts: [{ part: "mesh" }, { part: "apps" }] });
  const generator = `{ matrix: { generators: [${filesOf("clusters/*/config.json")}, { list: { elementsYaml: "${text}" } }] } }`;
  const files = tree(set({ generator, path: "clusters/{{.cluster.name}}/{{.part}}" }), {
    "clusters/prod/config.json": parts,
    "clusters/stage/config.json": parts.replaceAll("prod", "stage"),
  });
  expect(await destination(files)).toBe(server ?? "perhaps");
});
