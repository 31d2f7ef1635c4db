import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCommand } from "../../src/gates/command";
import { manualCommands } from "../../src/gates/manual";
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
    { check: "waypoint-proxy", namespace: "bookinfo", name: "waypoint", version: "1.28.5", istioNamespace: "mesh" },
    "istioctl -i mesh proxy-status | grep '^waypoint-.*\\.bookinfo '",
    "every line says SYNCED and ends in 1.28.5",
  ],
])("%j", (check, run, expected) => {
  expect(checkCommand(check, "oc")).toMatchObject({ run, expect: expected });
});

describe("a request", () => {
  const request: VerifyRequest = {
    name: "curl-may-read",
    from: { namespace: "default", serviceAccount: "curl" },
    url: "http://productpage.bookinfo:9080/productpage?a=b&c='d'",
    method: "GET",
    expect: { status: 200, body: "<title>" },
  };

  /** Runs the command with a kubectl that knows one pod, whose curl answers with this body and status. */
  function answer(asked: VerifyRequest, body: string, status: number): string {
    const bin = mkdtempSync(join(tmpdir(), "meshstep-kubectl-"));
    const script = `#!/bin/sh
case "$1" in
get) printf 'curl-7d\\nother\\n' ;;
exec) [ "$4" = curl-7d ] && printf '%s\\n%s\\n' ${quote(body)} ${status} ;;
esac
`;
    writeFileSync(join(bin, "kubectl"), script);
    chmodSync(join(bin, "kubectl"), 0o755);
    const { run } = checkCommand({ check: "request", request: asked }, "kubectl");
    return execFileSync("bash", ["-c", `${run} || true`], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
    });
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

test("an InstallPlan is approved by the CSV that it names, and only when it waits for that", () => {
  const bin = mkdtempSync(join(tmpdir(), "meshstep-oc-"));
  const script = `#!/bin/sh
case "$1 $2" in
"get installplans") printf '%s\\n' 'NAME APPROVED CSV' 'install-a true [servicemeshoperator3.v3.1.1]' 'install-b false [servicemeshoperator3.v3.1.2]' ;;
"patch installplan") echo "patched $3" ;;
esac
`;
  writeFileSync(join(bin, "oc"), script);
  chmodSync(join(bin, "oc"), 0o755);
  const { run } = manualCommands(
    {
      step: "approve-install-plan",
      csv: "servicemeshoperator3.v3.1.2",
      namespace: "openshift-operators",
      subscription: "servicemeshoperator3",
    },
    "oc",
  );
  const printed = execFileSync("bash", ["-c", run[1] ?? ""], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
  });
  expect(printed).toBe("patched install-b\n");
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
