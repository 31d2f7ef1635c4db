import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* Parts of a mesh in a base, of which overlays build on some. */

type Files = Readonly<Record<string, string>>;

const part = (folder: string, kind: string, more = ""): Files => ({
  [`${folder}/kustomization.yaml`]: "resources: [part.yaml]\n",
  [`${folder}/part.yaml`]: `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata: { name: default }
spec: { version: v1.28.3${more} }
`,
});
const overlay = (name: string, ...resources: string[]): Files => ({
  [`mesh/overlays/${name}/kustomization.yaml`]: `resources: [${resources.map((one) => `../../${one}`).join(", ")}]\n`,
});
const parts = (base: string, profile = ", profile: ambient"): Files => ({
  ...part(`mesh/${base}/control-plane`, "Istio", profile),
  ...part(`mesh/${base}/cni`, "IstioCNI", profile),
  ...part(`mesh/${base}/ztunnel`, "ZTunnel"),
});
const flux = (name: string, path: string, source = "flux-system"): Files => ({
  [`clusters/prod/${name}.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 1h, prune: true, path: ./${path}, sourceRef: { kind: GitRepository, name: ${source} } }
`,
});
const prod = overlay("prod", "base/control-plane", "base/cni");

test.each<[what: string, files: Files, expected: readonly string[]]>([
  [
    "all of it is built on",
    { ...parts("base"), ...overlay("prod", "base/control-plane", "base/cni", "base/ztunnel") },
    [],
  ],
  ["one is not", { ...parts("base"), ...prod }, ["KUS001 mesh/base/ztunnel/part.yaml"]],
  ["in a mesh of sidecars", { ...parts("base", ""), ...prod }, []],
  ["nor is another one", { ...parts("base"), ...overlay("prod", "base/control-plane") }, []],
  [
    "in a folder that may be applied as it is",
    { ...parts("parts"), ...overlay("prod", "parts/control-plane", "parts/cni") },
    [],
  ],
  ["by another overlay", { ...parts("base"), ...prod, ...overlay("nodes", "base/ztunnel") }, []],
  [
    "an engine reads the overlay",
    { ...parts("base"), ...prod, ...flux("mesh", "mesh/overlays/prod") },
    ["DEL011 mesh/base/ztunnel/part.yaml"],
  ],
  [
    "an engine reads the base, too",
    { ...parts("base"), ...prod, ...flux("mesh", "mesh/overlays/prod"), ...flux("nodes", "mesh/base/ztunnel") },
    [],
  ],
  [
    "an engine reads something that is not here",
    { ...parts("base"), ...prod, ...flux("mesh", "mesh/overlays/prod"), ...flux("nodes", "nodes", "other") },
    [],
  ],
  ["an engine reads a mesh of sidecars", { ...parts("base", ""), ...prod, ...flux("mesh", "mesh/overlays/prod") }, []],
])("%s", (_what, files, expected) => {
  const { findings } = checkPaths(
    ["."],
    { acceptedJumps: [], distribution: "sail" },
    { cwd: folderWith(files), stdin: () => "" },
  );
  const said = findings.filter(({ rule }) => ["KUS001", "DEL011", "AMB002"].includes(rule));
  expect(said.map(({ rule, place }) => `${rule} ${place?.file}`)).toEqual(expected);
  expect(said.map(({ severity }) => severity)).toEqual(expected.map(() => "warning"));
});
