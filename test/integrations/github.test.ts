import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runGit } from "../support/git";
import { hasProgram } from "../support/programs";
import { testWhere } from "../support/where";
import { type FakeKubectl, fakeKubectl } from "../verbs/verify/fake-kubectl";
import { pullRequest, settledAt } from "../verbs/verify/support";
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
    GITHUB_BASE_REF: context.pullRequest === undefined ? "" : "main",
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
    const services =
      "whether Services bookinfo/productpage, bookinfo/reviews, which routes and policies are attached to, are there";
    const note = `note: not judged: .: ${services}: no Service of their namespaces is among these manifests\n`;
    expect(summary).toBe(`### meshstep check\n\n~~~~text\n${note}145 objects, 1 error, 0 warnings\n~~~~\n`);
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

describe("verify", () => {
  const inputs = (kubectl: FakeKubectl, more: Readonly<Record<string, string>> = {}) => ({
    command: "verify",
    live: "live",
    args: `--kubectl ${kubectl.path}`,
    ...more,
  });
  const marker = "<!-- meshstep:verify mesh=prod part=1 -->";

  test("holds a pull request while the phase of its base does not hold, and says so in a comment", async () => {
    const server = await commentServer(["<!-- meshstep:diff mesh=prod part=1 -->\nkept"]);
    const context = { server, pullRequest: "7" };
    try {
      const kubectl = fakeKubectl(settledAt(2));
      const repo = await pullRequest([2, 3], 4);
      const held = await runAction(repo, inputs(kubectl), context);
      expect([held.code, held.outputs]).toEqual([1, expect.stringMatching(/^comment-file=\S+\nexit-code=1\n$/)]);
      expect(held.out).toMatch(
        /^::error title=meshstep verify::What the base stands at does not hold in the cluster yet\./,
      );
      expect(held.summary).toMatch(new RegExp(`^${marker}\n\\*\\*prod 03-ztunnel-v1\\.28\\.3: `));
      expect(held.summary).toContain(
        "| **no** | DaemonSet ztunnel/ztunnel is rendered from the chart of 1.28.3 | it is of 1.28.2 |",
      );
      expect(server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("kept"), held.summary]);

      kubectl.give(settledAt(3));
      const passed = await runAction(repo, inputs(kubectl, { wait: "5m" }), context);
      expect([passed.code, passed.out]).toEqual([0, ""]);
      expect(server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("kept"), passed.summary]);
      expect(passed.npx[0]).toMatch(
        / verify -o markdown -f mesh\.yaml --kubectl \S+ --live live --before \S+\/live --wait 5m$/,
      );
      // Nothing of it is left in the repository.
      expect(runGit(repo, ["worktree", "list"]).trim().split("\n")).toHaveLength(1);
    } finally {
      await server.close();
    }
  });

  test("asks what the base says, whatever the pull request makes of it", async () => {
    const repo = await pullRequest([3], 4);
    writeFileSync(join(repo, "mesh.yaml"), "nonsense");
    const { code } = await runAction(repo, inputs(fakeKubectl(settledAt(2))), { pullRequest: "7" });
    expect(code).toBe(1);
  });

  test.each([
    ["changes nothing that the engine reads", [2, 3], "unchanged", "live is not changed"],
    ["walks back", [2, 3], 2, "it walks back from 03-ztunnel-v1.28.3, which need not hold for that"],
  ] as const)("does not hold a pull request that %s", async (_, base, head, why) => {
    const kubectl = fakeKubectl();
    const { code, summary } = await runAction(await pullRequest(base, head), inputs(kubectl), { pullRequest: "7" });
    expect([code, kubectl.calls()]).toEqual([0, []]);
    expect(summary).toContain(`prod at 03-ztunnel-v1.28.3: nothing has to hold first; ${why}`);
  });

  test("nor the first one, before which there is no live folder", async () => {
    const repo = await pullRequest([3], 4);
    const { code, out } = await runAction(repo, inputs(fakeKubectl(), { live: "other" }), { pullRequest: "7" });
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("The base has no such live folder: nothing has to hold first."),
    ]);
  });

  test("takes the login that it is given", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    const repo = await pullRequest([3], 4);
    writeFileSync(join(repo, "kc"), "");
    const given = inputs(kubectl, { kubeconfig: "kc", context: "west" });
    expect(await runAction(repo, given, { pullRequest: "7" })).toMatchObject({ code: 0 });
    expect([...new Set(kubectl.kubeconfigs())]).toEqual([join(repo, "kc")]);
    for (const call of kubectl.calls()) expect(call).toMatch(/^--context west get /);
  });

  test("a cluster that cannot be asked holds it, too", async () => {
    const kubectl = fakeKubectl();
    kubectl.fail("error: You must be logged in to the server (Unauthorized)");
    const { code, out, summary } = await runAction(await pullRequest([3], 4), inputs(kubectl), { pullRequest: "7" });
    expect([code, out]).toEqual([
      2,
      expect.stringMatching(/^::error title=meshstep verify::The cluster could not be asked/),
    ]);
    expect(summary).toContain("error: the cluster does not know you");
  });

  test.each([
    [{ live: "" }, "7", "Name the folder"],
    [{}, undefined, "There is no pull request here"],
    [{ base: "--upload-pack=x" }, "7", "The base is not here. Check out with fetch-depth: 0."],
  ])("%j is said", async (more, pullRequestNumber, message) => {
    const context = pullRequestNumber === undefined ? {} : { pullRequest: pullRequestNumber };
    const { code, out, npx } = await runAction(await pullRequest([3], 4), inputs(fakeKubectl(), more), context);
    expect([code, out, npx]).toEqual([2, expect.stringContaining(message), []]);
  });
});

test("a command that there is none of", async () => {
  const { code, out, npx } = await runAction(repository(), { command: "x::stop%0A" });
  expect([code, npx]).toEqual([2, []]);
  expect(out).toBe(
    "::error title=meshstep::There is no command x??stop?0A; there are check, synth-check, diff-comment and verify.\n",
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
