import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { hasProgram } from "../support/programs";
import { runCli } from "../support/run-cli";
import { testWhere } from "../support/where";
import { breakPhase, repository, root } from "./run-script";

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
  readonly args?: readonly string[];
  readonly types_or: readonly string[];
  readonly pass_filenames?: boolean;
}

const manifest = join(root, ".pre-commit-hooks.yaml");
const hooks = parse(readFileSync(manifest, "utf8")) as readonly Hook[];

/** As pre-commit calls a hook: entry, arguments (of the hook, or of the user instead), files if the hook takes them. */
function runHook(
  id: string,
  cwd: string,
  files: readonly string[],
  { args, passFiles }: { args?: string[]; passFiles?: boolean } = {},
) {
  const hook = hooks.find((one) => one.id === id);
  if (!hook) throw new Error(`no hook ${id}`);
  const [program, ...entry] = hook.entry.split(" ");
  expect(program).toBe("meshstep");
  const given = (passFiles ?? hook.pass_filenames ?? true) ? files : [];
  return runCli([...entry, ...(args ?? hook.args ?? []), ...given], cwd);
}

const changed = ["mesh.yaml", "out/prod-east/plan.json"];

test("the hooks are those of the docs, and their entry is the command that npm installs", () => {
  expect(hooks.map(({ id, language }) => [id, language])).toEqual([
    ["meshstep-synth-check", "node"],
    ["meshstep-check", "node"],
  ]);
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { bin: Record<string, string> };
  for (const { entry } of hooks) expect(Object.keys(bin)).toContain(entry.split(" ")[0]);
});

test("npm pack prints the name of the tarball and nothing else, which is what pre-commit installs", () => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  expect(execFileSync("npm", ["config", "get", "foreground-scripts"], { cwd: root, env, encoding: "utf8" })).toBe(
    "false\n",
  );
});

test.each(["meshstep-synth-check", "meshstep-check"])(
  "%s passes, and fails when a phase was edited by hand",
  async (id) => {
    const repo = repository();
    expect(await runHook(id, repo, changed)).toMatchObject({ code: 0, out: "" });
    breakPhase(repo);
    const { code, out, err } = await runHook(id, repo, changed);
    expect([code, out + err]).toEqual([
      1,
      expect.stringContaining("00-baseline/manifests/mesh/20-control-plane/istio-default.yaml"),
    ]);
  },
);

test("users may name folders, or have the changed files passed", async () => {
  const repo = repository();
  breakPhase(repo);
  expect(await runHook("meshstep-check", repo, changed, { args: ["out"] })).toMatchObject({ code: 1 });
  const file = "out/prod-east/phases/00-baseline/manifests/mesh/20-control-plane/istio-default.yaml";
  expect(await runHook("meshstep-check", repo, [file, "mesh.yaml"], { args: [], passFiles: true })).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^error\[VER006\] out\/prod-east\/phases\/00-baseline\/.*istio-default\.yaml:12:12:/m),
  });
});

testWhere(hasProgram("pre-commit"), "pre-commit is not installed")("pre-commit takes the hooks for valid", () => {
  expect(spawnSync("pre-commit", ["validate-manifest", manifest], { encoding: "utf8" })).toMatchObject({ status: 0 });
});
