import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

const istio = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system }
`;
const cni = istio.replace("kind: Istio", "kind: IstioCNI").replace("istio-system", "istio-cni");

function said(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, place, message }) => (rule === "KUS001" ? [`${place?.line} ${message}`] : []));
}

const kustomization = (patch: string) =>
  `resources: [istio.yaml]\npatches:\n  - target: { kind: Istio }\n    ${patch}\n`;
const refused =
  "4 a patch that begins with [ is read as JSON, and this one is none: kustomize refuses it. Write it as JSON, or each operation on lines of its own";

/* What kustomize makes of each was seen with that of kubectl 1.32. */
test.each([
  ["operations in brackets", 'patch: "[{op: add, path: /spec/profile, value: demo}]"', {}, [refused]],
  ["with a line before them", "patch: |-\n\n      [{op: add, path: /spec/profile, value: demo}]", {}, [refused]],
  ["in a file", "path: p.yaml", { "p.yaml": "[{op: add, path: /spec/profile, value: demo}]\n" }, [refused]],
  ["JSON", `patch: '[{"op": "add", "path": "/spec/profile", "value": "demo"}]'`, {}, []],
  ["a line for each", 'patch: "- {op: add, path: /spec/profile, value: demo}"', {}, []],
  ["behind a comment", "path: p.yaml", { "p.yaml": "# profile\n[{op: add, path: /spec/profile, value: demo}]\n" }, []],
])("%s", (_what, patch, more, expected) => {
  expect(said({ "kustomization.yaml": kustomization(patch), "istio.yaml": istio, ...more })).toEqual(expected);
});

test("the kind that a patch is for may be in a file that cannot be read", () => {
  const files = (text: string) => ({
    "kustomization.yaml":
      "resources: [istio.yaml, cni.yaml]\npatches:\n  - target: { kind: Istio }\n    patch: '- {op: add, path: /spec/profile, value: demo}'\n",
    "istio.yaml": text,
    "cni.yaml": cni,
  });
  expect(said(files(`${istio}  - x: [\n`))).toEqual([]);
  expect(said(files(istio.replace("kind: Istio", "kind: IstioRevisionTag")))[0]).toContain("objects of kind Istio");
});
