import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCommand } from "../../src/gates/command";
import { quote } from "../../src/gates/quote";
import type { VerifyRequest } from "../../src/mesh/schema";
import type { Check } from "../../src/plan/checks";
import type { PlanFile } from "../../src/snapshot/plan-schema";

describe("proxy-status", () => {
  /** As istioctl prints it up to 1.26, and from 1.27 on. */
  const outputs = {
    old: `NAME                             CLUSTER     CDS              LDS              EDS              RDS              ECDS     ISTIOD                      VERSION
productpage-v1-7c4b6b857-mxrw6.bookinfo  Kubernetes  SYNCED (2m25s)   SYNCED (2m25s)   SYNCED (2m17s)   SYNCED (2m25s)   IGNORED  istiod-c98fd9675-r7bfw      1.26.4
waypoint-5d9c8b7f9-abc12.bookinfo        Kubernetes  SYNCED (2m35s)   SYNCED (2m35s)   SYNCED (2m17s)   NOT SENT         IGNORED  istiod-c98fd9675-r7bfw      1.26.4
waypoint-foo-7d5c8b7f9-xyz12.bookinfo    Kubernetes  SYNCED (2m35s)   SYNCED (2m35s)   SYNCED (2m17s)   NOT SENT         IGNORED  istiod-c98fd9675-r7bfw      1.25.5
`,
    new: `NAME                                     CLUSTER     ISTIOD                  VERSION  SUBSCRIBED TYPES
productpage-v1-7c4b6b857-mxrw6.bookinfo  Kubernetes  istiod-c98fd9675-r7bfw  1.27.1   4 (CDS,LDS,EDS,RDS)
waypoint-5d9c8b7f9-abc12.bookinfo        Kubernetes  istiod-c98fd9675-r7bfw  1.27.1   4 (CDS,LDS,EDS,RDS)
waypoint-foo-7d5c8b7f9-xyz12.bookinfo    Kubernetes  istiod-c98fd9675-r7bfw  1.26.4   4 (CDS,LDS,EDS,RDS)
`,
  };

  const proxies = { namespace: "bookinfo", istioNamespace: "istio-system", revision: "default" };

  test.each([
    ["old", "waypoint", "1.26.4", "1.26.4\n", 0],
    ["old", "waypoint", "1.27.1", "1.26.4\n", 1],
    ["old", "waypoint-foo", "1.25.5", "1.25.5\n", 0],
    ["new", "waypoint", "1.27.1", "1.27.1\n", 0],
    ["new", "waypoint-foo", "1.27.1", "1.26.4\n", 1],
    ["new", "other", "1.27.1", "", 1],
  ] as const)("%s columns, waypoint %s at %s: %j", (columns, deployment, version, printed, code) => {
    const check: Check = { check: "proxy-version", proxies: { ...proxies, deployment }, version };
    const { run } = checkCommand(check, "kubectl");
    expect(shell(run, { istioctl: `cat <<'END'\n${outputs[columns]}END` })).toEqual({ printed, code });
  });

  test.each([
    ["where no sidecar runs, as verify says", print(outputs.new), "empty", "", 0],
    ["where one runs another version", print(outputs.new), "bookinfo", "1.26.4\n1.27.1\n", 1],
    ["of an istioctl that fails", "exit 1", "empty", "", 1],
  ] as const)("the versions of a namespace %s", (_, istioctl, namespace, printed, code) => {
    const check: Check = { check: "proxy-version", proxies: { ...proxies, namespace }, version: "1.27.1" };
    expect(shell(checkCommand(check, "kubectl").run, { istioctl })).toEqual({ printed, code });
  });

  /** With `--verbosity 1`, as 1.27 and newer print it. */
  const verbose = `NAME                              CLUSTER     CDS     EDS     LDS     RDS       ISTIOD                  VERSION
waypoint-5d9c8b7f9-abc12.bookinfo      Kubernetes  SYNCED  SYNCED  SYNCED  NOT SENT  istiod-c98fd9675-r7bfw  1.27.1
waypoint-foo-7d5c8b7f9-xyz12.bookinfo  Kubernetes  STALE   SYNCED  SYNCED  SYNCED    istiod-c98fd9675-r7bfw  1.27.1
`;

  test.each([
    ["old columns, all taken", `case "$*" in *verbosity*) exit 1;; esac\n${print(outputs.old)}`, "waypoint", 0],
    ["all taken", `case "$*" in *verbosity*) ${print(verbose)}\n;; esac`, "waypoint", 0],
    ["some not taken", `case "$*" in *verbosity*) ${print(verbose)}\n;; esac`, "waypoint-foo", 1],
    ["columns that do not say it", print(outputs.new), "waypoint", 1],
  ] as const)("SYNCED: %s", (_, istioctl, deployment, code) => {
    const { run } = checkCommand({ check: "proxies-synced", proxies: { ...proxies, deployment } }, "kubectl");
    expect(shell(run, { istioctl }).code).toBe(code);
  });

  // istioctl of 1.28 and newer looks for the revision `default` where none is named.
  test.each([
    ["prod", "istioctl -i mesh proxy-status --revision prod"],
    ["default", "istioctl -i mesh proxy-status)"],
  ])("the istiod of revision %s is asked", (revision, says) => {
    const check: Check = {
      check: "proxy-version",
      proxies: { namespace: "bookinfo", istioNamespace: "mesh", revision },
      version: "1.27.1",
    };
    expect(checkCommand(check, "kubectl").run).toContain(says);
  });

  test("names of pods are cut where the Deployment's is long", () => {
    const deployment = `${"waypoint-".repeat(6)}of-bookinfo`;
    const pod = `${`${deployment}-5d9c8b7f91-`.slice(0, 58)}abc12`;
    const line = `${pod}.bookinfo  Kubernetes  istiod-c98fd9675-r7bfw  1.27.1   4 (CDS,LDS,EDS,RDS)\n`;
    const check: Check = { check: "proxy-version", proxies: { ...proxies, deployment }, version: "1.27.1" };
    expect(shell(checkCommand(check, "kubectl").run, { istioctl: print(line) }).code).toBe(0);
  });

  test("sidecars that differ make a second line", () => {
    const check: Check = {
      check: "proxy-version",
      proxies: { ...proxies, istioNamespace: "mesh" },
      version: "1.27.1",
    };
    const { run } = checkCommand(check, "kubectl");
    expect(run).toContain("istioctl -i mesh proxy-status");
    expect(shell(run, { istioctl: `cat <<'END'\n${outputs.new}END` })).toEqual({
      printed: "1.26.4\n1.27.1\n",
      code: 1,
    });
  });
});

describe("what a client prints", () => {
  const services = (...lines: string[]) => `printf '%s\\n' ${lines.map(quote).join(" ")}`;
  const ztunnel = { kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" } as const;
  const proxies = { namespace: "a", istioNamespace: "istio-system", revision: "default" };
  const connected = { check: "connected-proxies", istioNamespace: "istio-system", revision: "default" } as const;
  const status = (word: string) => `echo 'x-7c4b6b857-mxrw6.a  Kubernetes  ${word} (2m25s)  1.26.4'`;
  test.each<[string, Check, string, number]>([
    [
      "Services that are bound",
      { check: "waypoint-bound", namespace: "a" },
      services("ClusterIP web True", "ExternalName db "),
      0,
    ],
    ["no Services", { check: "waypoint-bound", namespace: "a" }, "", 0],
    [
      "a Service that is not",
      { check: "waypoint-bound", namespace: "a" },
      services("ClusterIP web True", "ClusterIP api "),
      1,
    ],
    ["nodes of the minor", { check: "nodes-at", minor: "1.32" }, services("a v1.32.4", "b v1.32.1"), 0],
    ["a node of another", { check: "nodes-at", minor: "1.32" }, services("a v1.32.4", "v1.32.x v1.31.9"), 1],
    ["no nodes", { check: "nodes-at", minor: "1.32" }, "", 1],
    ["all nodes", { check: "nodes-replaced", workload: ztunnel }, "echo 3 of 3", 0],
    ["some nodes", { check: "nodes-replaced", workload: ztunnel }, "echo 1 of 3", 1],
    ["nobody behind", { ...connected, minor: "1.26" }, status("SYNCED"), 0],
    ["somebody behind", { ...connected, minor: "1.27" }, status("SYNCED"), 1],
    ["nobody at all", { ...connected, minor: "1.27" }, "echo NAME", 0],
    ["proxies without news", { check: "proxies-synced", proxies }, status("SYNCED"), 0],
    ["a proxy with some", { check: "proxies-synced", proxies }, status("STALE"), 1],
    ["no proxy of ours", { check: "proxies-synced", proxies }, "echo NAME", 0],
  ])("%s", (_, check, printed, code) => {
    const programs = { kubectl: printed, istioctl: printed };
    expect(shell(checkCommand(check, "kubectl").run, programs)).toMatchObject({ code });
  });
});

function print(text: string): string {
  return `cat <<'END'\n${text}END`;
}

/** Runs a command with these programs on its way, each a line of shell. */
function shell(
  command: string,
  programs: Readonly<Record<string, string>>,
): { readonly printed: string; readonly code: number | null } {
  const bin = mkdtempSync(join(tmpdir(), "meshstep-programs-"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  const { stdout, status } = spawnSync("sh", ["-c", command], { encoding: "utf8", env });
  return { printed: stdout, code: status };
}

describe("a request", () => {
  const request: VerifyRequest = {
    name: "curl-may-read",
    from: { namespace: "default", serviceAccount: "curl" },
    url: "http://productpage.bookinfo:9080/productpage?a=b&c='d'",
    method: "GET",
    expect: { status: 200, body: "<title>" },
  };

  /** With a kubectl that knows one pod, whose curl answers with this body and status. */
  function answer(asked: VerifyRequest, body: string, status: number) {
    const kubectl = `case "$1" in
get) printf 'curl-7d\\nother\\n' ;;
exec) [ "$4" = curl-7d ] && printf '%s\\n%s\\n' ${quote(body)} ${status} ;;
esac`;
    return shell(checkCommand({ check: "request", request: asked }, "kubectl").run, { kubectl });
  }

  test("ends with 0 and shows the status when both are there", () => {
    expect(answer(request, "<html><title>Bookstore</title>", 200)).toEqual({ printed: "200\n", code: 0 });
  });

  test("ends with 1 when either is missing", () => {
    expect(answer(request, "<html><title>Bookstore</title>", 503).code).toBe(1);
    expect(answer(request, "RBAC: access denied", 200).code).toBe(1);
  });

  test("a text is a text and no pattern", () => {
    const dotted = { ...request, expect: { status: 200, body: "a.c[1]*" } };
    expect(answer(dotted, "xxa.c[1]*yy", 200).code).toBe(0);
    expect(answer(dotted, "abc11", 200).code).toBe(1);
  });

  test("asks for the status alone when no text is expected", () => {
    const denied = { ...request, expect: { status: 403 } };
    expect(answer(denied, "RBAC: access denied", 403)).toEqual({ printed: "403\n", code: 0 });
    expect(answer(denied, "403", 200).code).toBe(1);
  });
});

test("every command of every example is a sentence that a shell can read", () => {
  const out = join(__dirname, "../../out");
  const commands = readdirSync(out).flatMap((mesh) => {
    const plan = JSON.parse(readFileSync(join(out, mesh, "plan.json"), "utf8")) as PlanFile;
    return plan.phases.flatMap(({ checks, back, manual }) => [
      ...[...checks, ...back].map((check) => check.run),
      ...manual.map((step) => step.run.join("\n")),
    ]);
  });
  expect(commands.length).toBeGreaterThan(100);
  expect(commands.join("\n")).not.toMatch(/undefined|<[A-Z]/);
  execFileSync("bash", ["-n", "-c", [...new Set(commands)].join("\n")]);
});
