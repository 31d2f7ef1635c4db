import { readObjects } from "../src/repository/objects/read-objects";
import { findReaders } from "../src/rules/engines/readers";
import { directoriesOf, whyLeftOut } from "../src/repository/readers/directories";
import { leftOutOfDirectories } from "../src/verbs/check/folders/left-out-of-directories";
test("x", () => {
  const cwd = require("node:fs").readdirSync("/tmp/set20/cases").filter((x: string) => x.startsWith("k12")).map((x: string) => `/tmp/set20/cases/${x}/tree`)[0];
  const r = readObjects(["."], { cwd });
  for (const x of findReaders(r.objects)) {
    console.log(x.name, x.folders, directoriesOf(x).length);
    for (const y of directoriesOf(x)) console.log(r.objects.map((o) => `${o.file} ${whyLeftOut(o, y.folder, (y.by.object as any).spec.source.directory)}`).join("\n"));
  }
  console.log(JSON.stringify(leftOutOfDirectories(r.objects, [])));
});
