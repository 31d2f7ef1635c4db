import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A line with a variable is not judged where nobody knows what will stand there; what Flux puts there is known.
 */

const variable = (words: string) => `$\{${words}}`;
const istio = (spec: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { ${spec} }\n`;
const giver = (values: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  interval: 10m
  path: ./mesh
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { ${values} } }
`;

async function said(spec: string, values?: string): Promise<readonly [readonly string[], string]> {
  const files = { "mesh/istio.yaml": istio(spec), ...(values !== undefined && { "flux.yaml": giver(values) }) };
  const { out, err } = await runCli(["check", ".", "--distribution", "sail", "-o", "json"], folderWith(files));
  const { findings } = JSON.parse(out) as { findings: readonly { rule: string }[] };
  return [findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("VER")), err];
}

const field = `version: "${variable("ISTIO")}", namespace: istio-system, profil: ambient`;

test("a field beside a variable that is filled in", async () => {
  expect(await said(field, "ISTIO: v1.28.3")).toEqual([["VER005"], expect.not.stringContaining("placeholder")]);
});

test("a variable that has its own value where nobody gives one", async () => {
  const [rules] = await said(`version: "${variable("ISTIO:=v1.99.0")}", namespace: istio-system`, "OTHER: a");
  expect(rules).toEqual(["VER001"]);
});

test.each<[string, string | undefined]>([
  ["nobody fills in", undefined],
  ["is filled in elsewhere", "OTHER: a"],
])("a field beside a variable that %s", async (_what, values) => {
  const note = "not judged: a line with a placeholder, the first at mesh/istio.yaml:4:";
  expect(await said(field, values)).toEqual([[], expect.stringContaining(note)]);
});

test("another placeholder on the line stays one", async () => {
  const [rules, err] = await said(`${field}, values: { global: { hub: CHANGEME } }`, "ISTIO: v1.28.3");
  expect([rules, err]).toEqual([[], expect.stringContaining("placeholder")]);
});
