import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

const base = {
  "base/kustomization.yaml": "resources: [istio.yaml]\n",
  "base/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.1, namespace: istio-system }
`,
};

/** What is said of the version that an overlay makes by some operations. */
function saidOf(overlay: Readonly<Record<string, string>>): readonly string[] {
  const cwd = folderWith({ ...base, ...overlay });
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd });
  return findings
    .filter(({ rule }) => /^VER00[146]$/.test(rule))
    .map(({ rule, place }) => `${rule} ${place?.file}:${place?.line}`);
}

const operations = (op: string, value: string) => `[{ op: ${op}, path: /spec/version, value: ${value} }]`;
const inline = (patch: string, target = "{ kind: Istio }") => ({
  "prod/kustomization.yaml": `resources: [../base]\npatches:\n  - target: ${target}\n    patch: |-\n      ${patch}\n`,
});

test.each([
  ["a version that there is", inline(operations("replace", "v1.28.3")), []],
  ["one without its v", inline(operations("replace", "1.28.3")), ["VER006 prod/kustomization.yaml:4"]],
  ["operations for another kind", inline(operations("replace", "1.28.3"), "{ kind: ZTunnel }"), []],
  [
    "a test that does not hold: kustomize refuses all",
    inline("[{ op: test, path: /spec/version, value: v1.28.2 }, { op: replace, path: /spec/version, value: 1.28.3 }]"),
    [],
  ],
  [
    "a file of operations",
    {
      "prod/kustomization.yaml":
        "resources: [../base]\npatchesJson6902:\n  - target: { group: sailoperator.io, version: v1, kind: Istio, name: default }\n    path: version.yaml\n",
      "prod/version.yaml": "- op: replace\n  path: /spec/version\n  value: 1.28.3\n",
    },
    ["VER006 prod/version.yaml:1"],
  ],
])("%s", (_what, overlay, expected) => {
  expect(saidOf(overlay)).toEqual(expected);
});
