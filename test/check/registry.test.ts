import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/check/registry";
import { ruleDocs } from "../../src/findings/rules";
import { repoRoot } from "../support/examples";

const ids = rules.map((one) => one.id);

describe("the registry", () => {
  /** One compares files, the other asks mesh.yaml: neither looks at manifests. */
  const elsewhere = ["SNAP001", "DEL006"];

  test("holds every rule that has a page, but for those that ask something else", () => {
    expect(ids).toEqual(
      Object.keys(ruleDocs)
        .filter((id) => !elsewhere.includes(id))
        .sort(),
    );
  });

  test("every rule asks something", () => {
    expect(rules.filter((one) => !one.state && !one.step)).toEqual([]);
  });
});

describe("rule pages", () => {
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
