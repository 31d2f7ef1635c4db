import { join } from "node:path";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { crdFolderFor, crdSetsFor, describeWithCrds, validateObject } from "../support/crds";
import { committedPlans, examples, manifestsOf } from "../support/examples";

const plans = committedPlans();

test("every example has its synthesised tree under out/", () => {
  const committed = plans.map(({ plan }) => plan.mesh);
  const missing = examples().flatMap(({ file, meshes }) =>
    meshes
      .filter((mesh) => !committed.includes(mesh))
      .map((mesh) => `${file}: out/${mesh}/plan.json is missing; run \`npm run examples\``),
  );
  expect(missing).toEqual([]);
});

test("there are examples", () => {
  expect(examples().length).toBeGreaterThan(0);
});

describeWithCrds("every object of every example phase is what its operator release accepts and keeps", () => {
  const phases = plans.flatMap(({ folder, plan }) =>
    plan.phases.map((phase) => ({
      mesh: plan.mesh,
      dir: phase.dir,
      folder: join(folder, "phases", phase.dir),
      plan,
      state: phase.state,
    })),
  );

  test("out/ holds phases to check", () => {
    expect(phases.length).toBeGreaterThan(0);
  });

  if (phases.length === 0) return;

  test.each(phases)("$mesh $dir", ({ folder, plan, state }) => {
    const release = findRelease(distribution(plan.distribution), state.operatorRelease);
    if (!release)
      throw new Error(
        `${plan.distribution} ${state.operatorRelease} is not in the catalogue: its CRDs cannot be chosen`,
      );
    expect(crdFolderFor(plan.distribution, release.version)).toBeDefined();
    const sets = crdSetsFor(plan.distribution, release);
    const files = manifestsOf(folder);
    expect(files.length).toBeGreaterThan(0);
    const problems = files.flatMap(({ path, objects }) => {
      const found = objects.flatMap((object) => validateObject(object, sets));
      return [...(objects.length === 1 ? [] : [`holds ${objects.length} objects`]), ...found].map(
        (problem) => `${path}: ${problem}`,
      );
    });
    expect(problems).toEqual([]);
  });
});
