import { phaseNamed, planOf } from "./support";

const dns = /DNS capture is the chart's default since 1\.25/;
const rewires = /reconcileIptablesOnStartup on: .*reaches those that were never restarted/;
const leaves = /excludeNamespaces .* out of the mesh/;

describe("what a newer CNI plugin does to ambient pods by itself, said where it arrives", () => {
  const cases: [line: string, phase: string, says: RegExp[], silent: RegExp[]][] = [
    ["sail ambient 1.27.3 v1.24.6 -> v1.25.5", "cni-v1.25.5", [dns], [rewires, leaves]],
    ["sail ambient 1.29.2 v1.27.5 -> v1.28.6", "cni-v1.28.6", [], [dns, rewires, leaves]],
    ["sail ambient 1.30.3 v1.28.10 -> v1.29.6", "cni-v1.29.6", [rewires], [dns, leaves]],
    ["sail ambient 1.30.3 v1.29.6 -> v1.30.3", "cni-v1.30.3", [leaves], [dns, rewires]],
    // There is no sidecar that istio-cni could rewire, or take out of the mesh.
    ["openshift sidecar 3.1.4 v1.24.6 -> v1.26.6", "cni-v1.26.6", [], [dns, rewires, leaves]],
  ];
  test.each(cases)("%s, %s", (line, phase, says, silent) => {
    const jump = line.includes("openshift") ? { upgrade: { acceptVendorJumps: ["1.24->1.26"] } } : {};
    const { disruption } = phaseNamed(planOf(line, jump), phase);
    for (const pattern of says) expect(disruption).toMatch(pattern);
    for (const pattern of silent) expect(disruption).not.toMatch(pattern);
  });

  test("a jump over 1.29 brings both", () => {
    const plan = planOf("openshift ambient 3.4.1 v1.28.10 -> v1.30.3", {
      upgrade: { acceptVendorJumps: ["1.28->1.30"] },
    });
    expect(phaseNamed(plan, "cni-v1.30.3").disruption).toMatch(rewires);
    expect(phaseNamed(plan, "cni-v1.30.3").disruption).toMatch(leaves);
  });
});
