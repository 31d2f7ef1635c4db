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

describe("a value in a patch that stands in the lines below its key", () => {
  const namespace = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;
  const overlay = (label: string) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
patches:
  - target: { kind: Namespace, name: shop }
    patch: |
      - { op: add, path: /metadata/labels, value: { istio.io/dataplane-mode: ambient, team: "${label}" } }
  - target: { kind: Namespace, name: other }
    patch: |
      - { op: add, path: /metadata/labels, value: { team: "not a label" } }
`;
  const ofLabels = async (label: string, extra: Readonly<Record<string, string>> = {}) => {
    const files = {
      "mesh/istio.yaml": istio("version: v1.28.3, namespace: istio-system"),
      "base/shop.yaml": `${namespace("shop")}---\n${namespace("other")}`,
      "base/kustomization.yaml": "resources: [shop.yaml]\n",
      "prod/kustomization.yaml": overlay(label),
      ...extra,
    };
    const { out } = await runCli(["check", ".", "--distribution", "sail", "-o", "json"], folderWith(files));
    const { findings } = JSON.parse(out) as { findings: readonly { rule: string; object?: string }[] };
    return findings
      .filter(({ rule }) => rule === "SCH004")
      .map(({ object }) => object)
      .sort();
  };

  test("is not judged where it holds a variable, and what stands beside it is", async () => {
    expect(await ofLabels(variable("TEAM"))).toEqual(["Namespace/other"]);
  });

  test("is judged as it stands otherwise", async () => {
    expect(await ofLabels("what ever")).toEqual(["Namespace/other", "Namespace/shop"]);
  });
});
