import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";
import { ambient, application, applications, charts, type Files, mesh, release, saidOfStep } from "./chart-support";

/* Steps of meshes that Helm installs: versions that move in the wrong order, by too much, or down. */

const istiod = (version: string, rest: readonly string[] = []) =>
  release("istiod", { version, values: [...ambient, ...rest], after: "base" });
const alone = (version: string) => release("istiod", { version });
const around = (version: string) => `apiVersion: v2
name: mesh
version: 0.1.0
dependencies:
  - { name: istiod, version: ${version}, repository: "${charts}" }
`;
const all = (version: string, last: string | undefined): Files => ({
  "mesh/base.yaml": release("base", { version }),
  "mesh/istiod.yaml": istiod(version),
  "mesh/cni.yaml": release("cni", { version, values: ambient, after: "istiod" }),
  "mesh/ztunnel.yaml": release("ztunnel", { version, ...(last !== undefined && { after: last }) }),
});
const tagged = (tags: string) => release("istiod", { values: [`revisionTags: [${tags}]`] });
const asking = (rev: string) => ({
  "shop.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio.io/rev: ${rev} } }\n`,
});
const namespaced = { "shop.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n" };

test.each<readonly [what: string, before: Files, after: Files, expected: readonly string[]]>([
  [
    "a minor is skipped",
    mesh({
      "mesh/istiod.yaml": istiod("1.28.1"),
      "mesh/ztunnel.yaml": release("ztunnel", { version: "1.28.1" }),
      "mesh/cni.yaml": release("cni", { version: "1.28.1", values: ambient }),
    }),
    mesh({
      "mesh/ztunnel.yaml": release("ztunnel", { version: "1.29.1" }),
      "mesh/cni.yaml": release("cni", { version: "1.29.1", values: ambient }),
    }),
    ["SKEW003 error after/mesh/istiod.yaml:8"],
  ],
  ["a patch", mesh(), mesh({ "mesh/istiod.yaml": istiod("1.30.4") }), []],
  ["a patch down", mesh(), mesh({ "mesh/istiod.yaml": istiod("1.30.2") }), ["VER013 warning after/mesh/istiod.yaml:8"]],
  [
    "another revision in its place",
    mesh({ "mesh/istiod.yaml": istiod("1.28.1") }),
    mesh({
      "mesh/istiod.yaml": istiod("1.30.3", ["revision: next"]),
      "mesh/ztunnel.yaml": release("ztunnel", { values: ["revision: next"], after: "cni" }),
    }),
    [],
  ],
  [
    "another revision in its place, and ztunnel still asks for the old one",
    mesh(),
    mesh({ "mesh/istiod.yaml": istiod("1.30.3", ["revision: next"]) }),
    ["ZTN002 error after/mesh/ztunnel.yaml:5"],
  ],
  [
    "a tag that a namespace still asks for is gone",
    { "istiod.yaml": tagged("prod"), ...asking("prod") },
    { "istiod.yaml": tagged("next"), ...asking("prod") },
    ["REV006 error after/shop.yaml:3"],
  ],
  [
    "a tag goes that nobody asks for any more",
    { "istiod.yaml": tagged("prod, next"), ...asking("next") },
    { "istiod.yaml": tagged("next"), ...asking("next") },
    [],
  ],
  ["all at once, in an order", all("1.29.6", "cni"), all("1.30.3", "cni"), []],
  [
    "all at once, in none",
    all("1.29.6", undefined),
    all("1.30.3", undefined),
    ["SKEW001 warning after/mesh/ztunnel.yaml:8"],
  ],
  ["all at once, by a patch", all("1.30.2", undefined), all("1.30.3", undefined), []],
  [
    "a chart around it",
    { "Chart.yaml": around("1.28.1"), ...namespaced },
    { "Chart.yaml": around("1.30.3"), ...namespaced },
    ["SKEW003 error after/Chart.yaml:5"],
  ],
  [
    "two clusters, of which one moves",
    { "clusters/a/istiod.yaml": alone("1.29.1"), "clusters/b/istiod.yaml": alone("1.30.1") },
    { "clusters/a/istiod.yaml": alone("1.30.3"), "clusters/b/istiod.yaml": alone("1.30.3") },
    [],
  ],
])("%s", (_what, before, after, expected) => {
  expect(saidOfStep(before, after)).toEqual(expected);
});

describe("CP003: a tag that goes to another release in a step", () => {
  const two = (old: string, next: string, after?: string, spec = ""): Files => ({
    "mesh/base.yaml": release("base"),
    "mesh/old.yaml": release("istiod", {
      name: "old",
      values: ["revision: old", `revisionTags: [${old}]`],
      after: "base",
      spec,
    }),
    "mesh/next.yaml": release("istiod", {
      name: "next",
      values: ["revision: next", `revisionTags: [${next}]`],
      ...(after !== undefined && { after }),
    }),
  });

  test.each<readonly [what: string, before: Files, after: Files, expected: readonly string[]]>([
    ["at once", two("prod", "canary"), two("", "canary, prod"), ["CP003 warning after/mesh/next.yaml:13"]],
    ["in an order", two("prod", "canary"), two("", "canary, prod", "old"), []],
    ["it goes first", two("prod", "canary"), two("", "canary"), []],
    ["and comes then", two("", "canary"), two("", "canary, prod"), []],
    ["another one comes", two("prod", "canary"), two("", "canary, test"), []],
    ["the old one is suspended", two("prod", "canary"), two("", "canary, prod", undefined, "  suspend: true\n"), []],
  ])("%s", (_what, before, after, expected) => {
    expect(saidOfStep(before, after).filter((line) => line.startsWith("CP003"))).toEqual(expected);
  });
});

describe("SNAP002: a chart that goes while what installs it stays", () => {
  const both = `${around("1.30.3")}  - { name: cni, version: 1.30.3, repository: "${charts}" }\n`;
  const said = (after: Files) => {
    const under = (name: string, files: Files) =>
      Object.entries({ ...files, ...namespaced }).map(([path, text]) => [`${name}/${path}`, text]);
    const cwd = folderWith(Object.fromEntries([...under("old", { "Chart.yaml": both }), ...under("new", after)]));
    const { findings } = checkTransition({ from: "old", to: ["new"] }, { acceptedJumps: [] }, { cwd });
    return findings.flatMap(({ rule, object, message }) => (rule === "SNAP002" ? `${object}: ${message}` : []));
  };

  test.each<readonly [what: string, after: Files, expected: readonly string[]]>([
    ["all stay", { "Chart.yaml": both }, []],
    ["one goes", { "Chart.yaml": around("1.30.3") }, [expect.stringMatching(/^Chart\/mesh: .* chart cni no more/)]],
    ["one goes elsewhere", { "Chart.yaml": around("1.30.3"), "cni.yaml": release("cni", { values: ambient }) }, []],
  ])("%s", (_what, after, expected) => expect(said(after)).toEqual(expected));
});

describe("SNAP002: what goes with the object that installs a chart", () => {
  const end = (before: Files, after: Files) => {
    const under = (name: string, files: Files) =>
      Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]);
    const cwd = folderWith(Object.fromEntries([...under("old", before), ...under("new", after)]));
    const { findings } = checkTransition({ from: "old", to: ["new"] }, { acceptedJumps: [] }, { cwd });
    return findings.flatMap(({ rule, message }) =>
      rule === "SNAP002" ? [/what is missing(.*)$/.exec(message)?.[1]] : [],
    );
  };
  const without = (files: Files, name: string) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));
  const finalized = (text: string) =>
    text.replace("namespace: argocd", "namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]");

  test.each<readonly [what: string, before: Files, gone: string, expected: string]>([
    [
      "a HelmRelease",
      mesh(),
      "mesh/ztunnel.yaml",
      ", and with it by an uninstall ztunnel: the ambient pods of all nodes are cut off",
    ],
    [
      "one that is suspended",
      mesh({ "mesh/ztunnel.yaml": release("ztunnel", { spec: "  suspend: true\n" }) }),
      "mesh/ztunnel.yaml",
      "; what chart ztunnel made stays in the cluster, where nobody looks after it",
    ],
    [
      "an Application with the finalizer: Argo CD deletes no CRD with it",
      applications({ "apps/base.yaml": finalized(application("base")) }),
      "apps/base.yaml",
      ", and with it by its finalizer the accounts and webhooks of chart base; Istio's CRDs stay, and nobody brings those of a later version",
    ],
    [
      "one without it",
      applications(),
      "apps/istiod.yaml",
      "; what chart istiod made stays in the cluster, where nobody looks after it",
    ],
  ])("%s", (_what, before, gone, expected) => expect(end(before, without(before, gone))).toEqual([expected]));

  test("another one brings the same", () => {
    const after = {
      ...without(applications(), "apps/cni.yaml"),
      "apps/next.yaml": application("cni", { name: "next" }),
    };
    expect(end(applications(), after)).toEqual([""]);
  });
});
