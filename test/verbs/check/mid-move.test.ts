import { checkPaths } from "../../../src/verbs/check/check-paths";
import { saidByAll } from "../../../src/verbs/check/report/said-by-all";
import { folderWith } from "../../support/folder";

/*
 * In the middle of a move between revisions, namespaces still ask for the one before: that is the operator's own procedure, whoever's
 * operator it is. What no operator ever made is an error as before.
 */

const istio = (version: string) => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: ${version}, namespace: istio-system, updateStrategy: { type: RevisionBased } }
`;
const asking = (name: string, revision: string) => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { istio.io/rev: ${revision} } }
`;
const openshift = `---
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec: { name: servicemeshoperator3, channel: stable-3.3, installPlanApproval: Manual, source: redhat-operators, sourceNamespace: openshift-marketplace }
`;
const said = (...texts: readonly string[]) =>
  checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith({ "all.yaml": texts.join("") }), stdin: () => "" })
    .findings.filter(({ rule }) => rule === "REV006")
    .map(({ severity, message, hint }) => `${severity} ${message} ${hint}`);

test.each<[what: string, texts: readonly string[], expected: readonly RegExp[]]>([
  [
    "a version that only one of several vendors has",
    [istio("v1.28.5"), asking("b", "default-v1-28-3"), asking("c", "default-v1-28-3")],
    [/^warning .*Namespace\/b, Namespace\/c asks for default-v1-28-3.*the operator keeps default-v1-28-3 while/],
  ],
  [
    "a version of the named vendor",
    [istio("v1.28.6"), asking("b", "default-v1-28-5"), openshift],
    [/^warning .*Namespace\/b asks for default-v1-28-5/],
  ],
  [
    "a version that the named vendor never had",
    [istio("v1.28.5"), asking("b", "default-v1-28-3"), openshift],
    [/^error .*default-v1-28-3.* has no v1\.28\.3 that meshstep knows\./],
  ],
  [
    "a revision of another name",
    [istio("v1.28.5"), asking("b", "prod-v1-28-3")],
    [/^error .*prod-v1-28-3, which no control plane/],
  ],
])("%s", (_what, texts, expected) => {
  expect(said(...texts)).toEqual(expected.map((one) => expect.stringMatching(one)));
});

test("of two things at one place the worse is not taken for the milder one", () => {
  const said = (severity: "error" | "warning", message: string) => ({
    rule: "ZTN006" as const,
    severity,
    message,
    citation: "",
  });
  const [bad, mild] = [said("error", "cluster"), said("warning", "network")];
  expect(saidByAll([bad, mild], [[bad, mild]])).toEqual([bad, mild]);
  expect(saidByAll([bad], [[mild]])).toEqual([mild]);
  expect(saidByAll([mild], [[bad]])).toEqual([mild]);
  expect(saidByAll([bad], [[]])).toEqual([]);
});

test("a jump in place that one vendor does not publish and the other wants accepted is said, whoever it is", () => {
  const said = (rule: "SKEW003" | "SKEW004", line: number) => ({
    rule,
    severity: "error" as const,
    message: rule,
    citation: "",
    place: { file: "istio.yaml", line, column: 1 },
  });
  expect(saidByAll([said("SKEW003", 1)], [[said("SKEW004", 1)]])).toEqual([said("SKEW003", 1)]);
  expect(saidByAll([said("SKEW003", 1)], [[said("SKEW004", 2)]])).toEqual([]);
});
