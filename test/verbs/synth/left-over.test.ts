import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../../support/folder";
import { meshText } from "../../support/mesh-text";
import { runCli } from "../../support/run-cli";

test("phases that another row has left are told, whatever is done; folders of people are theirs", async () => {
  const cwd = folderWith({ "mesh.yaml": meshText() });
  const synth = async (...argv: string[]) => (await runCli(["synth", ...argv], cwd)).err;
  expect(await synth()).not.toContain("note:");
  const add = (...path: string[]) => mkdirSync(join(cwd, "out/east/phases", ...path), { recursive: true });
  add("notes");
  expect(await synth()).not.toContain("note:");
  add("03-cni-v1.28.3");
  const said =
    "note: out/east/phases/03-cni-v1.28.3 is no phase of this row, and plan.json does not list it: where a merge has left it, take it away\n";
  for (const argv of [[], ["--check"], ["--dry-run"]]) expect(await synth(...argv)).toContain(said);
  add("04-ztunnel-v1.28.3");
  expect(await synth()).toContain("03-cni-v1.28.3, out/east/phases/04-ztunnel-v1.28.3 are no phases of this row");
  // Another mesh's plan.json, or none that can be read, lists nothing.
  writeFileSync(join(cwd, "out/east/plan.json"), "{");
  expect(await synth()).not.toContain("note:");
});
