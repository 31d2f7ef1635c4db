import { checkPaths } from "../../src/verbs/check/check-paths";
import { folderWith } from "../support/folder";

/* What a cluster printed is looked at and not applied: uid and resourceVersion are as they should be there. */

const head = (metadata: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { ${metadata} }\n`;
const whole =
  'uid: 7d1f3b9e-0000-4000-8000-000000000001, resourceVersion: "88", creationTimestamp: "2025-11-01T10:00:00Z"';
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: a }\n";
const applied =
  "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/x, path: dump }, destination: { server: https://kubernetes.default.svc, namespace: a } }\n";

function said(files: Readonly<Record<string, string>>): readonly string[] {
  const { findings, notes } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files), stdin: () => "" });
  return [
    ...findings.flatMap(({ rule, object }) => (rule === "SCH004" ? [`${rule} ${object}`] : [])),
    ...notes.flatMap((note) => (note.includes("can be applied") ? ["note"] : [])),
  ];
}

test.each<[what: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
  ["a dump beside manifests", { "a.yaml": istio, "dump/b.yaml": head(`name: a, ${whole}`) }, ["note"]],
  [
    "some of what a server printed has less",
    {
      "a.yaml": istio,
      "b.yaml": [head(`name: a, ${whole}`), head("name: b, uid: 7d1f"), head("name: c")].join("---\n"),
    },
    ["note"],
  ],
  ["nothing but a dump", { "b.yaml": head(`name: a, ${whole}`) }, []],
  [
    "a field that somebody copied",
    { "a.yaml": istio, "b.yaml": head('name: a, resourceVersion: "88"') },
    ["SCH004 Namespace/a"],
  ],
  [
    "one printed object among manifests",
    { "a.yaml": [istio, head(`name: a, ${whole}`), head("name: b")].join("---\n") },
    ["SCH004 Namespace/a"],
  ],
  [
    "a folder that is applied",
    { "a.yaml": istio, "app.yaml": applied, "dump/b.yaml": head(`name: a, ${whole}`) },
    ["SCH004 Namespace/a"],
  ],
])("%s", (_what, files, expected) => {
  expect(said(files)).toEqual(expected);
});
