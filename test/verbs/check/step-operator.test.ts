import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/*
 * Nothing says whose operator it is: both states of a step are run by the same one, so that those alone count that have the versions of
 * both. What only one of several would say is left out, and one that never ran the state before says nothing of the step.
 */

const part = (kind: string, version: string) => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: default }
spec: { version: ${version}, namespace: istio-system, profile: ambient }
`;
const mesh = (version: string) =>
  folderWith({ "a.yaml": ["Istio", "IstioCNI"].map((kind) => part(kind, version)).join("---\n") });

const step = (was: string, is: string) =>
  checkTransition({ from: mesh(was), to: [mesh(is)] }, { acceptedJumps: [] }, { cwd: "/" });
const rulesOf = (was: string, is: string) => new Set(step(was, is).findings.map(({ rule }) => rule));

test.each([
  ["over a minor, to a version of two vendors", "v1.28.3", "v1.30.1", "SKEW003"],
  ["back, from a version of one vendor", "v1.29.2", "v1.28.3", "SKEW001"],
  ["all at once, from a version of one vendor", "v1.27.0", "v1.28.3", "SKEW001"],
])("%s", (_what, was, is, rule) => {
  expect(rulesOf(was, is)).toContain(rule);
});

test("says what it took it for, and by which versions", () => {
  expect(step("v1.28.3", "v1.30.1").notes.join("\n")).toContain(
    "taken for Sail Operator (no other distribution has v1.28.3 and v1.30.1)",
  );
});

test("a version that nobody has is judged by itself", () => {
  expect(rulesOf("v1.28.3", "v1.28.333")).toContain("VER001");
});
