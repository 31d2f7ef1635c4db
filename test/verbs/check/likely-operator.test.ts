import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* Whose operator it is, where versions say little: a word that is none, or a minor, is no reason for anybody, and ends no check. */

const part = (kind: string, name: string, version: string) => `---
apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: ${name} }
spec: { version: ${version}, namespace: ${name} }
`;

test.each<[what: string, versions: readonly string[], taken: RegExp]>([
  ["a word", ["master"], /taken for Sail Operator/],
  ["a minor beside a version", ['"1.28"', "v1.28.3"], /taken for Sail Operator/],
  ["a word beside a version that one alone has", ["master", "v1.28.7"], /taken for Sail Operator \(no other/],
])("%s", (_what, versions, taken) => {
  const text = versions.map((version, index) => part("Istio", `mesh-${index}`, version)).join("");
  const io = { cwd: folderWith({ "all.yaml": text }), stdin: () => "" };
  const { findings, notes } = checkPaths(["."], { acceptedJumps: [] }, io);
  expect(notes.join("\n")).toMatch(taken);
  expect(findings.map(({ rule }) => rule).filter((rule) => /^VER00[16]$/.test(rule))).not.toEqual([]);
});
