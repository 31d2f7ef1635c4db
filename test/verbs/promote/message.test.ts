import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkCommand } from "../../../src/gates/command";
import { manualCommands } from "../../../src/gates/manual";
import { loadMeshes } from "../../../src/mesh/load";
import type { Plan } from "../../../src/plan/phase";
import { planUpgrade } from "../../../src/plan/plan";
import { commitMessage } from "../../../src/verbs/promote/message";
import { liveMesh } from "../../live/live-repo";
import { examples, repoRoot } from "../../support/examples";
import { folderWith } from "../../support/folder";
import { runGit } from "../../support/git";

const plans: readonly Plan[] = examples().flatMap(({ file }) =>
  loadMeshes([file], { cwd: repoRoot }).map(({ mesh }) => planUpgrade(mesh)),
);

function planNamed(name: string): Plan {
  const folder = folderWith({ "mesh.yaml": liveMesh.replace("name: prod", `name: ${name}`) });
  const [loaded] = loadMeshes(["mesh.yaml"], { cwd: folder });
  if (!loaded) throw new Error("no mesh");
  return planUpgrade(loaded.mesh);
}

test("a phase that people have a part in, and the way back from it", () => {
  const plan = planNamed("prod");
  const gates = (phase: number): string =>
    (plan.phases[phase]?.gates ?? []).map((check) => `- ${checkCommand(check, "oc").says}`).join("\n");
  const change =
    "Subscription/openshift-operators/servicemeshoperator3 spec.startingCSV servicemeshoperator3.v3.1.1 -> servicemeshoperator3.v3.1.2";
  const step = plan.phases[1]?.manual[0];
  if (!step) throw new Error("no manual step");

  const forward = commitMessage(plan, { from: 0, to: 1 });
  // The sentence is broken into lines; put together again it is the one of PHASE.md.
  const [, byHand = ""] =
    /By hand, with the commands in PHASE\.md of this phase:\n- ([\s\S]*?)\n\n/.exec(forward) ?? [];
  expect(byHand.replaceAll("\n  ", " ")).toBe(manualCommands(step, "oc").says);
  expect(byHand.split("\n").every((line) => line.length <= 72)).toBe(true);
  expect(forward.replace(byHand, "BY HAND")).toBe(`mesh prod: 01-operator-3.1.2

The operator is raised before the mesh, and by itself: 3.1.2 installs
what runs now and what the next phases need. Nothing else changes. The
catalogue is pinned: CatalogSource mesh-pinned must end at 3.1.2 in
channel stable-3.1.

Changes:
- ${change}

By hand, with the commands in PHASE.md of this phase:
- BY HAND

Going back: one way. OLM has no operator downgrade, and CRDs are not
downgraded either. The mesh itself can still be walked back to this
point.

Before 02-control-plane-v1.26.4 this must hold:
${gates(1)}

Meshstep-Mesh: prod
Meshstep-Phase: 01-operator-3.1.2
Meshstep-Plan: ${plan.hash}
`);
  expect(commitMessage(plan, { from: 1, to: 0 })).toBe(`mesh prod: back to 00-baseline

Takes 01-operator-3.1.2 back: the live folder holds 00-baseline again.

Takes back:
- ${change}

01-operator-3.1.2 is one way. OLM has no operator downgrade, and CRDs
are not downgraded either. The mesh itself can still be walked back to
this point.

Before anything else this must hold:
- 00-baseline is applied, to its marker

Meshstep-Mesh: prod
Meshstep-Phase: 00-baseline
Meshstep-Plan: ${plan.hash}
`);
});

test("every phase of every example, forward and back: subject, changes, checks, trailers that Git finds", () => {
  const folder = folderWith({});
  expect(plans.length).toBeGreaterThan(5);
  for (const plan of plans) {
    for (const [to, phase] of plan.phases.entries()) {
      const forward = commitMessage(plan, { from: to === 0 ? undefined : to - 1, to });
      const messages = to === 0 ? [forward] : [forward, commitMessage(plan, { from: to, to: to - 1 })];
      for (const message of messages) {
        const [subject, blank] = message.split("\n");
        expect(subject?.length).toBeLessThanOrEqual(72);
        expect(blank).toBe("");
        expect(message).not.toMatch(/undefined|\[object|\n\n\n| \n/);
      }
      expect(forward).toContain(`mesh ${plan.mesh.name}: ${phase.dir}`);
      for (const change of phase.changes) for (const one of messages) expect(one).toContain(`\n- ${change}\n`);
      expect(forward.includes("\nBy hand, ")).toBe(phase.manual.length > 0);
    }
  }
  const [plan] = plans;
  if (!plan) return;
  writeFileSync(join(folder, "message"), commitMessage(plan, { from: 1, to: 2 }));
  expect(runGit(folder, ["interpret-trailers", "--parse", "message"])).toBe(
    `Meshstep-Mesh: ${plan.mesh.name}\nMeshstep-Phase: ${plan.phases[2]?.dir}\nMeshstep-Plan: ${plan.hash}\n`,
  );
});

test("a long name is cut in the subject and whole in the trailers", () => {
  const name = `a${"-very".repeat(9)}-long-name`;
  const [subject, ...rest] = commitMessage(planNamed(name), { from: 1, to: 2 }).split("\n");
  expect(subject).toHaveLength(72);
  expect(subject).toMatch(/…$/);
  expect(rest).toContain(`Meshstep-Mesh: ${name}`);
  expect(rest).toContain("Meshstep-Phase: 02-control-plane-v1.26.4");
});
