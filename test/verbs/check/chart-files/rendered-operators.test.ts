import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* A chart that brings the operator's along says which release of it runs. */

const istio = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const chart = (version: string, more = "") =>
  `apiVersion: v2\nname: sail\nversion: 0.0.1\ndependencies:\n  - { name: sail-operator, version: "${version}", repository: https://istio-ecosystem.github.io/sail-operator${more} }\n`;

function said(files: Readonly<Record<string, string>>) {
  const { findings, notes } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  return {
    findings: findings.flatMap(({ rule, place }) =>
      /^VER/.test(rule) ? [`${rule} ${place?.file}:${place?.line}`] : [],
    ),
    release: /operator release (\S+) \(/.exec(notes.join("\n"))?.[1],
  };
}

test.each([
  ["a version", { "op/Chart.yaml": chart("1.28.3") }, { findings: [], release: "1.28.3" }],
  [
    "a version of the mesh that this release does not have",
    { "op/Chart.yaml": chart("1.27.1") },
    { findings: ["VER001 istio.yaml:4"], release: "1.27.1" },
  ],
  ["a range", { "op/Chart.yaml": chart(">=1.28.0") }, { findings: ["VER004 op/Chart.yaml:5"], release: undefined }],
  [
    "a range, and a lock beside it",
    {
      "op/Chart.yaml": chart(">=1.28.0"),
      "op/Chart.lock": "dependencies:\n  - { name: sail-operator, version: 1.28.3 }\n",
    },
    { findings: [], release: "1.28.3" },
  ],
  [
    "one that may be left out",
    { "op/Chart.yaml": chart("1.27.1", ", condition: sail.enabled") },
    { findings: [], release: undefined },
  ],
  [
    "two of two clusters",
    { "east/Chart.yaml": chart("1.28.3"), "west/Chart.yaml": chart("1.27.1") },
    { findings: [], release: undefined },
  ],
])("%s", (_what, files, expected) => {
  expect(said({ "istio.yaml": istio("v1.28.3"), ...files })).toEqual(expected);
});
