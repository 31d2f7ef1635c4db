import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

const wave = (kind: string, own: string, more = "") => `apiVersion: sailoperator.io/v1
kind: ${kind}
metadata:
  name: default
  annotations: { argocd.argoproj.io/sync-wave: "${own}", argocd.argoproj.io/sync-options: "Prune=false,Delete=false" }
spec: { version: v1.28.3, namespace: istio-system${more} }
`;
const mesh = (more = "") => ({
  "cni.yaml": wave("IstioCNI", "1", more),
  "ztunnel.yaml": wave("ZTunnel", "2"),
  "namespaces.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: istio-system }\n",
});

/** The warnings that a step brings of the CNI, whose rollout nothing awaits. */
function said(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  const [from, to] = [folderWith(before), folderWith(after)];
  const choices = { acceptedJumps: [], distribution: "sail" as const };
  const { findings } = checkTransition({ from, to: [to] }, choices, { cwd: "/" });
  return findings.flatMap(({ rule, object = "" }) => (rule === "DEL002" ? [object] : []));
}

test("a warning that stood before, about an object that a step leaves alone, is none of the step", () => {
  const joined = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";
  expect(said(mesh(), { ...mesh(), "shop.yaml": joined })).toEqual([]);
});

test("it is one where the step changes that object, or brings it", () => {
  expect(said(mesh(), mesh(", profile: ambient"))).toEqual(["IstioCNI/default"]);
  const { "cni.yaml": _, ...without } = mesh();
  expect(said(without, mesh())).toEqual(["IstioCNI/default"]);
});

test("where one of two overlays changes it, it is still of both, and no patch of theirs is left unjudged", () => {
  const base = "resources: [cni.yaml, ztunnel.yaml, namespaces.yaml]\n";
  const overlay = (level: string) => ({
    "kustomization.yaml": "resources: [../../base]\npatches: [{ path: cni.yaml }]\n",
    "cni.yaml": `apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { values: { cni: { logging: { level: "${level}" } } } }\n`,
  });
  const below = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  const tree = (west: string) => ({
    ...below("base", { ...mesh(), "kustomization.yaml": base }),
    ...below("overlays/east", overlay("default:info")),
    ...below("overlays/west", overlay(west)),
  });
  const [from, to] = [folderWith(tree("default:warn")), folderWith(tree("default:error"))];
  const { findings, notes } = checkTransition(
    { from, to: [to] },
    { acceptedJumps: [], distribution: "sail" },
    { cwd: "/" },
  );
  const messages = findings.flatMap(({ rule, message }) => (rule === "DEL002" ? [message] : []));
  expect(messages).toEqual([expect.not.stringContaining("overlays/west")]);
  expect(notes.filter((note) => note.includes("patch"))).toEqual([]);
});
