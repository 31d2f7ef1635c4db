import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../src/plan/checks";
import type { Phase } from "../../src/plan/phase";
import { gatesScript } from "../../src/snapshot/gates-sh";
import { runWith } from "../gates/fake-cluster";
import { planOf } from "../plan/support";
import { repoRoot } from "../support/examples";
import { hasProgram } from "../support/programs";
import { testWhere } from "../support/where";

const [, phase] = planOf("sail ambient 1.28.4 v1.28.4 -> v1.28.5").phases as readonly [Phase, Phase];
const web = { kind: "Deployment", namespace: "shop", name: "web" } as const;

/** A file named after the object is what makes its check true. */
const cluster = `
case "$*" in
*--timeout=30s*) ;;
*) echo "waits too long by itself: $*" >&2; exit 9 ;;
esac
case "$*" in
"rollout status "*) [ -f "$state/web" ] || { echo "web is not there yet"; exit 1; } ;;
"wait istios/default "*) [ -f "$state/istio" ] || { echo "timed out"; exit 1; }; echo "condition met" ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;

/** gates.sh for a rollout and a condition. */
function scriptFor(timeoutSeconds: number): string {
  const gates: readonly Check[] = [
    { check: "rollout", workload: web, timeoutSeconds },
    { check: "sail-condition", resource: "istios", name: "default", condition: "Ready" },
  ];
  return gatesScript("prod", { ...phase, gates }, "kubectl");
}

/** What it prints, its exit code, and how often it slept. */
function run(files: readonly string[], { set = "", later = {} as Readonly<Record<string, string>> }) {
  const before = Object.fromEntries(files.map((name) => [name, ""]));
  const whole = `${set} sh <<'END'\n${scriptFor(3600)}END\necho "ended with $?, slept $(cat "$(dirname "$(command -v sleep)")/../state/.slept" 2>/dev/null | wc -l | tr -d ' ')"`;
  return runWith(whole, cluster, { ...before, ...later })
    .out.trim()
    .split("\n");
}

const yes = ["yes  the rollout of Deployment shop/web is complete", "yes  Istio default is Ready"];

test("what holds is a line each", () => {
  expect(run(["web", "istio"], {})).toEqual([...yes, "ended with 0, slept 0"]);
});

test("it waits for what does not hold yet", () => {
  const later = { "after-2": 'touch "$state/web"', "after-3": 'touch "$state/istio"' };
  expect(run([], { later })).toEqual([...yes, "ended with 0, slept 3"]);
});

test("what never holds ends it in time, with what was said; the others are asked once more", () => {
  expect(run(["istio"], { set: "WAIT=60" })).toEqual([
    "no   the rollout of Deployment shop/web is complete",
    "     web is not there yet",
    yes[1],
    "ended with 1, slept 6",
  ]);
  expect(run([], { set: "WAIT=60" }).at(-1)).toBe("ended with 1, slept 6");
  expect(run([], { set: "WAIT=0" }).at(-1)).toBe("ended with 1, slept 0");
});

describe("what is measured", () => {
  const prometheus = { namespace: "m", service: "p", port: 9090, scheme: "http" } as const;
  const slo = (name: string, windowSeconds: number): Check => ({
    check: "slo",
    slo: { name, query: "up", max: 1, windowSeconds },
    prometheus,
  });
  const istio: Check = { check: "sail-condition", resource: "istios", name: "default", condition: "Ready" };
  const script = gatesScript("prod", { ...phase, gates: [istio, slo("a", 60), slo("b", 300)] }, "kubectl");
  const answers = `case "$*" in
"get --raw "*) echo '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1"]}]}}' ;;
*) [ -f "$state/istio" ] ;;
esac`;
  /** The fake \`sleep\` notes that it was called, with what. */
  const slept = (files: Readonly<Record<string, string>>, set = "") => {
    const noted = script.replace('sleep "$1"', 'echo "slept $1"');
    return runWith(`${set} sh <<'END'\n${noted}END`, answers, files).out.trim().split("\n");
  };
  const holds = (name: string, window: number) =>
    `yes  ${name} has been at 1 or less for ${window} s, by Prometheus m/p`;

  test("is asked at once where nothing had to be waited for", () => {
    expect(slept({ istio: "" })).toEqual([yes[1], holds("a", 60), holds("b", 300)]);
  });

  test("is asked the longest window after what had to be waited for", () => {
    expect(slept({ "after-2": 'touch "$state/istio"' })).toEqual([
      yes[1],
      "slept 300",
      holds("a", 60),
      holds("b", 300),
    ]);
  });

  test("is not waited for when something else does not hold anyway", () => {
    expect(slept({}, "WAIT=60")).not.toContain("slept 300");
  });
});

test.each([
  [3600, 3600],
  [600, 1800],
])("a rollout of %d seconds is waited for %d, unless WAIT says otherwise", (timeout, wait) => {
  expect(scriptFor(timeout)).toContain(`\${WAIT:-${wait}}`);
});

describe("of every example", () => {
  const meshes = readdirSync(join(repoRoot, "out"));
  const scripts = meshes.flatMap((mesh) => {
    const phases = join(repoRoot, "out", mesh, "phases");
    return readdirSync(phases).map((dir) => ({ mesh, file: join(phases, dir, "gates.sh") }));
  });
  const failing = (command: readonly string[]) => {
    const [program = "", ...args] = command;
    return scripts
      .map(({ file }) => ({ file, said: spawnSync(program, [...args, file], { encoding: "utf8" }) }))
      .filter(({ said }) => said.status !== 0)
      .map(({ file, said }) => `${file}: ${said.stdout}${said.stderr}`);
  };

  test.each(["sh", "bash"])("%s can read it", (shell) => {
    expect(scripts.length).toBeGreaterThan(40);
    expect(failing([shell, "-n"])).toEqual([]);
  });

  testWhere(hasShell("dash"), "dash is not installed")("dash can read it", () => {
    expect(failing(["dash", "-n"])).toEqual([]);
  });

  testWhere(hasShell("busybox", "sh"), "busybox is not installed")("busybox can read it", () => {
    expect(failing(["busybox", "sh", "-n"])).toEqual([]);
  });

  testWhere(hasProgram("shellcheck"), "shellcheck is not installed")("shellcheck has nothing to say", () => {
    expect(failing(["shellcheck", "--shell=sh"])).toEqual([]);
  });

  // Of each mesh the last phase, which asks the most.
  test.each(meshes)("%s: a client that fails is a no for each check, and no fault of the script", (mesh) => {
    const file = scripts.filter((one) => one.mesh === mesh).at(-1)?.file ?? "";
    const checks = [...readFileSync(file, "utf8").matchAll(/^check '/gm)].length;
    const { status, out } = runWith(`WAIT=0 sh '${file}'`, 'echo "nothing is known of $1" >&2; exit 1', {});
    const lines = out.trimEnd().split("\n");
    expect(status).toBe(1);
    expect(lines.filter((line) => line.startsWith("no "))).toHaveLength(checks);
    for (const line of lines) expect(line).toMatch(/^(no {3}| {5})/);
    expect(out).not.toMatch(/syntax error|unexpected|bad substitution|unbound|parameter not set/i);
  });
});

function hasShell(...command: readonly string[]): boolean {
  const [program = "", ...args] = command;
  return spawnSync(program, [...args, "-c", "exit 0"], { stdio: "ignore" }).status === 0;
}
