import { takeOverSection } from "../../src/snapshot/take-over-md";
import { planOf } from "../plan/support";

const jumps = { upgrade: { acceptVendorJumps: ["1.24->1.26", "1.28->1.30"] } };

/** What each phase by hand of a cluster says of the CRDs. */
function said(line: string, version: string, kind = "openshift"): string[] {
  const plan = planOf(line, { ...(line.startsWith("openshift") && jumps), platform: { kind, version } } as never);
  return plan.phases.flatMap(({ kind: phase }, index) =>
    phase === "platform" ? [takeOverSection(plan, index).slice(0, 2).join(": ")] : [],
  );
}

test.each<[what: string, line: string, version: string, expected: RegExp[]]>([
  [
    "into the hands of the Ingress Operator",
    "openshift ambient 3.1.12 v1.26.8 -> v1.30.4",
    "4.18",
    [/Gateway API CRDs: From OpenShift 4\.19 on .* 4\.20 brings the bundle 1\.2\.1/],
  ],
  ["the same bundle on both sides", "openshift ambient 3.3.8 v1.28.10 -> v1.30.4", "4.19", [/^$/]],
])("a cluster goes %s", (_what, line, version, expected) => {
  const sections = said(line, version);
  expect(sections).toHaveLength(expected.length);
  expected.forEach((one, index) => {
    expect(sections[index]).toMatch(one);
  });
});

test("plain Kubernetes brings none", () => {
  expect(said("sail ambient 1.30.3 v1.28.10 -> v1.30.3", "1.30", "kubernetes")).toEqual([""]);
});
