import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reader } from "../../../src/rules/rule";
import { passedOver } from "../../../src/verbs/adopt/delivery/passed-over";
import { folderWith } from "../../support/folder";

test("a folder is built once, however many files of it are asked for: two thousand took two minutes", () => {
  const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
  const cwd = folderWith({
    "mesh/kustomization.yaml": "resources: [a.yaml]\n",
    "mesh/a.yaml": map("a"),
    "mesh/b.yaml": map("b"),
  });
  const folder = join(cwd, "mesh");
  const by = { by: { object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } } }, folders: [folder] };
  const isPassedOver = passedOver({ inputs: ["mesh"], folders: new Map(), io: { cwd, stdin: () => "" } });
  const passes = (file: string) => isPassedOver(join(folder, file))(by as unknown as Reader);
  expect(passes("a.yaml")).toBe(false);
  // Whoever reads it again reads something else.
  writeFileSync(join(folder, "kustomization.yaml"), "resources: [a.yaml, b.yaml]\n");
  expect(passes("b.yaml")).toBe(true);
});
