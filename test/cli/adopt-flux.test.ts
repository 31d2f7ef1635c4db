import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Versions that Flux fills in: the Kustomization that does stands in the folder, or nobody knows them.
 */

const variable = `$\{ISTIO_VERSION}`;
const istio = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: "${variable}", namespace: istio-system }
`;
const giver = (name: string, version: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  interval: 10m
  path: ./infra/mesh
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { ISTIO_VERSION: ${version} } }
`;
const listing = (what: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${what}]\n`;
const filled = "Istio/default is taken as Kustomization/flux-system/mesh fills in its variables";

test.each<[string, Record<string, string>]>([
  ["a folder", { "infra/mesh/istio.yaml": istio }],
  ["a kustomization", { "infra/mesh/kustomization.yaml": listing("istio.yaml"), "infra/mesh/istio.yaml": istio }],
  [
    "a base that the kustomization lists",
    { "infra/mesh/kustomization.yaml": listing("../base/istio.yaml"), "infra/base/istio.yaml": istio },
  ],
])("of %s, adopt takes what the Kustomization beside it gives", async (_what, files) => {
  const folder = folderWith({ "clusters/one.yaml": giver("mesh", "v1.28.4"), ...files });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(filled) });
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("\n  version: v1.28.4\n");
});

test("so it does of what kustomize has to build", async () => {
  const folder = folderWith({
    "clusters/one.yaml": giver("mesh", "v1.28.4"),
    "infra/mesh/kustomization.yaml": `${listing("istio.yaml")}patches: [{ path: patch.yaml }]\n`,
    "infra/mesh/istio.yaml": istio,
    "infra/mesh/patch.yaml": "spec: {}\n",
  });
  const { code, err } = await withPrograms({ kustomize: `return ${JSON.stringify(istio)};` }, () =>
    runCli(["adopt", ".", "--distribution", "sail"], folder),
  );
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(filled) });
});

test.each<[string, Record<string, string>]>([
  ["no Kustomization", {}],
  ["one of another folder", { "clusters/one.yaml": giver("mesh", "v1.28.4").replace("./infra/mesh", "./infra/other") }],
  [
    "two that give different versions",
    { "clusters/one.yaml": giver("one", "v1.28.4"), "clusters/two.yaml": giver("two", "v1.29.0") },
  ],
])("with %s, a version that is a variable is refused", async (_what, files) => {
  const folder = folderWith({ "infra/mesh/istio.yaml": istio, ...files });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining(`Istio/default spec.version is the placeholder ${variable}`),
  });
});
