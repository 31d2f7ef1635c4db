import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What a source of Flux leaves out is in Git and in no cluster. */

const source = (ignore: readonly string[], name = "fleet") => `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 1m, url: ssh://git@git.example.com/fleet, ignore: ${JSON.stringify(ignore.join("\n"))} }
`;
const kustomization = `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec: { interval: 1h, prune: true, path: ./platform/mesh, sourceRef: { kind: GitRepository, name: fleet } }
`;
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const said = (ignore: readonly string[], name?: string) =>
  checkPaths(
    ["."],
    { acceptedJumps: [] },
    {
      cwd: folderWith({
        "clusters/a/all.yaml": source(ignore, name) + kustomization,
        "platform/mesh/istio.yaml": istio,
      }),
      stdin: () => "",
    },
  ).findings.filter(({ rule, message }) => rule === "DEL011" && message.includes("spec.ignore")).length;

test.each<[what: string, ignore: readonly string[], expected: number]>([
  ["all but another folder", ["/*", "!/clusters"], 1],
  ["all but this one", ["/*", "!/clusters", "!/platform"], 0],
  ["all but a part of it", ["# all", "/*", "!/platform/mesh/"], 0],
  ["its last folder by name", ["mesh/"], 1],
  ["a file of that name, and no folder", ["/platform/*.md", "*.txt"], 0],
  ["everything of a kind", ["**/*.yaml"], 1],
  ["a folder that is called alike", ["/platform-old", "/plat"], 0],
])("%s", (_what, ignore, expected) => {
  expect(said(ignore)).toBe(expected);
});

test("of another source", () => {
  expect(said(["/*"], "other")).toBe(0);
});
