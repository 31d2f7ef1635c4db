import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

const choices = { acceptedJumps: [], distribution: "sail" as const };
const mesh = `apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: default
  annotations: { argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }
spec: { version: v1.28.3, namespace: istio-system, updateStrategy: { type: InPlace } }
`;
const job = (...args: readonly string[]) => `apiVersion: batch/v1
kind: Job
metadata: { name: labels-${args.length}, namespace: istio-system }
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: kubectl
          image: example.com/kubectl:1
          command: [kubectl]
          args: ${JSON.stringify(args)}
`;
const wait = (value: string) =>
  job("wait", "namespace/shop", `--for=jsonpath={.metadata.labels.istio\\.io/rev}=${value}`, "--timeout=10m");
const label = (...labels: readonly string[]) => job("label", "namespace", "shop", ...labels, "--overwrite");

const said = (jobs: string) =>
  checkPaths(["."], choices, { cwd: folderWith({ "mesh.yaml": mesh, "job.yaml": jobs }) }).findings.flatMap(
    ({ rule, object, place, fixes }) =>
      object === "Namespace/shop" ? [`${rule} ${place?.file}:${place?.line}${fixes ? " with a fix" : ""}`] : [],
  );

test.each<[string, string, readonly string[]]>([
  ["a revision that is there", label("istio.io/rev=default"), []],
  ["one that is not", label("istio.io/rev=canary"), ["REV006 job.yaml:12"]],
  ["one that is not, and is waited for", wait("canary"), ["REV006 job.yaml:12"]],
  ["what is written, whatever was waited for", `${wait("canary")}---\n${label("istio.io/rev=default")}`, []],
  [
    "labels that contradict each other",
    label("istio-injection=enabled", "istio.io/rev=default"),
    ["NS002 job.yaml:12"],
  ],
  ["a label that is taken away", label("istio.io/rev-"), []],
  ["a Job that does something else", job("delete", "namespace", "shop"), []],
])("a Namespace that a Job labels: %s", (_what, jobs, expected) => {
  expect(said(jobs)).toEqual(expected);
});

test("in a step, once", () => {
  const [from, to] = ["default", "canary"].map((rev) =>
    folderWith({ "mesh.yaml": mesh, "job.yaml": label(`istio.io/rev=${rev}`) }),
  ) as [string, string];
  const { findings } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  expect(findings.filter(({ rule }) => rule === "REV006")).toHaveLength(1);
});
