import { rmSync } from "node:fs";
import { join } from "node:path";
import { checkTransition } from "../../../../src/verbs/check/check-step";
import { folderWith } from "../../../support/folder";

const istio = (version = "v1.29.2") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const fleet = () => folderWith({ "east/a.yaml": istio(), "west/a.yaml": istio() });
const step = (from: string, ...to: string[]) => checkTransition({ from, to }, { acceptedJumps: [] }, { cwd: "/" });

test("a mesh that is gone with its folder is said, where others are where they were", () => {
  const after = fleet();
  rmSync(join(after, "west"), { recursive: true });
  const { findings, notes } = step(fleet(), after);
  expect(findings.filter(({ rule }) => rule === "SNAP002")).toMatchObject([
    { severity: "warning", message: expect.stringContaining("Istio/default is gone with the folder west") },
  ]);
  expect(notes.join("\n")).not.toContain("no object changes");
});

test("of a folder of one cluster, or of another repository, nothing is said to be gone, nor to be the same", () => {
  for (const to of [
    join(fleet(), "east"),
    folderWith({ "clusters/a/a.yaml": istio(), "clusters/b/a.yaml": istio() }),
  ]) {
    const { findings, notes } = step(fleet(), to);
    expect(findings.filter(({ rule }) => rule === "SNAP002")).toEqual([]);
    expect(notes.join("\n")).toContain("there is no such mesh in the state before");
    expect(notes.join("\n")).not.toContain("no object changes");
  }
});

test("of two states that are the same no step is judged", () => {
  const { findings, notes } = step(fleet(), fleet());
  expect(findings.filter(({ rule }) => rule === "DEL003")).toEqual([]);
  expect(notes.join("\n")).toContain("no object changes");
});

test("an overlay that is a kustomization alone is compared with its base", () => {
  const overlay = (version: string) =>
    join(
      folderWith({
        "base/a.yaml": istio(version),
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "prod/kustomization.yaml": "resources: [../base]\n",
      }),
      "prod",
    );
  const { findings } = step(overlay("v1.27.3"), overlay("v1.29.2"));
  expect(findings.map(({ rule }) => rule)).toContain("SKEW003");
});
