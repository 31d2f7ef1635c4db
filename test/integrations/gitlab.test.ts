import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runGit } from "../support/git";
import { type FakeKubectl, fakeKubectl } from "../verbs/verify/fake-kubectl";
import { pullRequest, settledAt } from "../verbs/verify/support";
import { type CommentServer, commentServer } from "./comment-server";
import { breakPhase, repository, root, runScript, version } from "./run-script";

interface Job {
  readonly script: readonly string[];
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

const file = join(root, "integrations/gitlab/meshstep.gitlab-ci.yml");
const template = parse(readFileSync(file, "utf8")) as Readonly<Record<string, Job>> & {
  readonly variables: Readonly<Record<string, string>>;
};

/** Runs a job as GitLab does: all lines in one shell, with variables in its environment. */
function runJob(name: string, cwd: string, variables: Readonly<Record<string, string>> = {}, shell = "bash") {
  const job = template[name];
  if (!job) throw new Error(`no job ${name}`);
  const pipefail = shell === "bash" ? ["-eo", "pipefail"] : ["-e"];
  const values = { ...template.variables, ...job.variables, ...variables };
  return runScript([shell, ...pipefail, "-c"], job.script.join("\n"), cwd, values);
}

test("every job runs for merge requests, and the version is the one that it was published with", () => {
  const jobs = Object.keys(template).filter((name) => name.startsWith("meshstep:"));
  expect(jobs).toEqual(["meshstep:synth-check", "meshstep:check", "meshstep:diff", "meshstep:verify"]);
  for (const name of jobs) expect(template[name]?.extends).toBe(".meshstep");
  expect(template.variables["MESHSTEP_VERSION"]).toBe(version);
});

describe.each(["bash", "sh"])("in %s", (shell) => {
  test("synth-check and check pass", async () => {
    const repo = repository();
    expect(await runJob("meshstep:synth-check", repo, {}, shell)).toMatchObject({
      code: 0,
      npx: [`--yes meshstep@${version} synth --check -f mesh.yaml`],
    });
    const variables = { MESHSTEP_CHECK: "out/prod-east --accept-vendor-jump 1.24->1.26" };
    expect(await runJob("meshstep:check", repo, variables, shell)).toMatchObject({
      code: 0,
      npx: [`--yes meshstep@${version} check out/prod-east --accept-vendor-jump 1.24->1.26`],
    });
  });

  test("and fail", async () => {
    const repo = repository();
    breakPhase(repo);
    const stale = await runJob("meshstep:synth-check", repo, {}, shell);
    expect([stale.code, stale.out]).toEqual([1, expect.stringMatching(/^changed {2}out\/prod-east/)]);
    const checked = await runJob("meshstep:check", repo, {}, shell);
    expect([checked.code, checked.out]).toEqual([1, expect.stringContaining("error[VER006]")]);
  });

  test("a comparison without a token is an artifact", async () => {
    const repo = repository();
    const { code, out } = await runJob("meshstep:diff", repo, { MESHSTEP_DIFF: "0 1" }, shell);
    expect([code, out]).toEqual([0, expect.stringContaining("MESHSTEP_TOKEN is not set")]);
    expect(readFileSync(join(repo, "meshstep-diff.md"), "utf8")).toMatch(
      /^<!-- meshstep:diff mesh=prod-east part=1 -->/,
    );
  });

  test("a comparison that fails is one", async () => {
    expect(await runJob("meshstep:diff", repository(), { MESHSTEP_DIFF: "0 99" }, shell)).toMatchObject({
      code: 1,
      err: expect.stringContaining("no phase 99"),
    });
  });
});

describe.each(["bash", "sh"])("verify in %s", (shell) => {
  const variables = (kubectl: FakeKubectl, more: Readonly<Record<string, string>> = {}) => ({
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    MESHSTEP_LIVE: "live",
    MESHSTEP_VERIFY: `--kubectl ${kubectl.path}`,
    ...more,
  });
  const report = (repo: string) => join(repo, "meshstep-verify.xml");

  test("holds a merge request until the phase of the target branch holds, with a report", async () => {
    const kubectl = fakeKubectl(settledAt(2));
    const repo = await pullRequest([2, 3], 4);
    expect(await runJob("meshstep:verify", repo, variables(kubectl), shell)).toMatchObject({ code: 1 });
    expect(readFileSync(report(repo), "utf8")).toContain('<failure message="it is of 1.28.2"/>');
    kubectl.give(settledAt(3));
    expect(await runJob("meshstep:verify", repo, variables(kubectl), shell)).toMatchObject({ code: 0 });
    expect(readFileSync(report(repo), "utf8")).toContain('<testsuites tests="6" failures="0" errors="0" skipped="0">');
    expect(runGit(repo, ["worktree", "list"]).trim().split("\n")).toHaveLength(1);
  });

  test("a cluster that cannot be asked holds it, too, and there is no report", async () => {
    const kubectl = fakeKubectl();
    kubectl.fail("error: You must be logged in to the server (Unauthorized)");
    const repo = await pullRequest([3], 4);
    const { code, err } = await runJob("meshstep:verify", repo, variables(kubectl), shell);
    expect([code, err]).toEqual([2, expect.stringContaining("error: the cluster does not know you")]);
    expect(existsSync(report(repo))).toBe(false);
  });

  test("before there is a live folder nothing is held", async () => {
    const repo = await pullRequest([3], 4);
    const { code, out } = await runJob(
      "meshstep:verify",
      repo,
      variables(fakeKubectl(), { MESHSTEP_LIVE: "a" }),
      shell,
    );
    expect([code, out]).toEqual([0, "The target branch has no a: nothing has to hold first.\n"]);
  });
});

describe("notes of a merge request", () => {
  const notes = "/projects/42/merge_requests/7/notes";
  const variables = (server: CommentServer, diff = "0 1") => ({
    CI_API_V4_URL: server.url,
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_IID: "7",
    MESHSTEP_TOKEN: "secret",
    MESHSTEP_DIFF: diff,
  });

  test("are written, updated, left alone, and deleted when they are parts too many", async () => {
    const others = Array.from({ length: 130 }, (_, index) => `note ${index}`);
    const server = await commentServer([...others, "<!-- meshstep:diff mesh=prod-east part=2 -->\nold"]);
    try {
      const repo = repository();
      expect(await runJob("meshstep:diff", repo, variables(server))).toMatchObject({ code: 0 });
      expect(server.changes).toEqual([`DELETE ${notes}/131`, `POST ${notes}`]);
      const written = server.comments.at(-1);
      expect(written?.body).toBe(readFileSync(join(repo, "meshstep-diff.md"), "utf8"));
      await runJob("meshstep:diff", repo, variables(server));
      expect(server.changes).toHaveLength(2);
      await runJob("meshstep:diff", repo, variables(server, "1 2"));
      expect(server.changes.slice(2)).toEqual([`PUT ${notes}/${written?.id}`]);
      expect([server.comments.length, [...server.tokens]]).toEqual([131, ["secret"]]);
    } finally {
      await server.close();
    }
  });

  test("that cannot be written fail the job", async () => {
    const server = await commentServer();
    try {
      server.refuse = 401;
      const { code, err } = await runJob("meshstep:diff", repository(), variables(server));
      expect([code, err]).toEqual([1, expect.stringContaining(`/merge_requests/7/notes: 401`)]);
    } finally {
      await server.close();
    }
  });
});
