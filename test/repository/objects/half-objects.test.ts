import { folderWith } from "../../support/folder";
import { runCli } from "../../support/run-cli";

/*
 * Somebody forgot apiVersion or kind: no engine applies that, and a mesh without it is another one. Files of other tools look like nothing of the kind.
 */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const strict = "metadata:\n  name: default\n  namespace: istio-system\nspec:\n  mtls: { mode: STRICT }\n";
const cni = "metadata:\n  name: default\nspec:\n  version: v1.28.3\n  namespace: istio-cni\n";

const run = (name: string, text: string, command: readonly string[]) =>
  runCli([...command, "--distribution", "sail"], folderWith({ "mesh/istio.yaml": istio, [`mesh/${name}`]: text }));

test.each<[what: string, text: string, line: number, says: string]>([
  ["no apiVersion", `kind: PeerAuthentication\n${strict}`, 1, "PeerAuthentication/default has no apiVersion"],
  [
    "it by another name",
    `version: sailoperator.io/v1\nkind: IstioCNI\n${cni}`,
    1,
    "IstioCNI/default has no apiVersion",
  ],
  ["no kind", `apiVersion: security.istio.io/v1\n${strict}`, 1, "default, of security.istio.io/v1, has no kind"],
  ["neither", cni, 1, "default has a spec as the operator's objects have it, and neither apiVersion nor kind"],
  [
    "in the second document",
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n---\nkind: PeerAuthentication\n${strict}`,
    5,
    "PeerAuthentication/default has no apiVersion",
  ],
])("%s", async (_what, text, line, says) => {
  const told = `mesh/one.yaml:${line}:1: ${says}`;
  const adopted = await run("one.yaml", text, ["adopt", "."]);
  expect(adopted).toMatchObject({ code: 2, err: expect.stringContaining(told) });
  const checked = await run("one.yaml", text, ["check", "."]);
  expect(checked.err).toContain(told);
});

test.each<[what: string, name: string, text: string]>([
  ["values of a chart", "values.yaml", cni],
  ["values with a kind", "values.yaml", "kind: Gateway\nreplicas: 2\nspec: { version: v1.28.3 }\n"],
  ["a kind of another tool", "ci.yaml", "kind: pipeline\nmetadata: { name: ci }\nspec: { steps: [] }\n"],
  ["what has more to say", "tool.yaml", `schemaVersion: "2"\n${cni}`],
  ["a version of something else", "package.yaml", "metadata: { name: app }\nspec:\n  version: v1.2.3\n"],
  ["a template", "gateway.yaml", `kind: PeerAuthentication\nmetadata: { name: {{ name }} }\nspec: {}\n`],
  ["no YAML at all", "notes.yaml", `kind: Gateway\nmetadata: [\n`],
])("silent: %s", async (_what, name, text) => {
  expect((await run(name, text, ["adopt", "."])).code).toBe(0);
});

test("a patch that kustomize merges says the kind where it is asked", async () => {
  const folder = folderWith({
    "mesh/istio.yaml": istio,
    "mesh/patch.yaml": `kind: PeerAuthentication\n${strict}`,
    "mesh/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [istio.yaml]\npatches: [{ path: patch.yaml, target: { kind: PeerAuthentication } }]\n",
  });
  const { err } = await runCli(["check", ".", "--distribution", "sail"], folder);
  expect(err).not.toContain("has no apiVersion");
});
