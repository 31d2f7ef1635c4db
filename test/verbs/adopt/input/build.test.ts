import { join } from "node:path";
import { kustomized } from "../../../../src/verbs/adopt/input/build";
import { withPrograms } from "../../../support/fake-programs";
import { folderWith } from "../../../support/folder";

test("a file that is no program for us is none, and the next one is asked", async () => {
  const folder = folderWith({ kustomize: "" });
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
