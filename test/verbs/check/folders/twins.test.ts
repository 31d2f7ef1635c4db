import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

type Files = Readonly<Record<string, string>>;

const cni = "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: v1.28.3 }\n";
const reader = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec: { interval: 1h, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: fleet } }
`;

/** An Application of Argo CD, with what its source says besides. */
const argo = (path: string, more = "") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, path: ${path}${more} }
  destination: { server: "https://kubernetes.default.svc" }
`;
const other = { "infra/cni/old.yaml": cni.replace("v1.28.3", "v1.27.8") };

/** How it is said that the CNI stands in two files of a folder. */
function severities(files: Readonly<Record<string, string>>): readonly string[] {
  const cwd = folderWith({ "infra/cni/cni.yaml": cni, "infra/cni/old.yaml": cni, ...files });
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd });
  return findings.flatMap(({ rule, severity }) => (rule === "DUP001" ? [severity] : []));
}

test.each<[what: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
  ["nobody makes one of them", {}, ["warning"]],
  ["Flux lists the folder", { "flux.yaml": reader("./infra/cni") }, ["error"]],
  ["Flux lists it with others", { "flux.yaml": reader("./infra") }, ["error"]],
  [
    "a kustomization above it lists what it wants",
    { "flux.yaml": reader("./infra"), "infra/kustomization.yaml": "resources: [cni/cni.yaml]\n" },
    ["warning"],
  ],
  ["an Application reads the folder, and the two are alike", { "argo.yaml": argo("infra/cni") }, ["warning"]],
  ["an Application reads the folder", { ...other, "argo.yaml": argo("infra/cni") }, ["error"]],
  [
    "an Application goes into it",
    { ...other, "argo.yaml": argo("infra", ", directory: { recurse: true }") },
    ["error"],
  ],
  ["an Application does not go into it", { ...other, "argo.yaml": argo("infra") }, ["warning"]],
  [
    "it leaves one out",
    { ...other, "argo.yaml": argo("infra/cni", ", directory: { exclude: old.yaml }") },
    ["warning"],
  ],
  [
    "Helm builds the folder",
    { ...other, "infra/cni/Chart.yaml": "name: cni\n", "argo.yaml": argo("infra/cni") },
    ["warning"],
  ],
])("%s", (_what, files, expected) => expect(severities(files)).toEqual(expected));

describe("in two folders", () => {
  const ztunnel = (namespace: string) =>
    `apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: ${namespace} }\n`;
  const kustomization = (...names: readonly string[]) => `resources: [${names.join(", ")}]\n`;
  /** The one that a folder for all has, and the other that came with the CNI. */
  const tree = (one = "mesh/ztunnel", other = "mesh/cni"): Files => ({
    [`${one}/kustomization.yaml`]: kustomization("ztunnel.yaml"),
    [`${one}/ztunnel.yaml`]: ztunnel("ztunnel"),
    [`${other}/kustomization.yaml`]: kustomization("cni.yaml", "nodes.yaml"),
    [`${other}/cni.yaml`]: cni,
    [`${other}/nodes.yaml`]: ztunnel("istio-cni"),
    "mesh/istio/istio.yaml":
      "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system, profile: ambient }\n",
  });
  const flux = (...paths: readonly string[]) =>
    paths.map((path) => reader(`./${path}`).replace("name: mesh", `name: ${path.replaceAll("/", "-")}`)).join("---\n");
  const application = (path: string, address = "https://kubernetes.default.svc") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${path.replaceAll("/", "-")}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, path: ${path} }
  destination: { server: "${address}" }
`;
  const twice = ["DUP001 error ZTunnel/default"];

  test.each<[what: string, files: Files, expected: readonly string[]]>([
    [
      "two Kustomizations of one cluster",
      { ...tree(), "clusters/rome/flux.yaml": flux("mesh/ztunnel", "mesh/cni") },
      twice,
    ],
    [
      "two Applications of one cluster",
      { ...tree(), "apps/mesh.yaml": `${application("mesh/ztunnel")}---\n${application("mesh/cni")}` },
      twice,
    ],
    [
      "Applications of two clusters",
      {
        ...tree(),
        "apps/mesh.yaml": `${application("mesh/ztunnel")}---\n${application("mesh/cni", "https://east:6443")}`,
      },
      [],
    ],
    [
      "Kustomizations of two clusters",
      { ...tree(), "clusters/rome/flux.yaml": flux("mesh/ztunnel"), "clusters/oslo/flux.yaml": flux("mesh/cni") },
      [],
    ],
    [
      "folders of two stages",
      { ...tree("mesh/dev", "mesh/prod"), "clusters/flux.yaml": flux("mesh/dev", "mesh/prod") },
      [],
    ],
    [
      "one that the kustomization leaves out",
      {
        ...tree(),
        "mesh/cni/kustomization.yaml": kustomization("cni.yaml"),
        "clusters/rome/flux.yaml": flux("mesh/ztunnel", "mesh/cni"),
      },
      [],
    ],
    ["nobody applies them", tree(), []],
  ])("%s", (_what, files, expected) => {
    const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
    const said = findings.filter(({ rule, severity }) => rule === "DUP001" && severity === "error");
    expect(said.map(({ rule, severity, object }) => `${rule} ${severity} ${object}`)).toEqual(expected);
    // It is one mesh, and has all of its parts.
    const isSplit = findings.some(({ rule }) => rule === "AMB002");
    expect(isSplit && expected.length > 0).toBe(false);
  });
});
