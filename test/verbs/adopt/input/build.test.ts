import { join } from "node:path";
import { kustomized } from "../../../../src/verbs/adopt/input/build";
import { firstOf } from "../../../../src/verbs/adopt/input/programs";
import { withPrograms } from "../../../support/fake-programs";
import { folderWith } from "../../../support/folder";

test("a file that is no program for us is none, and the next one is asked", async () => {
  const folder = folderWith({ kustomize: "", "overlay/kustomization.yaml": "" });
  await withPrograms({ kubectl: "return 'built'" }, async () => {
    process.env["PATH"] = `${folder}:${process.env["PATH"]}`;
    expect(kustomized("overlay", folder)).toEqual({ name: "kubectl kustomize overlay", text: "built" });
  });
  const path = process.env["PATH"];
  process.env["PATH"] = folder;
  expect(kustomized("overlay", join(folder))).toEqual({
    why: "kustomize and kubectl are not on the PATH; kubectl alone is enough",
  });
  process.env["PATH"] = path;
});

test.each<[what: string, body: string]>([
  ["hears nothing", "process.on('SIGTERM', () => undefined); while (true);"],
  [
    "leaves others behind",
    "require('node:child_process').spawnSync(process.execPath, ['-e', 'setTimeout(() => undefined, 60000)'], { stdio: 'inherit' });",
  ],
])("a program that does not end is ended, also where it %s", async (_, body) => {
  await withPrograms({ helm: body }, async () => {
    const began = Date.now();
    const built = firstOf([{ program: "helm", args: ["template"], name: "helm template mesh" }], 900);
    expect(built).toEqual({ why: "helm template mesh did not end in 1 s" });
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});

test("what is complained of in several lines is told whole", async () => {
  const body = "process.stderr.write('Error: values are refused:\\nmesh:\\n- at : missing a\\n'); process.exit(1);";
  await withPrograms({ helm: body }, async () => {
    expect(firstOf([{ program: "helm", args: [], name: "helm template mesh" }])).toEqual({
      why: "helm template mesh failed: Error: values are refused: mesh: - at : missing a",
    });
  });
});
