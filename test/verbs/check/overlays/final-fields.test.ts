import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

/* A base that overlays write over says nothing yet; what they have written does. */

type Files = Readonly<Record<string, string>>;

const base = (channel: string): Files => ({
  "base/kustomization.yaml": "resources: [operator.yaml, istio.yaml]\n",
  "base/operator.yaml": `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec:
  name: sailoperator
  channel: ${channel}
  startingCSV: sailoperator.v1.28.3
  installPlanApproval: Manual
  source: operatorhubio-catalog
  sourceNamespace: olm
`,
  "base/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system, updateStrategy: { type: InPlace } }
`,
});
const overlay = (name: string, channel: string, more = ""): Files => ({
  [`overlays/${name}/kustomization.yaml`]: `resources: [../../base]
${more}patches:
  - target: { kind: Subscription }
    patch: |-
      - { op: replace, path: /spec/channel, value: ${channel} }
  - target: { kind: Istio }
    patch: |-
      - { op: add, path: /metadata/labels, value: { cluster: ${name} } }
`,
});
const choices = { acceptedJumps: [], distribution: "sail" as const };
const both = (one: string, other: string, more = ""): Files => ({
  ...base("stable"),
  ...overlay("rome", one, more),
  ...overlay("oslo", other),
});

test.each<[what: string, files: Files, expected: readonly string[]]>([
  ["all write a minor over it", both("stable-1.28", "stable-1.28"), []],
  [
    "one of them writes none",
    both("stable", "stable-1.28"),
    ["Subscription/operators/sailoperator overlays/rome/kustomization.yaml"],
  ],
  [
    "one of them writes none over a minor",
    { ...base("stable-1.28"), ...overlay("rome", "stable"), ...overlay("oslo", "stable-1.28") },
    ["Subscription/operators/sailoperator overlays/rome/kustomization.yaml"],
  ],
  ["what only kustomize can tell", both("stable", "stable-1.28", "transformers: [channel.yaml]\n"), []],
])("%s", (_what, files, expected) => {
  const { findings } = checkPaths(["."], choices, { cwd: folderWith(files) });
  const said = findings.filter(({ rule }) => rule === "VER004");
  expect(said.map(({ object, place, message }) => [`${object} ${place?.file}`, message.split("; ").at(-1)])).toEqual(
    expected.map((one) => [one, "as overlays/rome/kustomization.yaml builds it"]),
  );
});

test("in a step, too", () => {
  const from = folderWith(both("stable-1.28", "stable-1.28"));
  const { findings } = checkTransition({ from, to: [folderWith(both("stable", "stable-1.28"))] }, choices, {
    cwd: "/",
  });
  const said = findings.filter(({ rule }) => rule === "VER004");
  expect(said.map(({ message }) => message)).toEqual([expect.stringContaining("channel stable names no minor")]);
});
