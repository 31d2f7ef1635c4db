import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/** A base and an overlay that patches the version, inline or in a file. */
const files = (inline: string, inFile: string) => ({
  "base/kustomization.yaml": "resources: [istio.yaml]\n",
  "base/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.1, namespace: istio-system }
`,
  "prod/kustomization.yaml": `resources: [../base]
patches:
  - path: values.yaml
  - target: { kind: Istio }
    patch: |-
      - op: replace
        path: /spec/version
        value: ${inline}
`,
  "prod/values.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { values: { pilot: { autoscaleMin: ${inFile} } } }
`,
});

/** What is said of a step in which nothing changes. */
function saidOf(before: ReturnType<typeof files>, after: ReturnType<typeof files>): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const choices = { acceptedJumps: [], distribution: "sail" as const };
  const { notes } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  return notes.flatMap((note) => /no object changes/.exec(note)?.[0] ?? []);
}

test.each([
  ["a patch in the kustomization", files("v1.28.3", "2"), []],
  ["a patch in a file", files("v1.28.2", "3"), []],
  ["nothing", files("v1.28.2", "2"), ["no object changes"]],
])("a step that changes %s", (_what, after, expected) => {
  expect(saidOf(files("v1.28.2", "2"), after)).toEqual(expected);
});
