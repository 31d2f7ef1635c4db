import type { KubernetesObject } from "../../src/mesh/mesh";
import { goingBack, whenItStops } from "../../src/snapshot/going-back-md";
import { phaseNamed, planOf } from "../plan/support";

const ingress = { name: "in", namespace: "edge", kind: "injected" as const };
const api = { name: "api", namespace: "edge", kind: "gateway-api" as const };
const waypoints = [{ name: "waypoint", namespace: "bookinfo" }];
const revised = { controlPlane: { updateStrategy: "RevisionBased" as const } };
const down = "sail ambient 1.30.3 v1.29.6 -> v1.28.10";
const accepted = { upgrade: { accept: ["proxies-ahead"] } };
const jumping = "openshift ambient 3.4.1 v1.28.10 -> v1.30.3";
const jump = { upgrade: { acceptVendorJumps: ["1.28->1.30"] } };
const up = "sail ambient 1.30.3 v1.28.3 -> v1.29.6";

/** A Gateway of the user's own, on a revision. */
const gateway: KubernetesObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "api", namespace: "edge", labels: { "istio.io/rev": "default-v1-28-3" } },
  spec: { gatewayClassName: "istio" },
};

type Case = [what: string, line: string, more: object, phase: string, says: RegExp[], silent: RegExp[]];

test.each<Case>([
  [
    "all is within the rule",
    up,
    {},
    "cni-v1.29.6",
    [/every state that this phase can stop in obeys/, /it is safe/],
    [],
  ],
  [
    "the way back is accepted by name",
    up,
    { waypoints },
    "control-plane-v1.29.6",
    [/every state that this phase can stop in obeys/, /half way, too, what is said under Going back is accepted/],
    [/it is safe/],
  ],
  [
    "proxies are ahead",
    down,
    { ...accepted, waypoints },
    "control-plane-v1.28.10",
    [/not every state that this phase can stop in obeys the skew rule/],
    [/: every state that/, /traffic goes on/],
  ],
  [
    "a vendor jump",
    jumping,
    jump,
    "cni-v1.30.3",
    [/not every state/, /nothing comes further apart/],
    [/it is safe/, /traffic goes on/],
  ],
  [
    "requests fail meanwhile",
    "sail sidecar 1.30.3 v1.28.3 -> v1.29.6",
    { ...revised, gateways: [api], carried: [gateway], upgrade: { strategy: "RevisionBased" } },
    "gateway-api-v1.29.6",
    [/^Do not wait: requests through edge\/api fail until their new pods are ready\..*go back/],
    [/Nothing has to be done at once/, /traffic goes on/],
  ],
])("who stops half way reads: %s", (_, line, more, name, says, silent) => {
  const plan = planOf(line, more);
  const phase = phaseNamed(plan, name);
  const text = whenItStops(plan, phase, plan.phases[plan.phases.indexOf(phase) - 1]);
  for (const pattern of says) expect(text).toMatch(pattern);
  for (const pattern of silent) expect(text).not.toMatch(pattern);
});

test.each<Case>([
  [
    "istiod rolls what is ahead",
    up,
    { waypoints },
    "control-plane-v1.29.6",
    [
      /waypoint v1\.29\.6 is ahead of control plane v1\.28\.3 until istiod has rolled them: they/,
      /--back --accept proxies-ahead`/,
    ],
    [],
  ],
  [
    "people restart it",
    up,
    { gateways: [ingress] },
    "control-plane-v1.29.6",
    [/gateway v1\.29\.6 is ahead of control plane v1\.28\.3 until they are restarted: they/],
    [/rolled them/],
  ],
  [
    "both, and all of it is named",
    up,
    { waypoints, gateways: [ingress] },
    "control-plane-v1.29.6",
    [/waypoint v1\.29\.6 is ahead/, /gateway v1\.29\.6 is ahead .* until they are rolled or restarted/],
    [],
  ],
  [
    "istiod is down already",
    down,
    { ...accepted, gateways: [ingress] },
    "restart-gateways-v1.28.10",
    [/where pods have not been replaced yet, as it was on the way here: istiod is at v1\.28\.10 already/],
    [/cannot go down before istiod/, /istiod has rolled/],
  ],
  [
    "a jump on the way back",
    jumping,
    jump,
    "cni-v1.30.3",
    [/on the way back .*accepted vendor jump/],
    [/obeys the skew/],
  ],
  ["none", up, {}, "cni-v1.29.6", [/every state on the way back obeys the skew rule too/, /--back`/], [/--accept/]],
  [
    "the marker of the first phase comes after what people restart",
    "sail sidecar 1.30.3 v1.28.3 -> v1.30.3",
    { gateways: [ingress], delivery: { engine: "argocd" } },
    "control-plane-v1.29.6",
    [
      /When istiod is rolled out, as the checks below ask; not later, as the closing Job of 00-baseline holds until this/,
    ],
    [/When it is applied/],
  ],
  [
    "and that of another one before",
    "sail sidecar 1.30.3 v1.28.3 -> v1.30.3",
    { gateways: [ingress], delivery: { engine: "argocd" } },
    "control-plane-v1.30.3",
    [/When it is applied, and istiod is rolled out, as the checks below ask:/],
    [/closing Job/],
  ],
  [
    "without Jobs nothing holds the marker",
    "sail sidecar 1.30.3 v1.28.3 -> v1.30.3",
    { gateways: [ingress], delivery: { engine: "argocd", gates: { mode: "none" } } },
    "control-plane-v1.29.6",
    [/When it is applied, and istiod is rolled out, as the checks below ask:/],
    [/closing Job/],
  ],
  [
    "nothing restarts under OnDelete",
    up,
    { upgrade: { ztunnel: { updateStrategy: "OnDelete" } } },
    "prepare-ztunnel",
    [/nothing by itself; a pod of ztunnel that was replaced since rolls once more/],
    [/restart once more/],
  ],
  [
    "nor where people replace what has moved",
    up,
    { ztunnel: { namespace: "ztunnel", updateStrategy: "OnDelete" } },
    "03-ztunnel-v1.29.6",
    [/nothing by itself: with OnDelete/],
    [/restart once more/],
  ],
  [
    "a label that pods follow when they start",
    "sail sidecar 1.30.3 v1.29.6 -> v1.29.6",
    {
      ...revised,
      namespaces: [{ name: "a" }, { name: "b" }],
      running: { controlPlane: ["v1.29.6", "v1.30.3"], hold: "v1.29.6", revisions: { a: "v1.30.3", b: "v1.29.6" } },
      upgrade: { strategy: "RevisionBased" },
    },
    "cohort-1-v1.29.6",
    [/those of a that start from then on get the proxy of v1\.30\.3 again/, /nothing by itself; pods of a that start/],
    [/no proxy moves/],
  ],
])("who goes back reads: %s", (_, line, more, name, says, silent) => {
  const plan = planOf(line, more);
  const phase = phaseNamed(plan, name);
  const text = goingBack(plan, phase, "kubectl").join("\n");
  for (const pattern of says) expect(text).toMatch(pattern);
  for (const pattern of silent) expect(text).not.toMatch(pattern);
});

test("of two control planes, what is looked at is what everybody has come to", () => {
  const plan = planOf("sail sidecar 1.30.3 v1.29.6 -> v1.29.6", {
    ...revised,
    namespaces: [{ name: "a" }, { name: "b" }],
    running: { controlPlane: ["v1.29.6", "v1.30.3"], hold: "v1.29.6", revisions: { a: "v1.30.3", b: "v1.29.6" } },
    upgrade: { strategy: "RevisionBased" },
  });
  expect(phaseNamed(plan, "verify-v1.29.6").title).toBe("Verify v1.29.6");
  expect(phaseNamed(plan, "baseline").title).toBe("Baseline: Istio v1.30.3 and v1.29.6");
  expect(phaseNamed(plan, "cohort-1-v1.29.6").why).toMatch(/It is the last cohort: all others have moved\.$/);
});

describe("an operator that Helm installs", () => {
  const helm = { namespace: "sail-operator" };
  const text = (operator: object) => {
    const plan = planOf(up, {
      operator: { release: "1.28.3", ...operator },
      upgrade: { operator: { release: "1.30.3" } },
    });
    const phase = phaseNamed(plan, "operator-1.30.3");
    return [...goingBack(plan, phase, "kubectl"), whenItStops(plan, phase, plan.phases[0])].join("\n");
  };

  test("is set back by its chart, and who leads is asked again", () => {
    const says = text({ helm });
    expect(says).toContain("--version 1.28.3 -n sail-operator --wait");
    expect(says).not.toContain("helm show crds");
    expect(says).toMatch(/1\. The operator that leads in sail-operator is 1\.28\.3, and has rendered every part/);
    expect(says).toContain("its chart can be set back, as it is said under Going back");
  });

  test("which OLM does not", () => {
    expect(text({})).not.toMatch(/helm|set back/);
  });
});
