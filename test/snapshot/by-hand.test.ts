import { beforeYouStart } from "../../src/snapshot/before-start-md";
import { phaseMarkdown } from "../../src/snapshot/phase-md";
import { planOf } from "../plan/support";

const line = "sail sidecar 1.30.3 v1.29.6 -> v1.30.3";
const apply = "kubectl apply --server-side --force-conflicts -k live/test";
const again = "kubectl delete jobs -A -l meshstep.dev/mesh=test   # one that has run does not run again";

function pages(more: object): readonly string[] {
  const plan = planOf(line, more);
  return [beforeYouStart(plan, "kubectl"), ...plan.phases.map((_, index) => phaseMarkdown(plan, index, "kubectl"))];
}

// Under RevisionBased a Job labels namespaces: walked back by hand, that of the phase before is there already, and has run.
test.each<[string, object, readonly string[]]>([
  ["Jobs that label", { upgrade: { strategy: "RevisionBased" } }, [again, apply]],
  ["no Jobs", {}, [apply]],
  [
    "Jobs that ask",
    { delivery: { engine: "none", gates: { mode: "jobs", image: "example.com/kubectl:1.33" } } },
    [again, apply],
  ],
])("without an engine each phase says how it is applied, there and back: %s", (_name, more, lines) => {
  const [start, ...phases] = pages(more);
  expect(start).toContain("as kubectl would apply it.");
  expect(start).toContain("Whoever applies the phases by hand may write all that they hold.");
  for (const [index, page] of phases.entries()) {
    expect(page).toContain(`\`\`\`sh\n${lines.join("\n")}\n\`\`\``);
    expect(page).not.toContain("The GitOps engine has applied");
    expect(page).toMatch(/^1\. \d\d-\S+ is applied, to its marker$/m);
    if (index > 0 && /^Promote \[/m.test(page)) expect(page).toMatch(/--back.*`, and apply it in the same way\./);
  }
});

test.each(["argocd", "flux"])("%s applies it", (engine) => {
  const text = pages({ delivery: { engine } }).join("\n");
  expect(text).toContain("The GitOps engine has applied");
  expect(text).not.toMatch(/## Apply it|in the same way|as kubectl would/);
});
