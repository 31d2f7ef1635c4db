import { checkCommand, checkContainer, judgeCheck } from "../../src/gates/command";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { Check } from "../../src/plan/checks";
import { runWith } from "./fake-cluster";

const check: Check = { check: "sidecars-run", namespace: "shop", except: ["gw"], versions: ["1.28.3", "1.30.3"] };
const gateway: Check = { check: "sidecars-run", namespace: "shop", deployment: "gw", versions: ["1.30.3"] };

const pod = (image: string, owner = "app", { injected = true, ends = false } = {}): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: `${owner}-abc-1`,
    namespace: "shop",
    ...(injected && { annotations: { "istio.io/rev": "default" } }),
    ownerReferences: [{ kind: "ReplicaSet", name: `${owner}-abc` }],
    ...(ends && { deletionTimestamp: "2026-11-28T10:00:00Z" }),
  },
  spec: { initContainers: [{ name: "istio-proxy", image }], containers: [{ name: "app", image: "x" }] },
  status: { phase: "Running" },
});

test.each<[string, Check, readonly KubernetesObject[], true | RegExp]>([
  ["a namespace without any pod", check, [], true],
  ["old and new, both allowed", check, [pod("r/proxyv2:1.28.3"), pod("r/proxyv2:1.30.3-distroless")], true],
  [
    "one that nobody has restarted",
    check,
    [pod("r/proxyv2:1.27.1"), pod("r/proxyv2:1.30.3")],
    /1 of 2 pods run 1.27.1: app-abc-1/,
  ],
  ["one that ends", check, [pod("r/proxyv2:1.27.1", "app", { ends: true })], true],
  ["one whose image names no version", check, [pod("r/proxyv2@sha256:00")], true],
  ["one that was written by hand", check, [pod("r/proxyv2:1.27.1", "app", { injected: false })], true],
  ["a gateway that is asked by itself", check, [pod("r/proxyv2:1.27.1", "gw")], true],
  ["and is not there yet", gateway, [pod("r/proxyv2:1.28.3", "gw", { injected: false })], /1 of 1 pods run 1.28.3/],
  ["an application beside it", gateway, [pod("r/proxyv2:1.28.3")], true],
])("%s", (_, asked, objects, verdict) => {
  const said = judgeCheck(asked, [{ objects, texts: [] }]);
  if (verdict === true) expect(said).toBe(true);
  else expect(said).toMatch(verdict);
});

describe("in a shell", () => {
  const printed = (lines: string) => `cat <<'END'\n${lines}\nEND`;
  const ask = (lines: string) => runWith(checkCommand(check, "kubectl").run, printed(lines), {});

  test.each([
    ["nothing", "", 0],
    ["what is allowed", "a r/proxyv2:1.28.3\nb r:5000/proxyv2:v1.30.3-distroless", 0],
    ["an image without a version", "a r/proxyv2@sha256:00\nb r/proxyv2:latest", 0],
    ["another version", "a r/proxyv2:1.28.3\nb r/proxyv2:1.29.1-distroless@sha256:00", 1],
  ])("%s", (_, lines, status) => {
    const ran = ask(lines);
    expect(ran.status).toBe(status);
    expect(ran.out.trim()).toBe(status === 0 ? "yes" : "b runs 1.29.1");
  });

  test("a Job gives up with the names of those that run another one", () => {
    const container = checkContainer(check);
    if (!("script" in container)) throw new Error("no script");
    const script = `set -- 0\n${container.script}`;
    const ran = runWith(`sh -c '${script.replaceAll("'", "'\\''")}'`, printed("b r/proxyv2:1.29.1"), {});
    expect(ran).toEqual({ status: 1, out: "b runs 1.29.1\n" });
  });
});
