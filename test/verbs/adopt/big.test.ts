import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt } from "../../../src/verbs/adopt/adopt";
import { folderWith } from "../../support/folder";

const root = join(__dirname, "../../..");

/** Runs in a process of its own, of whose memory nothing stays with the other tests. */
function inOwnProcess(folder: string): {
  uncarried: unknown[];
  notes: string[];
  files: number;
  count: number;
  text: string;
} {
  const outfile = join(folder, "adopt.js");
  const options = {
    entryPoints: [join(root, "src/verbs/adopt/adopt.ts")],
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"],
    logLevel: "error",
    outfile,
  };
  const script = `
    require("esbuild").buildSync(${JSON.stringify(options)});
    const { adopt } = require(${JSON.stringify(outfile)});
    const pod = (index) => "apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: p-" + index + "\\n  namespace: a\\n  uid: x\\n---\\n";
    const route = (index) => "apiVersion: gateway.networking.k8s.io/v1\\nkind: HTTPRoute\\nmetadata:\\n  name: r-" + index +
      "\\n  namespace: a\\n  uid: x\\nspec:\\n  parentRefs:\\n  - name: w\\n---\\n";
    const istio = "apiVersion: sailoperator.io/v1\\nkind: Istio\\nmetadata:\\n  name: default\\nspec:\\n  version: v1.28.3\\n";
    const text = Array.from({ length: 100000 }, (_, index) => (index % 100 ? pod(index) : route(index))).join("") + istio;
    const { uncarried, notes, carriage, count, text: mesh } = adopt(["-"], { cwd: "/", stdin: () => text }, { folder: "/nowhere", shown: "" });
    process.stdout.write(JSON.stringify({ uncarried, notes, files: carriage.files.size, count, text: mesh }));
  `;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" }));
}

test("of a hundred thousand objects all are read, and what counts is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-adopt-"));
  // The schemas are looked up beside package.json, as in the package.
  for (const name of ["package.json", "schema"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  try {
    const { text, ...rest } = inOwnProcess(folder);
    expect(rest).toEqual({
      uncarried: [],
      notes: ["left to the controllers that made them: 99000 Pod"],
      files: 1000,
      count: 100_001,
    });
    expect(text).toContain("  version: v1.28.3\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a file that is larger than any of a mesh is read as others are: a dump is one, and comments are looked for in it", () => {
  const data = "x".repeat(1_100_000);
  const map = (index: number) =>
    `---\n# meshstep:ignore DEL004: as it is\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c-${index}, namespace: istio-system }\ndata: { k: ${data} }\n`;
  const istio =
    "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.28.3 }\n";
  const text = istio + Array.from({ length: 10 }, (_, index) => map(index)).join("");
  const cwd = folderWith({ "dump.yaml": text });
  const { carriage, count } = adopt(["dump.yaml"], { cwd, stdin: () => "" }, { folder: "/nowhere", shown: "nowhere" });
  expect(text.length).toBeGreaterThan(10 * 2 ** 20);
  expect(count).toBe(11);
  expect([...carriage.files.values()].map(({ ignores }) => ignores)).toEqual(
    Array(10).fill(["# meshstep:ignore DEL004: as it is"]),
  );
});
