import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* What is noted as not judged where only an overlay names the operator's release. */

type Files = Readonly<Record<string, string>>;

const base: Files = {
  "base/kustomization.yaml": "resources: [mesh.yaml]\n",
  "base/mesh.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.10, namespace: istio-system }
---
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec: { name: servicemeshoperator3, channel: stable, installPlanApproval: Manual, source: redhat-operators, sourceNamespace: openshift-marketplace }
`,
};
const overlay = (name: string, path: string, value: string): Files => ({
  [`overlays/${name}/kustomization.yaml`]: `resources: [../../base]
patches:
  - target: { kind: Subscription }
    patch: |-
      - { op: add, path: ${path}, value: ${value} }
`,
});
const pinned = (name: string) => overlay(name, "/spec/startingCSV", "servicemeshoperator3.v3.3.6");
const open = (name: string) => overlay(name, "/spec/channel", "stable-3.3");

const note = ["not judged: .: which versions, API versions and fields the operator release in force has"];

test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
  ["the files alone", base, note],
  ["an overlay that names it", { ...base, ...pinned("prod") }, []],
  ["one that does not", { ...base, ...open("prod") }, note],
  ["one of two", { ...base, ...pinned("prod"), ...open("dev") }, note],
])("%s", (_what, files, expected) => {
  const { notes } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  const unjudged = notes.filter((one) => one.includes("startingCSV and no chart"));
  expect(unjudged.map((one) => one.split(": no ")[0])).toEqual(expected);
});
