import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const root = join(__dirname, "../..");
const patch = join(root, "examples/openshift-ambient-patch/mesh.yaml");
const ondelete = join(root, "examples/openshift-ambient-ondelete/mesh.yaml");

interface Printed {
  readonly version: number;
  readonly plans: readonly { readonly version: number; readonly mesh: string }[];
}

async function printed(...args: string[]): Promise<Printed> {
  const { out } = await runCli(["plan", "-o", "json", ...args], folderWith({}));
  return JSON.parse(out) as Printed;
}

test("plans are found at the same place, however many meshes there are", async () => {
  const one = await printed("-f", patch);
  const two = await printed("-f", patch, "-f", ondelete);
  expect(two.plans.map(({ mesh }) => mesh)).toEqual(["prod-east", "prod-ondelete"]);
  expect(Object.keys(two)).toEqual(["version", "plans"]);
  expect(one.plans).toEqual([two.plans[0]]);
  expect([one.version, two.version]).toEqual([1, 1]);
});

test("each is the plan.json that synth writes, and of one mesh it stands at the top, too", async () => {
  const cwd = folderWith({});
  await runCli(["synth", "-f", patch], cwd);
  const file = JSON.parse(readFileSync(join(cwd, "out/prod-east/plan.json"), "utf8")) as object;
  const { plans, ...top } = await printed("-f", patch);
  expect([plans, top]).toEqual([[file], file]);
});

test("a mesh without a way has its plan there, too", async () => {
  const cwd = folderWith({
    "mesh.yaml": `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: lost }
spec: { distribution: sail, dataPlane: ambient, version: v1.2.3, operator: { release: 1.28.1 } }
`,
  });
  const { code, out } = await runCli(["plan", "-o", "json"], cwd);
  expect([code, JSON.parse(out)]).toMatchObject([1, { version: 1, plans: [{ mesh: "lost", phases: [] }] }]);
});
