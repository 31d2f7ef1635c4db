import { join } from "node:path";
import type { DistributionName } from "../../src/catalog/types";
import { type KubernetesObject, objectId } from "../../src/mesh/mesh";
import { apiGroup } from "../../src/objects/kubernetes-object";
import { chooseSchemas } from "../../src/schemas/choose";
import { schemaProblems } from "../../src/schemas/validate";
import { committedPlans, manifestsOf } from "../support/examples";

/** The operator that serves the kinds. */
interface Served {
  readonly distribution: DistributionName;
  readonly release: string;
}

/** What the schema of a version of the API says of an object that is written in whatever version. */
function problemsUnder(object: KubernetesObject, apiVersion: string, served: Served): readonly string[] {
  const chosen = chooseSchemas({
    ...served,
    group: apiGroup(object),
    kind: object.kind,
    version: apiVersion.split("/").at(-1) ?? "",
  });
  if (!chosen) return [];
  if (chosen.schemas.length === 0) return [`${objectId(object)}: ${apiVersion} is not served`];
  return chosen.schemas.flatMap((schema) =>
    schemaProblems({ ...object, apiVersion }, schema).map(({ path }) => `${objectId(object)} ${path.join(".")}`),
  );
}

/**
 * What the API server says to a server-side apply by the manager that had applied `last`: the merged object is converted to the version in which it was
 * applied last, and a field which that version does not declare fails the whole apply (seen in the lab: `failed to prune fields`).
 */
function refusals(last: KubernetesObject | undefined, next: KubernetesObject, served: Served): readonly string[] {
  const versions = new Set([next.apiVersion, last?.apiVersion ?? next.apiVersion]);
  return [...versions].flatMap((version) => problemsUnder(next, version, served));
}

const steps = committedPlans().flatMap(({ folder, plan }) =>
  plan.phases.slice(1).flatMap((phase, index) => {
    const before = plan.phases[index];
    if (!before) return [];
    // Walked back, the newer operator stays.
    const served = { distribution: plan.distribution, release: phase.state.operatorRelease };
    const [from, to] = [before, phase].map(({ dir }) => join(folder, "phases", dir)) as [string, string];
    return [
      { mesh: plan.mesh, from: before.dir, to: phase.dir, last: from, next: to, served },
      { mesh: plan.mesh, from: phase.dir, to: before.dir, last: to, next: from, served },
    ];
  }),
);

describe("every step of every example, forward and back, applies on the server's side", () => {
  test.each(steps)("$mesh: $from to $to", ({ last, next, served }) => {
    const before = new Map(objectsIn(last).map((object) => [objectId(object), object]));
    const after = objectsIn(next);
    expect(after.length).toBeGreaterThan(0);
    expect(after.flatMap((object) => refusals(before.get(objectId(object)), object, served))).toEqual([]);
  });

  test("some step changes a version of the API, and the row walks back over it", () => {
    const changed = steps.filter(({ last, next }) => versionsIn(last) !== versionsIn(next));
    expect(changed.length).toBeGreaterThanOrEqual(2);
  });
});

test("what the API server refused in the lab is refused here", () => {
  const served = { distribution: "sail", release: "1.28.3" } as const;
  const spec = { version: "v1.26.8", namespace: "ztunnel" };
  const v1 = { apiVersion: "sailoperator.io/v1", kind: "ZTunnel", metadata: { name: "default" }, spec };
  const older = { ...v1, apiVersion: "sailoperator.io/v1alpha1" };
  const withProfile = { ...older, spec: { ...spec, profile: "ambient" } };
  expect(refusals(v1, withProfile, served)).toEqual(["ZTunnel/default spec.profile"]);
  expect(refusals(undefined, withProfile, served)).toEqual([]);
  expect(refusals(v1, older, served)).toEqual([]);
});

function objectsIn(folder: string): readonly KubernetesObject[] {
  return manifestsOf(folder).flatMap(({ objects }) => objects);
}

function versionsIn(folder: string): string {
  return objectsIn(folder)
    .map((object) => `${objectId(object)} ${object.apiVersion}`)
    .sort()
    .join();
}
