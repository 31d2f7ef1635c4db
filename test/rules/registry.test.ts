import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { defineGitops } from "../../src/cli/definitions/gitops";
import { defineManifests } from "../../src/cli/definitions/manifests";
import { definePlan } from "../../src/cli/definitions/plan";
import { defineReference } from "../../src/cli/definitions/reference";
import type { CliIo } from "../../src/cli/io";
import { type RuleId, ruleDocs } from "../../src/findings/pages";
import { planRules, rules } from "../../src/rules/registry";
import { repoRoot } from "../support/examples";

const ids = rules.map((one) => one.id);

describe("the registry", () => {
  test("holds every rule that has a page, but for those that are asked of files and plans", () => {
    expect(ids).toEqual(
      Object.keys(ruleDocs)
        .filter((id) => !planRules.includes(id as RuleId))
        .sort(),
    );
  });

  test("every rule asks something", () => {
    expect(rules.filter((one) => !one.state && !one.step)).toEqual([]);
  });
});

describe("rule pages", () => {
  const words = Object.values(ruleDocs).map(({ says, why, fix }) => `${says} ${why} ${fix}`);

  test("name only fields, options and commands that are there", () => {
    const program = new Command();
    const context = { io: {} as CliIo, finish: () => {} };
    for (const define of [definePlan, defineGitops, defineManifests, defineReference]) define(program, context);
    const options = program.commands.flatMap((one) => one.options.map(({ long }) => long));
    const commands = program.commands.map((one) => one.name());
    for (const option of words.flatMap((text) => text.match(/--[a-z][a-z-]+/g) ?? []))
      expect(options).toContain(option);
    for (const [, name] of words.flatMap((text) => [...text.matchAll(/`meshstep ([a-z]+)/g)])) {
      expect(commands).toContain(name);
    }
  });

  test.each(Object.entries(ruleDocs))("%s is complete", (_id, doc) => {
    const lines = [doc.says, doc.why, doc.fix, ...doc.citations];
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line.trim()).toBe(line);
      expect(line.length).toBeGreaterThan(10);
      expect(line.length).toBeLessThanOrEqual(300);
      expect(line).not.toContain("\n");
    }
    // Sentences end; citations are no sentences.
    for (const sentence of [doc.says, doc.why, doc.fix]) expect(sentence).toMatch(/\.$/);
  });

  test("docs/rules.md is what scripts/rules.mjs writes", () => {
    const { stdout, status } = spawnSync(process.execPath, [join(repoRoot, "scripts/rules.mjs"), "--print"], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(readFileSync(join(repoRoot, "docs/rules.md"), "utf8")).toBe(stdout);
    for (const id of Object.keys(ruleDocs)) expect(stdout).toContain(`<a id="${id}"></a>`);
  });
});
