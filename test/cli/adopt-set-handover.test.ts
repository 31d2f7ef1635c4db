import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { unknownCluster } from "../../src/mesh/unknown-cluster";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * How a mesh goes over from a set: what its template says is not all that its Applications say, and what it makes goes to one cluster or to several.
 */

const sail = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const mesh = { "clusters/c01/istio.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}` };
const url = "https://git.example.com/ops";
interface Set {
  readonly generator?: string;
  readonly path?: string;
  readonly destination?: string;
  readonly sync?: string;
  readonly spec?: string;
  readonly patch?: string;
  readonly name?: string;
}
const set = ({
  generator = "clusters: {}",
  path = "clusters/{{.name}}",
  destination = "name: '{{.name}}'",
  sync = "",
  spec = "",
  patch = "",
  name = "meshes",
}: Set) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  goTemplate: true\n  generators: [{ ${generator} }]\n${spec}${patch}  template:\n    metadata: { name: mesh }\n    spec: { project: default, source: { repoURL: "${url}", path: "${path}" }, destination: { ${destination} }${sync} }\n`;
const application = (name: string, destination: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: "${url}", path: clusters/c01 }, destination: { ${destination} } }\n`;
const patch = (...lines: string[]) => `  templatePatch: |\n${lines.map((line) => `    ${line}\n`).join("")}`;
const automated = ", syncPolicy: { automated: { prune: true } }";
const list = (...elements: string[]) => `list: { elements: [${elements.join(", ")}] }`;

async function adopted(files: Record<string, string>) {
  const folder = folderWith({ ...mesh, ...files });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
    spec: { delivery?: { argocd?: { destination?: object } } };
  };
  return { err, destination: spec.delivery?.argocd?.destination };
}

const byPatch =
  "and what spec.templatePatch of ApplicationSet/argocd/meshes says of syncPolicy.automated, which wins over the template";
const byHand =
  "ApplicationSet/argocd/meshes leaves that of Applications that are there as it is, so take it out of each of these as well (argocd app set NAME --sync-policy none)";
const look =
  "it is out when kubectl get applications.argoproj.io -n argocd -o custom-columns=NAME:.metadata.name,AUTOMATED:.spec.syncPolicy.automated shows none for them";
const pruned = "what is taken out of there is pruned";

test.each<[what: string, set: Set, says: string[], not: string[]]>([
  ["the template alone", { sync: automated }, [pruned], [byPatch, byHand, look]],
  [
    "a patch under a condition",
    { patch: patch("spec:", "  {{- if .auto }}", "  syncPolicy:", "    automated: { prune: true }", "  {{- end }}") },
    [byPatch, look, pruned],
    [byHand],
  ],
  [
    "a JSON patch",
    { patch: patch('[{ "op": "add", "path": "/spec/syncPolicy/automated", "value": { "prune": {{ .prune }} } }]') },
    [byPatch, pruned],
    [],
  ],
  ["a policy of parameters", { patch: patch("spec:", "  syncPolicy: {{ toJson .sync }}") }, [byPatch, pruned], []],
  [
    "a patch that does not prune",
    { patch: patch("spec:", "  syncPolicy:", "    automated: { prune: false }") },
    [byPatch],
    [pruned],
  ],
  [
    "a patch of options",
    { sync: automated, patch: patch("spec:", "  syncPolicy:", "    syncOptions: ['{{.option}}']") },
    [pruned],
    [byPatch, look],
  ],
  [
    "Applications that are made once",
    { sync: automated, spec: "  syncPolicy: { applicationsSync: create-only }\n" },
    [byHand, look],
    [byPatch],
  ],
  [
    "Applications whose policy is left",
    { sync: automated, spec: "  ignoreApplicationDifferences: [{ jsonPointers: [/spec/syncPolicy] }]\n" },
    [byHand, look],
    [],
  ],
  [
    "Applications that are kept when they leave",
    { sync: automated, spec: "  syncPolicy: { applicationsSync: create-update }\n" },
    [],
    [byHand, look],
  ],
])("halts %s", async (_, one, says, not) => {
  const { err } = await adopted({ "hub/set.yaml": set(one) });
  for (const words of says) expect(err).toContain(words);
  for (const words of not) expect(err).not.toContain(words);
});

test.each<[what: string, patch: string]>([
  ["a key", patch("spec:", "  destination:", "    server: '{{.server}}'")],
  ["a JSON patch", patch('[{ "op": "replace", "path": "/spec/destination/name", "value": "{{.cluster}}" }]')],
])("a cluster that comes from %s is asked for", async (_, one) => {
  const { err, destination } = await adopted({ "hub/set.yaml": set({ destination: "name: c01", patch: one }) });
  expect(destination).toEqual({ server: unknownCluster });
  expect(err).toContain("write spec.delivery.argocd.destination into mesh.yaml");
  expect(err).toContain("what is applied to several clusters goes only when");
});

const shared = "what is applied to several clusters";
test.each<[what: string, files: Record<string, string>, says: string]>([
  ["a folder each", { "hub/set.yaml": set({}) }, ""],
  ["a folder each, by a list", { "hub/set.yaml": set({ generator: list("{ name: c01 }", "{ name: c02 }") }) }, ""],
  [
    "one folder for a list of clusters",
    { "hub/set.yaml": set({ generator: list("{ name: c01 }", "{ name: c02 }"), path: "clusters/c01" }) },
    `${shared} (cluster c01, cluster c02) goes`,
  ],
  [
    "one folder for all clusters",
    { "hub/set.yaml": set({ path: "clusters/c01", destination: "server: '{{.server}}'" }) },
    `${shared} goes`,
  ],
  [
    "two Applications of one cluster",
    { "hub/a.yaml": application("a", "name: c01"), "hub/b.yaml": application("b", "name: c01") },
    "",
  ],
  [
    "two Applications of two clusters",
    { "hub/a.yaml": application("a", "name: c01"), "hub/b.yaml": application("b", "name: c02") },
    `${shared} (cluster c01, cluster c02) goes`,
  ],
  [
    "two Applications, of which one says the name and one the server",
    { "hub/a.yaml": application("a", "name: c01"), "hub/b.yaml": application("b", "server: https://c01.example.com") },
    `${shared} goes`,
  ],
  [
    "two sets of one cluster",
    {
      "hub/a.yaml": set({ name: "a", destination: "server: https://kubernetes.default.svc" }),
      "hub/b.yaml": set({ name: "b", destination: "name: in-cluster" }),
    },
    "",
  ],
])("says of %s whether it is of several clusters", async (_, files, says) => {
  const { err } = await adopted(files);
  if (says === "") expect(err).not.toContain(shared);
  else expect(err).toContain(says);
});

test.each<[what: string, generator: string, says: string]>([
  ["folders", `git: { repoURL: "${url}", directories: [{ path: clusters/* }] }`, "a file has to stay in the folder"],
  [
    "files",
    `git: { repoURL: "${url}", files: [{ path: "clusters/*/config.json" }] }`,
    "the file that a Git generator looks for has to stay",
  ],
  ["a list", list("{ name: c01 }"), ""],
])("of a generator over %s it says what has to stay", async (_, generator, says) => {
  const path = generator.startsWith("git") ? "{{.path.path}}" : "clusters/{{.name}}";
  const { err } = await adopted({ "hub/set.yaml": set({ generator, path, destination: "name: c01" }) });
  expect(err).toContain(says);
  if (says === "") expect(err).not.toContain("has to stay");
});
