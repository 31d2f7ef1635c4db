import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* A folder of kustomizations that take everything from elsewhere: it has to be built before there is anything to look at. */

const remote = "resources: ['https://github.com/istio-ecosystem/sail-operator//chart/samples?ref=main']\n";
const charts =
  "helmCharts: [{ name: sail-operator, repo: https://istio-ecosystem.github.io/sail-operator, version: 1.28.3 }]\n";

function refusal(files: Readonly<Record<string, string>>): string {
  try {
    checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files), stdin: () => "" });
  } catch (error) {
    const [problem] = (error as { problems: { message: string; hint?: string }[] }).problems;
    return `${problem?.message}; ${problem?.hint}`;
  }
  return "";
}

test.each<[what: string, files: Readonly<Record<string, string>>, expected: RegExp]>([
  [
    "a remote base",
    { "kustomization.yaml": remote },
    /takes https:.* from elsewhere; .*: kubectl kustomize \. \| meshstep check -$/,
  ],
  [
    "charts",
    { "mesh/kustomization.yaml": charts },
    /takes chart sail-operator from .*: kustomize build --enable-helm mesh \|/,
  ],
  [
    "an overlay of such a base",
    { "base/kustomization.yaml": charts, "prod/kustomization.yaml": "resources: [../base]\n" },
    /prod\/kustomization.yaml takes chart .*--enable-helm prod \|/,
  ],
  ["nothing at all", { "kustomization.yaml": "resources: []\n" }, /^\.: no manifest found; A manifest is/],
])("%s", (_what, files, expected) => {
  expect(refusal(files)).toMatch(expected);
});
