import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const istio = "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3 }\n";
const policy = (name: string, namespace = "") =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\n`;
const list = (...names: string[]) => `resources: [${names.join(", ")}]\n`;
const application =
  "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec: { source: { path: mesh }, destination: { namespace: shop } }\n";

/** What NS008 says of some files. */
async function said(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { out } = await runCli(["check", ".", "--distribution", "sail"], folderWith(files));
  return out.match(/^\w+\[NS008\].*/gm) ?? [];
}

const good = {
  "mesh/kustomization.yaml": list("istio.yaml", "a.yaml", "b.yaml"),
  "mesh/istio.yaml": istio,
  "mesh/a.yaml": policy("a", "shop"),
  "mesh/b.yaml": policy("b", "bank"),
};

test("what its kustomization builds without a namespace", async () => {
  expect(await said(good)).toEqual([]);
  expect(await said({ ...good, "mesh/b.yaml": policy("b") })).toEqual([
    expect.stringMatching(/^error\[NS008\] mesh\/b.yaml:3:.*PeerAuthentication\/b names no namespace/),
  ]);
  const lone = { "mesh/kustomization.yaml": list("istio.yaml", "b.yaml"), "mesh/istio.yaml": istio };
  expect(await said({ ...lone, "mesh/b.yaml": policy("b") })).toEqual([expect.stringMatching(/^warning/)]);
});

test("a namespace by the kustomization, by one above it, or by an engine; bases and folders without a kustomization", async () => {
  const open = { ...good, "mesh/b.yaml": policy("b") };
  const named = `${good["mesh/kustomization.yaml"]}namespace: shop\n`;
  expect(await said({ ...open, "mesh/kustomization.yaml": named })).toEqual([]);
  expect(await said({ ...open, "kustomization.yaml": `${list("mesh")}namespace: shop\n` })).toEqual([]);
  expect(await said({ ...open, "app.yaml": application })).toEqual([]);
  const { "mesh/kustomization.yaml": _, ...plain } = open;
  expect(await said(plain)).toEqual([]);
  expect(await said({ "base/kustomization.yaml": list("b.yaml"), "base/b.yaml": policy("b") })).toEqual([]);
});
