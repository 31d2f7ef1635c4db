import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { transformSync } from "esbuild";
import { retell, shell } from "./console";

/*
 * README.md is run as it stands: what it shows is what a newcomer sees. UPDATE=1 writes the real output into it.
 */

const root = join(__dirname, "..", "..");
const path = join(root, "README.md");
const readme = readFileSync(path, "utf8");

/** Commands that a test cannot do again inside itself. */
const twoCommands = ["npm ci && npx meshstep synth -f examples", "npm ci && npm test"];

test("the tour and every other console block show what really happens", () => {
  const [before = "", tour, after] = readme.split(/^(?=## A tour in five minutes$)|^(?=## Describe a mesh$)/m);
  if (tour === undefined || after === undefined) throw new Error("README.md has lost its tour");
  const scratch = mkdtempSync(join(tmpdir(), "meshstep-tour-"));
  const told = retell(before, shell(root)) + retell(tour, shell(scratch)) + retell(after, shell(root));
  rmSync(scratch, { recursive: true });
  if (process.env["UPDATE"]) writeFileSync(path, told);
  else expect(told).toBe(readme);
});

test("the TypeScript example writes phases", () => {
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
  const { code: js } = transformSync(code, { loader: "ts", format: "cjs" });
  const folder = mkdtempSync(join(tmpdir(), "meshstep-ts-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/meshstep"));
  for (const peer of ["cdk8s", "constructs"]) {
    symlinkSync(join(root, "node_modules", peer), join(folder, "node_modules", peer));
  }
  writeFileSync(join(folder, "main.js"), js);
  execFileSync(process.execPath, ["main.js"], { cwd: folder });
  const phase = join(folder, "out/prod-east/phases/01-control-plane-v1.28.5");
  expect(existsSync(join(phase, "PHASE.md"))).toBe(true);
  expect(existsSync(join(phase, "manifests/mesh/60-routing/authorizationpolicy-deny-all.yaml"))).toBe(true);
  rmSync(folder, { recursive: true });
});

test("the two commands stand in it, and what they start exists", () => {
  for (const command of twoCommands) expect(readme).toContain(`\`\`\`sh\n${command}\n\`\`\``);
  const { scripts, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
    bin: Record<string, string>;
  };
  expect(scripts["test"]).toBeDefined();
  expect(existsSync(join(root, bin["meshstep"] ?? ""))).toBe(true);
});

test("every link to a file leads somewhere, and to a heading that is there", () => {
  for (const file of ["README.md", "CONTRIBUTING.md", "docs/changes.md"]) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\(((?!https?:|#)[^)]+)\)/g)) {
      const [path = "", heading] = target.split("#");
      const linked = join(root, dirname(file), path);
      const isThere = existsSync(linked) && (heading === undefined || headingsOf(linked).includes(heading));
      expect([file, target, isThere]).toEqual([file, target, true]);
    }
  }
});

/** As the forges name them in links. */
function headingsOf(file: string): readonly string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) =>
    words
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}
