import type { Phase } from "../../src/plan/phase";
import { goingBack } from "../../src/snapshot/going-back-md";
import { istioCsrSection, roomSection, unreachedSection, validatesSection } from "../../src/snapshot/revisions-md";
import { phaseNamed, planOf } from "../plan/support";

const line = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const revised = { upgrade: { strategy: "RevisionBased" } };

test("two control planes need room, which is said before the first phase", () => {
  const text = (more: object) => roomSection(planOf(line, { ...revised, ...more }), "oc").join("\n");
  expect(text({})).toContain("as many pods of istiod again (1 at first, and up to 5 by its autoscaler)");
  expect(text({})).toContain("cpu 500m and memory 2048Mi (the chart's own");
  expect(text({})).toContain("oc get deployment istiod-default-v1-24-3 -n istio-system");
  const values = { pilot: { autoscaleEnabled: false, replicaCount: 3, resources: { requests: { cpu: "1" } } } };
  expect(text({ controlPlane: { values } })).toContain(
    "(3 at first), each of which asks for cpu 1 and memory 2048Mi (as values say)",
  );
  expect(roomSection(planOf(line), "oc")).toEqual([]);
});

test.each<[string, object, string, readonly string[]]>([
  ["one revision, and no default", {}, "baseline", ["istio-validator-default-v1-24-3-istio-system", "Others: nobody"]],
  [
    "two of them",
    {},
    "control-plane-v1.24.4",
    ["default-v1-24-4-istio-system", "default-v1-24-3-istio-system", "Others: nobody"],
  ],
  [
    "a tag called default",
    { revisionTags: [{ name: "default" }] },
    "baseline",
    ["default-v1-24-3-istio-system", "points at default-v1-24-3"],
  ],
])("what validates Istio's objects: %s", (_, more, phase, expected) => {
  const { state } = phaseNamed(planOf(line, { ...revised, ...more }), phase);
  const text = validatesSection(state, "istio-system", "openshift").join("\n");
  for (const part of expected) expect(text).toContain(part);
  expect(text.split("\n- ")).toHaveLength(expected.length + 1);
});

test("a tag called default refuses everything under the operator releases that have the fault", () => {
  const more = { ...revised, revisionTags: [{ name: "default" }] };
  const { state } = phaseNamed(planOf("sail sidecar 1.30.3 v1.28.3 -> v1.30.3", more), "baseline");
  expect(validatesSection(state, "istio-system", "sail").join("\n")).toContain(
    "it refuses each: under operator release 1.30.3",
  );
});

test("istio-csr's list is said before the first phase, with what shows that it is right", () => {
  const signed = {
    certificates: "istio-csr",
    controlPlane: { values: { global: { caAddress: "csr.cert-manager.svc:443" } } },
  } as const;
  const [text, command] = istioCsrSection(planOf(line, { ...revised, ...signed }), "oc");
  expect(text).toContain("listed there by hand before it begins");
  expect(command).toContain("istiod-default-v1-24-3.istio-system.svc");
  const [inPlace, same] = istioCsrSection(planOf(line, signed), "oc");
  expect(inPlace).toContain("called default before and after, so its list stays as it is");
  expect(same).toContain('"istiod.istio-system.svc"');
  expect(istioCsrSection(planOf(line, revised), "oc")).toEqual([]);
});

test("InPlace the webhooks of one istiod validate everything, and nothing is said", () => {
  expect(validatesSection(phaseNamed(planOf(line), "baseline").state, "istio-system", "openshift")).toEqual([]);
});

test("what a restart does not reach is asked for in the namespaces that restart, and nowhere else", () => {
  expect(unreachedSection(planOf(line), "oc").join()).toContain('namespaces="bookinfo"');
  expect(unreachedSection(planOf("sail ambient 1.30.3 v1.30.0 -> v1.30.3"), "kubectl")).toEqual([]);
});

test("whoever walks Gateways back to the old revision reads that their pods roll", () => {
  const gateways = [{ name: "public", namespace: "bank", kind: "gateway-api" }] as const;
  const plan = planOf("sail sidecar 1.30.3 v1.28.3 -> v1.30.3", { ...revised, gateways });
  const index = plan.phases.findIndex(({ kind }) => kind === "waypoints");
  const text = goingBack(plan, plan.phases[index] as Phase, "kubectl").join("\n");
  expect(text).toContain("What people feel: the pods of these Gateways roll once more");
});
