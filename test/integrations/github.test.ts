import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { hasProgram } from "../support/programs";
import { testWhere } from "../support/where";
import { type CommentServer, commentServer } from "./comment-server";
import { breakPhase, repository, root, runScript, type ScriptResult, version } from "./run-script";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string | number }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
    }[];
  };
}

const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;
const [step] = action.runs.steps;
if (!step) throw new Error("action.yml has no step");

interface ActionResult extends ScriptResult {
  readonly outputs: string;
  readonly summary: string;
}

/** Runs the step of action.yml as a runner does: expressions become the step's environment. */
async function runAction(
  cwd: string,
  inputs: Readonly<Record<string, string>>,
  context: { readonly server?: CommentServer; readonly pullRequest?: string } = {},
): Promise<ActionResult> {
  const values: Record<string, string> = {
    "github.token": "secret",
    "github.event.pull_request.number": context.pullRequest ?? "",
  };
  const evaluated = (text: string) =>
    text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`nobody knows ${name}`);
      return value;
    });
  for (const [name, input] of Object.entries(action.inputs))
    values[`inputs.${name}`] = inputs[name] ?? evaluated(String(input.default));
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, value]) => [name, evaluated(value)]));
  const runner = folderWith({ output: "", summary: "" });
  const result = await runScript(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"], step?.run ?? "", cwd, {
    ...env,
    GITHUB_ACTION_PATH: root,
    GITHUB_WORKSPACE: cwd,
    GITHUB_OUTPUT: join(runner, "output"),
    GITHUB_STEP_SUMMARY: join(runner, "summary"),
    GITHUB_REPOSITORY: "octo/mesh",
    GITHUB_API_URL: context.server?.url ?? "http://127.0.0.1:1",
    RUNNER_TEMP: runner,
  });
  const read = (name: string) => readFileSync(join(runner, name), "utf8");
  return { ...result, outputs: read("output"), summary: read("summary") };
}

describe("action.yml", () => {
  test("is a composite action whose inputs all reach the step, through its environment only", () => {
    expect([action.runs.using, step.shell]).toEqual(["composite", "bash"]);
    const used = [...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/g)].map((match) => match[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
    expect(step.run).not.toContain("${{");
  });

  test("takes the meshstep that it was published with", () => {
    expect(action.inputs["version"]?.default).toBe(version);
  });

  test("gives outputs that its script sets", () => {
    const script = readFileSync(join(root, "integrations/github/run.sh"), "utf8");
    for (const name of Object.keys(action.outputs)) expect(script).toContain(`'${name}=%s\\n'`);
  });

  test("runs a script that shells accept", () => {
    const script = join(root, "integrations/github/run.sh");
    expect(spawnSync("bash", ["-n", script]).status).toBe(0);
  });

  testWhere(hasProgram("shellcheck"), "shellcheck is not installed")("runs a script that shellcheck accepts", () => {
    const script = join(root, "integrations/github/run.sh");
    expect(spawnSync("shellcheck", [script], { encoding: "utf8" }).stdout).toBe("");
  });
});

describe("check", () => {
  test("annotates the pull request and fails", async () => {
    const repo = repository();
    breakPhase(repo);
    const { code, out, outputs, summary, npx } = await runAction(repo, {});
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::error file=out\/prod-east\/phases\/00-baseline\/.*istio-default\.yaml,line=12,col=12,title=VER006 Istio\/default::/,
    );
    expect(outputs).toBe("exit-code=1\n");
    expect(summary).toBe("### meshstep check\n\n~~~~text\n145 objects, 1 error, 0 warnings\n~~~~\n");
    expect(npx).toEqual([`--yes meshstep@${version} check -o github -f mesh.yaml .`]);
  });

  test("passes, with arguments and a version of the user's own", async () => {
    const { code, outputs, npx } = await runAction(repository(), {
      args: "out/prod-east\n  --release 3.1.2 ",
      version: "1.2.3",
    });
    expect([code, outputs]).toEqual([0, "exit-code=0\n"]);
    expect(npx).toEqual(["--yes meshstep@1.2.3 check -o github -f mesh.yaml out/prod-east --release 3.1.2"]);
  });

  test("expands nothing that stands in an input", async () => {
    const { npx } = await runAction(repository(), {
      args: "* $HOME $(touch pwned) ; touch pwned",
      file: "a b.yaml\n$(touch pwned)",
    });
    expect(npx).toEqual([
      `--yes meshstep@${version} check -o github -f a b.yaml -f $(touch pwned) * $HOME $(touch pwned) ; touch pwned`,
    ]);
    expect(existsSync("pwned")).toBe(false);
  });
});

describe("synth-check", () => {
  test("passes when the committed phases are those of synth", async () => {
    const { code, outputs, out, summary } = await runAction(repository(), { command: "synth-check" });
    expect([code, outputs, out]).toEqual([0, "exit-code=0\n", ""]);
    expect(summary).toContain("out/prod-east: 6 phases, up to date");
  });

  test("fails when they are not, and says which", async () => {
    const repo = repository();
    breakPhase(repo);
    const { code, outputs, out, summary } = await runAction(repo, { command: "synth-check" });
    expect([code, outputs]).toEqual([1, "exit-code=1\n"]);
    expect(out).toMatch(
      /^changed {2}out\/prod-east\/phases\/00-baseline\/.*\n::error title=meshstep synth --check::The committed phases are not what synth writes\./,
    );
    expect(summary).toContain("error[SNAP001]");
  });

  test("fails for a mesh that is broken", async () => {
    const { code, out, err } = await runAction(repository(), { command: "synth-check", file: "gone.yaml" });
    expect([code, err]).toEqual([2, expect.stringContaining("gone.yaml: no such file or folder")]);
    expect(out).toContain("::error title=meshstep synth --check::The log of this step says what stopped it.");
  });
});

describe("diff-comment", () => {
  const diff = { command: "diff-comment", args: "0 1" };
  const marker = "<!-- meshstep:diff mesh=prod-east part=1 -->";

  test("outside of a pull request the comparison is in the summary", async () => {
    const { code, out, outputs, summary } = await runAction(repository(), diff);
    expect([code, out]).toEqual([0, expect.stringMatching(/^::notice .*No pull request here/)]);
    expect(outputs).toMatch(/^comment-file=\S+\/comment\.md\nexit-code=0\n$/);
    expect(summary).toMatch(new RegExp(`^${marker}\n## prod-east: phase 1 of 5`));
  });

  test("the comment is written, and then kept up to date", async () => {
    const others = Array.from({ length: 120 }, (_, index) => `comment ${index}`);
    const stale = [
      "<!-- meshstep:diff mesh=prod-east part=2 -->\nold",
      "<!-- meshstep:diff mesh=other part=2 -->\nkept",
    ];
    const server = await commentServer([...others, ...stale]);
    try {
      const context = { server, pullRequest: "7" };
      const repo = repository();
      expect(await runAction(repo, diff, context)).toMatchObject({ code: 0, out: "" });
      expect(server.changes).toEqual([
        "DELETE /repos/octo/mesh/issues/comments/121",
        "POST /repos/octo/mesh/issues/7/comments",
      ]);
      const written = server.comments.at(-1);
      expect(written?.body).toMatch(new RegExp(`^${marker}\n## prod-east: phase 1 of 5`));
      expect([...server.tokens]).toEqual(["Bearer secret"]);

      await runAction(repo, diff, context);
      expect(server.changes).toHaveLength(2);

      await runAction(repo, { ...diff, args: "1 2" }, context);
      expect(server.changes.slice(2)).toEqual([`PATCH /repos/octo/mesh/issues/comments/${written?.id}`]);
      expect(server.comments.at(-1)?.body).toContain("phase 2 of 5");
      expect(server.comments).toHaveLength(122);
    } finally {
      await server.close();
    }
  });

  test("each phase is a comment when all were asked for", async () => {
    const server = await commentServer([
      "<!-- meshstep:diff mesh=prod-east phase=9 part=1 -->\ngone",
      `${marker}\r\nof another job`,
    ]);
    try {
      await runAction(repository(), { ...diff, args: "" }, { server, pullRequest: "7" });
      expect(server.changes.map((one) => one.split(" ")[0])).toEqual([
        "DELETE",
        ...Array.from({ length: 5 }, () => "POST"),
      ]);
      expect(server.comments[0]?.body).toContain("of another job");
    } finally {
      await server.close();
    }
  });

  test("a token that may not write is no failure", async () => {
    const server = await commentServer();
    try {
      server.refuse = 403;
      const { code, out, err, summary } = await runAction(repository(), diff, { server, pullRequest: "7" });
      expect([code, out]).toEqual([0, expect.stringMatching(/^::warning .*The comment could not be written/)]);
      expect(err).toContain("POST issues/7/comments: 403");
      expect(summary).toContain(marker);
    } finally {
      await server.close();
    }
  });

  test("a comparison that fails is one", async () => {
    const { code, outputs } = await runAction(repository(), { ...diff, args: "0 99" });
    expect([code, outputs]).toEqual([2, "exit-code=2\n"]);
  });
});

test("a command that there is none of", async () => {
  const { code, out, npx } = await runAction(repository(), { command: "x::stop%0A" });
  expect([code, npx]).toEqual([2, []]);
  expect(out).toBe(
    "::error title=meshstep::There is no command x??stop?0A; there are check, synth-check and diff-comment.\n",
  );
});

test("several files", async () => {
  const repo = repository();
  writeFileSync(
    join(repo, "second.yaml"),
    readFileSync(join(repo, "mesh.yaml"), "utf8").replace("name: prod-east", "name: prod-west"),
  );
  const { code, npx } = await runAction(repo, { command: "synth-check", file: "mesh.yaml\nsecond.yaml" });
  expect([code, npx]).toEqual([1, [`--yes meshstep@${version} synth --check -f mesh.yaml -f second.yaml`]]);
});
