import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* A key that is there twice: of the two, kustomize takes one. */

const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n";
const patch = (values: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec:\n${values}`;
const twice = patch(
  "  values: { pilot: { replicaCount: 2 } }\n  values: { meshConfig: { accessLogFile: /dev/stdout } }\n",
);
const once = patch("  values: { pilot: { replicaCount: 2 } }\n");
const indented = (text: string) => text.replaceAll(/^/gm, "      ").trimEnd();
const said = (kustomization: string, more: Readonly<Record<string, string>> = {}) =>
  checkPaths(
    ["."],
    { acceptedJumps: [] },
    {
      cwd: folderWith({
        "istio.yaml": istio,
        "kustomization.yaml": `resources: [istio.yaml]\n${kustomization}`,
        ...more,
      }),
      stdin: () => "",
    },
  ).findings.flatMap(({ rule, message, place }) =>
    rule === "KUS001" ? [`${place?.file}:${place?.line} ${message.split(" ")[0]}`] : [],
  );

test.each<[what: string, kustomization: string, more: Readonly<Record<string, string>>, expected: readonly string[]]>([
  ["in a patch of a file", "patches: [{ path: p.yaml }]\n", { "p.yaml": twice }, ["p.yaml:6 spec.values"]],
  ["in a patch in place", `patches:\n  - patch: |-\n${indented(twice)}\n`, {}, ["kustomization.yaml:3 spec.values"]],
  [
    "in the kustomization",
    "patches: [{ path: p.yaml }]\npatches: []\n",
    { "p.yaml": once },
    ["kustomization.yaml:3 patches"],
  ],
  ["in none", "patches: [{ path: p.yaml }]\n", { "p.yaml": once }, []],
])("%s", (_what, kustomization, more, expected) => {
  expect(said(kustomization, more)).toEqual(expected);
});
