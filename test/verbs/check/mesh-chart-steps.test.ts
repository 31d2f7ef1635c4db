import { ambient, charts, type Files, mesh, release, saidOfStep } from "./chart-support";

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
