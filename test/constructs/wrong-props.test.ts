import { App, Lazy } from "cdk8s";
import { MeshUpgrade } from "../../src/constructs/mesh-upgrade";
import { formatProblem, InputError } from "../../src/findings/input-error";
import { fc } from "../support/fast-check";
import { props, thrown } from "./app-support";

/** What is said of props that TypeScript would have refused; every problem on a line of its own. */
function said(given: unknown, id: unknown = "prod"): string {
  const app = new App();
  const error = thrown(() => new MeshUpgrade(app, id as string, given as never));
  if (!(error instanceof InputError)) throw error ?? new Error("it was not refused");
  expect(app.node.children).toEqual([]);
  for (const { path } of error.problems) expect(path?.length).toBeGreaterThan(0);
  return error.problems.map(formatProblem).join("\n");
}

class Mesh {
  readonly distribution = "openshift";
}

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

test.each<[what: string, over: object, says: string]>([
  ["a misspelt key", { dataplane: "ambient" }, "spec.dataplane: unknown key\n  did you mean dataPlane?"],
  [
    "a misspelt key deep inside",
    { operator: { relase: "3.3.1" } },
    "spec.operator.relase: unknown key\n  did you mean release?",
  ],
  ["a misspelt word", { distribution: "openshfit" }, "did you mean openshift?"],
  [
    "a word in another case",
    { upgrade: { to: "v1.28.5", strategy: "inplace" } },
    'spec.upgrade.strategy: expected one of InPlace, RevisionBased, got "inplace"\n  did you mean InPlace?',
  ],
  [
    "a key that is missing",
    { version: undefined },
    "spec.version: missing; expected an Istio version such as v1.26.4 or v1.26-latest",
  ],
  ["null", { upgrade: null }, "spec.upgrade: expected a map, got nothing"],
  ["null in a list", { namespaces: [null] }, "spec.namespaces.0: expected a map, got nothing"],
  ["undefined in a list", { waypoints: [undefined] }, "spec.waypoints.0: missing; expected a map"],
  [
    "a number for text",
    { version: 1.28 },
    "spec.version: expected an Istio version such as v1.26.4 or v1.26-latest, got the number 1.28",
  ],
  [
    "text for a number",
    { ztunnel: { terminationGracePeriodSeconds: "300" } },
    'spec.ztunnel.terminationGracePeriodSeconds: expected a number, got "300"\n  write it without quotes',
  ],
  [
    "a number that is none",
    { ztunnel: { terminationGracePeriodSeconds: Number.NaN } },
    "spec.ztunnel.terminationGracePeriodSeconds: expected plain data, got NaN",
  ],
  ["a map for a list", { namespaces: { name: "a" } }, "spec.namespaces: expected a list, got a map"],
  ["an instance of a class", { operator: new Mesh() }, "spec.operator: expected plain data, got an instance of Mesh"],
  [
    "a Date",
    { controlPlane: { values: { at: new Date(0) } } },
    "spec.controlPlane.values.at: expected plain data, got an instance of Date",
  ],
  [
    "a Map",
    { namespaces: [{ name: "a", labels: new Map() }] },
    "spec.namespaces.0.labels: expected plain data, got an instance of Map",
  ],
  [
    "a function",
    { controlPlane: { values: () => ({}) } },
    "spec.controlPlane.values: expected plain data, got a function",
  ],
  [
    "a bigint",
    { controlPlane: { highAvailability: { minReplicas: 2n } } },
    "minReplicas: expected plain data, got a bigint",
  ],
  [
    "a token",
    { version: Lazy.any({ produce: () => "v1.28.4" }) },
    "spec.version: expected plain data, got a token\n  the plan is made before any token is resolved: write the value out",
  ],
  [
    "a token of another CDK",
    { controlPlane: { values: { a: "x-$" + "{Token[TOKEN.3]}" } } },
    "spec.controlPlane.values.a: expected plain data, got a token",
  ],
  [
    "data that contains itself",
    { controlPlane: { values: cyclic } },
    "spec.controlPlane.values.self: expected plain data, got data that contains itself",
  ],
  ["a folder that is none", { baseDir: 1 }, "baseDir: expected the path of a folder"],
  ["phases, which are of upgrade", { phases: ["combined"] }, "spec.phases: unknown key"],
  ["parts that contradict each other", { dataPlane: "sidecar" }, "spec.waypoints.0: a sidecar mesh has no waypoints"],
  [
    "several at once",
    { version: 1, dataPlane: "x" },
    "spec.version: expected an Istio version such as v1.26.4 or v1.26-latest, got the number 1",
  ],
])("%s", (_, over, says) => {
  expect(said({ ...props, ...over })).toContain(says);
});

test.each<[unknown, string]>([
  [undefined, "spec: missing; expected a map"],
  [null, "spec: expected a map, got nothing"],
  ["openshift", 'spec: expected a map, got "openshift"'],
  [[], "spec: expected a map, got a list"],
  [new Mesh(), "spec: expected plain data, got an instance of Mesh"],
  [Lazy.any({ produce: () => props }), "spec: expected plain data, got a token"],
  [{}, "spec.distribution: missing; expected one of sail, openshift, alauda"],
])("instead of props: %p", (given, says) => {
  expect(said(given)).toContain(says);
});

test.each<[unknown, string]>([
  ["Prod", 'metadata.name: expected a DNS label (a-z, 0-9 and -), got "Prod"'],
  ["", "metadata.name: expected a DNS label"],
  ["a/b", "metadata.name: expected a DNS label"],
  [null, "metadata.name: expected text, got nothing"],
  [7, "metadata.name: expected text, got the number 7"],
])("instead of a name: %p", (id, says) => {
  expect(said(props, id)).toContain(says);
});

test("what is undefined is left out", () => {
  const upgrade = new MeshUpgrade(new App(), "prod", {
    ...props,
    cni: undefined,
    baseDir: undefined,
    verify: undefined,
  });
  expect(upgrade.plan.hash).toBe(new MeshUpgrade(new App(), "prod", props).plan.hash);
});

test("whatever stands at whatever place is taken or refused with a path", () => {
  const places = fc.constantFrom(
    "version",
    "operator",
    "upgrade",
    "controlPlane",
    "ztunnel",
    "namespaces",
    "waypoints",
    "verify",
    "typo",
  );
  const anything = fc.anything({
    withDate: true,
    withMap: true,
    withSet: true,
    withBigInt: true,
    withNullPrototype: true,
  });
  const value = fc.oneof(
    anything,
    fc.record({ name: anything, to: anything, release: anything }),
    fc.array(anything, { maxLength: 2 }),
  );
  fc.assert(
    fc.property(places, value, (place, one) => {
      const error = thrown(() => new MeshUpgrade(new App(), "prod", { ...props, [place]: one } as never));
      if (error === undefined) return;
      expect(error).toBeInstanceOf(InputError);
      for (const { path, message } of (error as InputError).problems) {
        expect(path?.[0]).toBe("spec");
        expect(message).not.toMatch(/zod|undefined is not|cannot read/i);
      }
    }),
    { numRuns: 300 },
  );
});
