import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";
import { byPath, directories, elements, type Files, git, set, tree } from "../set-support";

/* Applications that an ApplicationSet made, and makes no more after a step. */

function said(before: Files, after: Files): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const { findings } = checkTransition({ from, to: [to] }, { acceptedJumps: [], distribution: "sail" }, { cwd: "/" });
  return findings.flatMap(({ rule, severity, message }) =>
    rule === "DEL013" && message.includes("it makes no Application") ? [`${severity} ${message}`] : [],
  );
}

const name = "'mesh-{{ .path.basename }}'";
const without = `- git: { ${git}, revision: main, directories: [{ path: 'clusters/*' }, { path: clusters/west, exclude: true }] }`;
const unkept = Object.fromEntries(
  Object.entries(tree).map(([file, text]) => [file, text.replace("Prune=false,Delete=false,Skip", "Skip")]),
);
const bySet = (files: Files, generators = directories, rest = ""): Files => ({
  ...files,
  "argocd/set.yaml": set({ ...byPath, name, generators, rest }),
});
const lost = (files: Files) =>
  Object.fromEntries(Object.entries(files).filter(([file]) => !file.startsWith("clusters/west/")));
const west = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: west, namespace: argocd }
spec: { source: { ${git}, path: clusters/west }, destination: { name: west } }
`;

const keeps = "  syncPolicy: { preserveResourcesOnDeletion: true }\n";
const creates = "  syncPolicy: { applicationsSync: create-update }\n";

test.each<[string, Files, Files, RegExp | undefined]>([
  [
    "a folder that a generator passes by",
    bySet(unkept),
    bySet(unkept, without),
    /^error .* mesh-west after this step, as its generators pass by clusters\/west: .* with it what it has applied, Istio\/default, IstioCNI/,
  ],
  [
    "a folder that is gone",
    bySet(unkept),
    lost(bySet(unkept)),
    /^error .* mesh-west after this step, as clusters\/west is gone: .*, Istio\/default/,
  ],
  [
    "what it has stays by annotations",
    bySet(tree),
    bySet(tree, without),
    /^warning .* the controller deletes it and leaves Istio\/default, IstioCNI\/default, .* where nobody looks after that$/,
  ],
  ["what it has stays by the set", bySet(unkept, directories, keeps), bySet(unkept, without, keeps), /^warning /],
  ["Applications that are never deleted", bySet(unkept), bySet(unkept, without, creates), undefined],
  [
    "an Application of its own",
    bySet(unkept),
    { ...bySet(unkept, without), "argocd/west.yaml": west },
    /^error .*, Istio\/default, IstioCNI\/default.*, although Application west applies it after this step: that may come too late$/,
  ],
  [
    "an Application of its own, for what annotations keep until then",
    bySet(tree),
    { ...bySet(tree, without), "argocd/west.yaml": west },
    undefined,
  ],
  [
    "a folder of which nothing is read any more",
    bySet(unkept),
    { ...lost(bySet(unkept)), "clusters/west/Chart.yaml": "name: west\nversion: 1.0.0\n" },
    undefined,
  ],
  ["another generator that finds it", bySet(unkept), bySet(unkept, `${without}\n- clusters: {}`), undefined],
  ["nothing", bySet(unkept), bySet(unkept), undefined],
])("%s", (_what, before, after, expected) => {
  expect(said(before, after)).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
});

const secret = (labels: string, kind = "Secret") =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: west, namespace: argocd, labels: { ${labels} } }\n`;
const cluster = "argocd.argoproj.io/secret-type: cluster";
const byLabels = (labels: string, mesh = "yes", more = "", rest = ""): Files => ({
  ...tree,
  "argocd/set.yaml": set({
    path: "clusters/{{ .name }}",
    destination: "server: '{{ .server }}'",
    name: "'mesh-{{ .name }}'",
    generators: `- clusters: { selector: { matchLabels: { mesh: '${mesh}' } } }${more}`,
    rest,
  }),
  ...(labels && { "argocd/west.yaml": secret(labels) }),
});
const labelled = `${cluster}, mesh: 'yes'`;

test.each<[string, Files, Files, RegExp | undefined]>([
  [
    "a label that goes",
    byLabels(labelled),
    byLabels(cluster),
    /^error .* for cluster west after this step, as its generators ask for labels that Secret west has not: /,
  ],
  ["a Secret that goes", byLabels(labelled), byLabels(""), /^error .* as Secret west is gone: /],
  ["another label that is asked for", byLabels(labelled), byLabels(labelled, "no"), /^error /],
  ["what it has stays", byLabels(labelled, "yes", "", keeps), byLabels(cluster, "yes", "", keeps), /^warning /],
  [
    "a Secret that a controller makes now",
    byLabels(labelled),
    { ...byLabels(""), "argocd/west.yaml": secret("a: b", "ExternalSecret") },
    undefined,
  ],
  [
    "a list that has it now",
    byLabels(labelled),
    byLabels(cluster, "yes", `\n${elements("west").replaceAll("cluster:", "name:")}`),
    undefined,
  ],
  [
    "a Secret of another name for the same cluster",
    { ...byLabels(""), "argocd/west.yaml": `${secret(labelled)}stringData: { name: west, server: "https://west" }\n` },
    {
      ...byLabels(""),
      "argocd/west.yaml": `${secret(labelled).replace("name: west", "name: cluster-west")}data: { name: d2VzdA== }\n`,
    },
    undefined,
  ],
  ["a Secret that was never found", byLabels(cluster), byLabels(""), undefined],
])("by the labels of clusters: %s", (_what, before, after, expected) => {
  expect(said(before, after)).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
});
