import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../../src/verbs/verify/program";
import { folderWith } from "../../support/folder";

test("a program that says nothing is ended, whatever it has started itself", async () => {
  const folder = folderWith({});
  const path = join(folder, "kubectl");
  writeFileSync(path, "#!/bin/sh\nsleep 20 & wait\n");
  chmodSync(path, 0o755);
  // Its own program holds on to the output.
  expect(await runProgram(path, [], 300)).toMatchObject({ late: true, stdout: "" });
}, 10_000);
