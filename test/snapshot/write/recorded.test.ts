import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadMeshes } from "../../../src/mesh/load";
import { compare, type SynthResult, synth, upToDate } from "../../../src/verbs/synth/synth";
import { folderWith } from "../../support/folder";
import { filesIn } from "../../support/git";

const text = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: openshift
  dataPlane: ambient
  version: v1.26.3
  operator: { release: 3.1.1 }
  upgrade: { to: v1.26-latest }
  namespaces: [{ name: shop }]
`;
const only = (folder: string) => [...loadMeshes(["mesh.yaml"], { cwd: folder })];

/** A folder with a mesh that was laid out. */
async function laidOut(): Promise<{ folder: string; out: string }> {
  const folder = folderWith({ "mesh.yaml": text });
  const out = join(folder, "out");
  await synth(
    only(folder),
    out,
    () => undefined,
    async () => undefined,
  );
  return { folder, out };
}

const known = (folder: string, out: string) => only(folder).map((source) => upToDate(out, source));

test("where nothing is otherwise, the record says what a synth would", async () => {
  const { folder, out } = await laidOut();
  const rendered: SynthResult[] = [];
  compare(
    only(folder),
    out,
    (one) => rendered.push(one),
    () => undefined,
  );
  expect(known(folder, out)).toEqual(rendered);
  expect(rendered[0]?.findings.length).toBeGreaterThan(0);
  // A comment moves places, and nothing else.
  writeFileSync(join(folder, "mesh.yaml"), `# Ours.\n${text}`);
  const [moved] = known(folder, out);
  expect(moved?.findings[0]?.place?.line).toBe((rendered[0]?.findings[0]?.place?.line ?? 0) + 1);
});

test.each<[string, (out: string, folder: string) => void]>([
  [
    "mesh.yaml says something else",
    (_, folder) => writeFileSync(join(folder, "mesh.yaml"), text.replace("shop", "bank")),
  ],
  [
    "a manifest was edited, and is as long as it was",
    (out) => edit(out, "plan.json", (one) => one.replace('"kind": "baseline"', '"kind": "baselinE"')),
  ],
  ["a page was edited", (out) => edit(out, "PLAN.md", (one) => `${one}\n`)],
  [
    "the record itself was",
    (out) =>
      edit(out, "plan.json", (one) => one.replace(/"files": "[0-9a-f]{64}"\n/, `"files": "${"0".repeat(64)}"\n`)),
  ],
  ["another meshstep made it", (out) => edit(out, "plan.json", (one) => one.replace(/"by": "[^"]+"/, '"by": "0.0.1"'))],
  ["it has no record", (out) => edit(out, "plan.json", (one) => one.replace(/,\n {2}"made": [\s\S]*/, "\n}\n"))],
  ["plan.json is torn", (out) => edit(out, "plan.json", (one) => one.slice(0, -20))],
  ["plan.json is gone", (out) => rmSync(join(out, "prod/plan.json"))],
  ["a file is gone", (out) => rmSync(join(out, "prod/phases/00-baseline/gates.sh"))],
  ["a file came", (out) => appendFileSync(join(out, "prod/phases/00-baseline/manifests/mine.yaml"), "a: 1\n")],
  ["an empty folder came", (out) => mkdirSync(join(out, "prod/mine"))],
  ["a link came", (out) => symlinkSync("PLAN.md", join(out, "prod/link.md"))],
])("rendered anew where %s", async (_, change) => {
  const { folder, out } = await laidOut();
  expect(known(folder, out)).toHaveLength(1);
  expect(known(folder, out)[0]).toBeDefined();
  change(join(out), folder);
  expect(known(folder, out)).toEqual([undefined]);
});

test("what is as it was is neither rendered nor written, and two meshes of one name are refused all the same", async () => {
  const { folder, out } = await laidOut();
  const before = filesIn(out);
  const found: SynthResult[] = [];
  const meshes = only(folder);
  expect(
    await synth(
      meshes,
      out,
      (one) => found.push(one),
      async () => undefined,
      upToDate,
    ),
  ).toBe(true);
  expect(found.map(({ change }) => change?.unchanged)).toEqual([before.size]);
  expect(filesIn(out)).toEqual(before);
  await expect(
    synth(
      [...meshes, ...meshes],
      out,
      () => undefined,
      async () => undefined,
      upToDate,
    ),
  ).rejects.toThrow('the meshes "prod" and "prod" would be written into one folder');
});

function edit(out: string, file: string, change: (text: string) => string): void {
  const path = join(out, "prod", file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}
