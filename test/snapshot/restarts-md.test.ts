import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { restartsSection } from "../../src/snapshot/restarts-md";

function sectionOf(delivery: MeshSpecInput["delivery"]): string {
  const plan = planUpgrade(
    meshFromSpec("m", {
      distribution: "sail",
      dataPlane: "sidecar",
      version: "v1.29.3",
      operator: { release: "1.30.3" },
      upgrade: { to: "v1.29.6", strategy: "RevisionBased", restarts: "job" },
      namespaces: [{ name: "shop" }],
      delivery,
    }),
  );
  const at = plan.phases.findIndex(({ restarts }) => restarts.length > 0);
  return restartsSection(plan, at, "kubectl").join("\n");
}

test("the account of restarts goes with the phase where an engine prunes, and by a command where people apply", () => {
  const pruned = sectionOf({ engine: "flux" });
  expect(pruned).toContain("both go with the phase");
  expect(pruned).not.toContain("kubectl delete");
  const byHand = sectionOf({ engine: "none", gates: { mode: "jobs" } });
  expect(byHand).not.toContain("both go with the phase");
  expect(byHand).toMatch(
    /^kubectl delete job -n shop -l meshstep\.dev\/mesh=m,meshstep\.dev\/phase=\d\d-control-plane-v1\.29\.6$/m,
  );
  expect(byHand).toContain(
    "kubectl delete rolebinding,role,serviceaccount meshstep-m-restarts -n shop --ignore-not-found",
  );
});
