import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

const cm = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: made, namespace: apps }\ndata: { a: b }\n";

function said(lines: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = { "app/kustomization.yaml": lines, "app/cm.yaml": cm, "app/here.txt": "a=b\n", ...more };
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, severity, message }) => (rule === "KUS001" ? [`${severity} ${message}`] : []));
}

const generator = (entry: string, list = "configMapGenerator") => `resources: [cm.yaml]\n${list}: [${entry}]\n`;
const gone = (named: string) => `error ${named}, which is not there: kustomize builds nothing of this folder`;

/* Each seen with the kustomize of kubectl 1.32. */
test.each([
  [generator("{ name: a, files: [gone.txt] }"), gone("configMapGenerator names gone.txt")],
  [generator("{ name: a, files: [key=gone.txt] }"), gone("configMapGenerator names gone.txt")],
  [generator("{ name: a, envs: [gone.env] }"), gone("configMapGenerator names gone.env")],
  [generator("{ name: a, env: gone.env }"), gone("configMapGenerator names gone.env")],
  ["resources: [cm.yaml]\nreplacements: [{ path: gone.yaml }]\n", gone("replacements names gone.yaml")],
  ["resources: [cm.yaml]\nvalidators: [gone.yaml]\n", gone("validators names gone.yaml")],
  ["resources: [cm.yaml]\nopenapi: { path: gone.json }\n", gone("openapi names gone.json")],
  [
    generator("{ name: a, files: [gone.key] }", "secretGenerator"),
    "warning secretGenerator names gone.key, which is not there: kustomize builds nothing of this folder, unless whoever builds puts it there",
  ],
  [generator("{ name: a, literals: [abc] }"), "error abc is no KEY=VALUE: kustomize refuses it"],
  [generator("{ literals: [a=b] }"), "error an entry of configMapGenerator has no name: kustomize refuses it"],
  [
    generator("{ name: a, literals: [a=b] }, { name: a, literals: [c=d] }"),
    "error configMapGenerator makes a twice, and the second does not merge: kustomize refuses it",
  ],
  [
    generator("{ name: a, literals: [a=b], behavior: merge }"),
    "error configMapGenerator merges a into what nothing here makes: kustomize refuses it",
  ],
])("%s", (lines, message) => {
  expect(said(lines)).toEqual([message]);
});

test.each([
  generator("{ name: a, files: [here.txt, key=here.txt], envs: [here.txt], literals: [a=b=c] }"),
  generator("{ name: a, files: ['{{ file }}'] }"),
  generator("{ name: made, namespace: apps, literals: [c=d], behavior: merge }"),
  generator("{ name: a, literals: [a=b] }, { name: a, literals: [c=d], behavior: merge }"),
  generator("{ name: a, literals: [a=b] }, { name: a, namespace: other, literals: [a=b] }"),
  `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n${generator("{ name: a, literals: [a=b], behavior: merge }")}`,
])("nothing is wrong with %s", (lines) => {
  expect(said(lines)).toEqual([]);
});

test("what a base makes is there to merge with, under the name that it has there or the one that it gets", () => {
  const base = { "base/kustomization.yaml": "namePrefix: team-\nconfigMapGenerator: [{ name: a, literals: [a=b] }]\n" };
  for (const name of ["a", "team-a"]) {
    const entry = `configMapGenerator: [{ name: ${name}, literals: [c=d], behavior: merge }]\n`;
    expect(said(`resources: [cm.yaml, ../base]\n${entry}`, base)).toEqual([]);
  }
});
