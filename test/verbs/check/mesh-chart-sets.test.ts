import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* Istio's charts in two clusters by an ApplicationSet each, whose versions stand in files of Git. */

type Files = Readonly<Record<string, string>>;

const chartSet = (chart: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: ${chart}, namespace: argocd }
spec:
  generators: [{ git: { repoURL: https://git.example.com/mesh.git, files: [{ path: settings/*.json }] } }]
  template:
    metadata: { name: '${chart}-{{cluster}}' }
    spec:
      project: default
      source: { repoURL: https://istio-release.storage.googleapis.com/charts, chart: ${chart}, targetRevision: '{{istio.${chart}}}' }
      destination: { name: '{{cluster}}', namespace: istio-system }
`;
const tree = (east: string, west: string): Files => ({
  "argocd/base.yaml": chartSet("base"),
  "argocd/istiod.yaml": chartSet("istiod"),
  ...Object.fromEntries(
    Object.entries({ east, west }).map(([cluster, version]) => [
      `settings/${cluster}.json`,
      JSON.stringify({ cluster, istio: { base: version, istiod: version } }),
    ]),
  ),
});
const said = (before: Files, after: Files) =>
  checkTransition(
    { from: folderWith(before), to: [folderWith(after)] },
    { acceptedJumps: [] },
    { cwd: "/" },
  ).findings.flatMap(({ rule, message }) => (/^(SKEW003|VER013)$/.test(rule) ? [message] : []));

test("goes over a minor, or down, in one cluster", () => {
  const old = tree("1.28.3", "1.28.3");
  expect(said(old, tree("1.30.3", "1.28.3"))).toEqual([expect.stringContaining("goes from 1.28.3 to 1.30.3 in place")]);
  expect(said(tree("1.30.3", "1.30.2"), tree("1.30.3", "1.30.1"))).toEqual([
    expect.stringContaining("goes down from 1.30.2 to 1.30.1"),
  ]);
});

test("goes on by one minor", () => {
  expect(said(tree("1.28.3", "1.28.3"), tree("1.29.1", "1.28.3"))).toEqual([]);
});
