import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCommand } from "../../src/gates/command";
import { quote } from "../../src/gates/request";
import type { VerifyRequest } from "../../src/mesh/schema";
import type { Check } from "../../src/plan/checks";
import type { PlanFile } from "../../src/snapshot/plan-schema";

const ztunnel = { kind: "DaemonSet", namespace: "ztunnel", name: "ztunnel" } as const;
const istiod = { kind: "Deployment", namespace: "istio-system", name: "istiod" } as const;

test.each<[Check, string, string]>([
  [
    { check: "csv-succeeded", csv: "servicemeshoperator3.v3.1.2", namespace: "openshift-operators" },
    `oc get csv servicemeshoperator3.v3.1.2 -n openshift-operators -o jsonpath='{.status.phase}{"\\n"}'`,
    "Succeeded",
  ],
  [
    { check: "sail-condition", resource: "istios", name: "default", condition: "Ready" },
    "oc wait istios/default --for=condition=Ready --timeout=10m",
    "istio.sailoperator.io/default condition met",
  ],
  [
    { check: "version-label", workload: ztunnel, version: "1.28.5" },
    "oc wait daemonset/ztunnel -n ztunnel --for=jsonpath='{.metadata.labels.app\\.kubernetes\\.io/version}'=1.28.5 --timeout=10m",
    "daemonset.apps/ztunnel condition met",
  ],
  [
    { check: "rollout", workload: istiod, timeoutSeconds: 600 },
    "oc rollout status deployment/istiod -n istio-system --timeout=600s",
    'deployment "istiod" successfully rolled out',
  ],
  [
    { check: "rollout", workload: ztunnel, timeoutSeconds: 60 },
    "oc rollout status daemonset/ztunnel -n ztunnel --timeout=60s",
    'daemon set "ztunnel" successfully rolled out',
  ],
  [
    { check: "namespace-label", namespace: "bookinfo", label: "istio.io/dataplane-mode", value: "ambient" },
    `oc get namespace bookinfo -o jsonpath='{.metadata.labels.istio\\.io/dataplane-mode}{"\\n"}'`,
    "ambient",
  ],
  [
    { check: "phase-applied", namespace: "istio-system", name: "meshstep-prod", phase: "03-cni-v1.28.5" },
    `oc get configmap meshstep-prod -n istio-system -o jsonpath='{.data.phase}{"\\n"}'`,
    "03-cni-v1.28.5",
  ],
])("%j", (check, run, expected) => {
  expect(checkCommand(check, "oc")).toMatchObject({ run, expect: expected });
});

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

  test.each([
    ["old", "waypoint", "1.26.4\n"],
    ["old", "waypoint-foo", "1.25.5\n"],
    ["new", "waypoint", "1.27.1\n"],
    ["new", "waypoint-foo", "1.26.4\n"],
    ["new", "other", ""],
  ] as const)("%s columns, waypoint %s: %j", (columns, name, versions) => {
    const check: Check = {
      check: "waypoint-proxy",
      namespace: "bookinfo",
      name,
      version: "1.27.1",
      istioNamespace: "istio-system",
    };
    expect(shell(checkCommand(check, "kubectl").run, { istioctl: `cat <<'END'\n${outputs[columns]}END` })).toBe(
      versions,
    );
  });

  test("sidecars that differ make a second line", () => {
    const check: Check = { check: "sidecar-proxies", namespace: "bookinfo", version: "1.27.1", istioNamespace: "mesh" };
    const { run } = checkCommand(check, "kubectl");
    expect(run).toContain("istioctl -i mesh proxy-status");
    expect(shell(run, { istioctl: `cat <<'END'\n${outputs.new}END` })).toBe("1.26.4\n1.27.1\n");
  });
});

/** Runs a command with these programs on its way, each a line of shell. */
function shell(command: string, programs: Readonly<Record<string, string>>): string {
  const bin = mkdtempSync(join(tmpdir(), "meshstep-programs-"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return execFileSync("bash", ["-c", `{ ${command}; } || true`], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
  });
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
  function answer(asked: VerifyRequest, body: string, status: number): string {
    const kubectl = `case "$1" in
get) printf 'curl-7d\\nother\\n' ;;
exec) [ "$4" = curl-7d ] && printf '%s\\n%s\\n' ${quote(body)} ${status} ;;
esac`;
    return shell(checkCommand({ check: "request", request: asked }, "kubectl").run, { kubectl });
  }

  test("shows the text and the status that mean yes", () => {
    expect(answer(request, "<html><title>Bookstore</title>", 200)).toBe("<title>\n200\n");
  });

  test("shows less than that when it is no", () => {
    expect(answer(request, "<html><title>Bookstore</title>", 503)).toBe("<title>\n");
    expect(answer(request, "RBAC: access denied", 403)).toBe("");
  });

  test("shows only the status when no text is asked for", () => {
    const denied = { ...request, expect: { status: 403 } };
    expect(answer(denied, "RBAC: access denied", 403)).toBe("403\n");
  });
});

test("every command of every example is a sentence that a shell can read", () => {
  const out = join(__dirname, "../../out");
  const commands = readdirSync(out).flatMap((mesh) => {
    const plan = JSON.parse(readFileSync(join(out, mesh, "plan.json"), "utf8")) as PlanFile;
    return plan.phases.flatMap(({ checks, manual }) => [
      ...checks.map((check) => check.run),
      ...manual.map((step) => step.run.join("\n")),
    ]);
  });
  expect(commands.length).toBeGreaterThan(100);
  expect(commands.join("\n")).not.toMatch(/undefined|<[A-Z]/);
  execFileSync("bash", ["-n", "-c", [...new Set(commands)].join("\n")]);
});
