import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

const cni = "apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: v1.28.3 }\n";
const reader = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec: { interval: 1h, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: fleet } }
`;

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
])("%s", (_what, files, expected) => expect(severities(files)).toEqual(expected));
