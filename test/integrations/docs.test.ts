import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { checkQueries } from "../../src/gates/command";
import { sailKinds } from "../../src/gates/kinds/fields";
import { routeResources } from "../../src/plan/checks";
import { samples } from "../gates/samples";
import { runCli } from "../support/run-cli";
import { repository, root, version } from "./run-script";

const text = readFileSync(join(root, "docs/ci.md"), "utf8");
const read = (path: string) => parse(readFileSync(join(root, path), "utf8")) as unknown;

/** The blocks of a language, without the depth that they stand at. */
function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** Every map in a value, however deep. */
function maps(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(maps);
  return Array.isArray(value) ? inside : [value as Record<string, unknown>, ...inside];
}

const documents = maps(blocks("yaml").flatMap((block) => parseAllDocuments(block).map((one) => one.toJS() as unknown)));

test("steps give inputs that the action has", () => {
  const { inputs } = read("action.yml") as { inputs: object };
  const steps = documents.filter(({ uses }) => typeof uses === "string" && uses.startsWith("OWNER/"));
  expect(steps.map((step) => (step["with"] as { command: string }).command)).toEqual([
    "synth-check",
    "check",
    "diff-comment",
    "verify",
  ]);
  for (const step of steps)
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step["with"] as object)));
});

test("variables are those of the GitLab template, and the hooks those of the manifest", () => {
  const template = read("integrations/gitlab/meshstep.gitlab-ci.yml") as { variables: object };
  const variables = documents.flatMap((one) => ("include" in one ? Object.keys(one["variables"] as object) : []));
  expect(variables).not.toEqual([]);
  expect(Object.keys(template.variables)).toEqual(expect.arrayContaining(variables));
  const hooks = (read(".pre-commit-hooks.yaml") as { id: string }[]).map(({ id }) => id);
  expect(documents.flatMap((one) => ("rev" in one ? maps(one["hooks"]).map(({ id }) => id) : []))).toEqual(hooks);
});

test("every version is this one", () => {
  const named = [...text.matchAll(/(?:meshstep@v?|rev: v|raw\/v)(\d[\w.]*\d)/g)].map((match) => match[1]);
  expect(named.length).toBeGreaterThan(5);
  expect(new Set(named)).toEqual(new Set([version]));
});

test("every command line is one that meshstep takes", async () => {
  const lines = [...blocks("console"), ...blocks("sh")]
    .join("")
    .matchAll(/meshstep(?:@[\d.]+)? ((?:check|completion)[^#|)>\n]*)/g);
  const commands = [...lines].map((match) => (match[1] ?? "").trim().split(/\s+/));
  expect(commands.length).toBeGreaterThan(7);
  const repo = repository();
  for (const words of commands) {
    // The folders of the examples stand for any.
    const folder = "out/prod-east/phases/00-baseline";
    const argv = words.map((word) => (/^(branch\/)?live\/prod$/.test(word) ? folder : word));
    const live = argv.map((word, index) => (argv[index - 1] === "--live" ? `${folder}/manifests` : word));
    const { code, err } = await runCli(live, repo, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
    expect([words.join(" "), code === 2 ? err : ""]).toEqual([words.join(" "), ""]);
  }
});

describe("the rights that verify needs", () => {
  interface Rule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }
  const rulesOf = (name: string) => {
    const role = documents.find(
      (one) => one["kind"] === "ClusterRole" && (one["metadata"] as { name: string }).name === name,
    );
    return (role?.["rules"] ?? []) as Rule[];
  };
  const given = (name: string) =>
    rulesOf(name).flatMap(({ apiGroups, resources }) =>
      resources.map((one) => [one, apiGroups[0]].filter(Boolean).join(".")),
    );
  test("are those of all kinds of checks: of the cluster, in a namespace, inside pods", () => {
    const queries = samples.flatMap(checkQueries);
    const asked = (namespaced: boolean) =>
      new Set(
        queries.flatMap((query) =>
          query.ask === "get" && (query.namespace !== undefined) === namespaced ? [query.resource] : [],
        ),
      );
    const inCluster = asked(false);
    // An object of the operator, and a route, is asked for by its kind.
    for (const kind of Object.keys(sailKinds)) inCluster.add(`${kind}.sailoperator.io`);
    expect(new Set(given("meshstep-verify"))).toEqual(inCluster);
    const inNamespaces = asked(true);
    for (const kind of routeResources) inNamespaces.add(`${kind}.gateway.networking.k8s.io`);
    expect(new Set(given("meshstep-verify-namespace"))).toEqual(inNamespaces);
    expect(rulesOf("meshstep-verify-inside")).toEqual([
      { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] },
    ]);
  });

  test("are to read, but for those inside pods", () => {
    for (const { verbs } of [...rulesOf("meshstep-verify"), ...rulesOf("meshstep-verify-namespace")])
      expect(verbs).toEqual(["get", "list", "watch"]);
  });
});
