import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/* Two control planes beside each other, InPlace, with tags that people move by hand, and one IstioCNI. */

const istio = (name: string, version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: ${name} }\nspec: { version: ${version}, namespace: istio-${name}, updateStrategy: { type: InPlace } }\n`;
const tag = (name: string, target: string) =>
  `apiVersion: sailoperator.io/v1\nkind: IstioRevisionTag\nmetadata: { name: ${name} }\nspec: { targetRef: { kind: Istio, name: ${target} } }\n`;
const cni = (version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: IstioCNI\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-cni }\n`;

function folder(cniVersion: string) {
  return folderWith({
    "mesh/blue.yaml": istio("blue", "v1.27.3"),
    "mesh/green.yaml": istio("green", "v1.28.2"),
    "mesh/cni.yaml": cni(cniVersion),
    "mesh/tags.yaml": `${tag("stable", "blue")}---\n${tag("canary", "green")}`,
  });
}

test.each<readonly [cni: string, owner: string, other: string]>([
  ["v1.27.3", "blue", "green"],
  // A CNI ahead of the mesh that owns it would be refused by synth.
  ["v1.28.2", "green", "blue"],
])("an IstioCNI at %s goes with %s", async (version, owner, other) => {
  const root = folder(version);
  const { code, err } = await runCli(["adopt", ".", "--all", "--distribution", "sail", "-o", "meshes"], root);
  expect([code, err.includes("error[")]).toEqual([0, false]);
  const text = (mesh: string) => readFileSync(join(root, "meshes", mesh, "mesh.yaml"), "utf8");
  expect(text(owner)).not.toContain("ownership: external");
  expect(text(other)).toContain("ownership: external");
  expect(err.includes("Istio/blue at v1.27.3 takes it one minor ahead at most")).toBe(owner === "green");
  for (const mesh of ["blue", "green"]) {
    const { code: rendered } = await runCli(["synth", "-f", `meshes/${mesh}/mesh.yaml`], root);
    expect(rendered).toBe(0);
  }
});

test("tags of an InPlace mesh are carried with what they point at", async () => {
  const root = folder("v1.27.3");
  await runCli(["adopt", ".", "--all", "--distribution", "sail", "-o", "meshes"], root);
  const carried = ["blue", "green"].map((mesh) => readdirSync(join(root, "meshes", mesh, "adopted")));
  expect(carried).toEqual([["istiorevisiontag-stable.yaml"], ["istiorevisiontag-canary.yaml"]]);
});
