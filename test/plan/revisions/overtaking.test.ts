import { phaseNamed, planOf } from "../support";

const line = "sail sidecar 1.30.3 v1.28.10 -> v1.30.3";
const ingress = { name: "ingress", namespace: "edge", kind: "injected" as const };

type Case = [
  what: string,
  cohorts: readonly (readonly string[])[] | undefined,
  edgeFollows: string | undefined,
  others: Readonly<Record<string, string | undefined>>,
  warned: readonly string[],
];

function planned(cohorts: Case[1], edgeFollows: Case[2], others: Case[3]) {
  const tags = [...new Set([edgeFollows, ...Object.values(others)])].filter((one) => one !== undefined);
  return planOf(line, {
    upgrade: { strategy: "RevisionBased", ...(cohorts && { cohorts }) },
    controlPlane: { updateStrategy: "RevisionBased" },
    revisionTags: tags.map((name) => ({ name })),
    namespaces: Object.entries({ ...others, edge: edgeFollows }).map(([name, revisionTag]) => ({
      name,
      ...(revisionTag && { revisionTag }),
    })),
    gateways: [ingress],
  });
}

const gatewaysLead = (who: string, number: number, waiting: string) =>
  `those of ${who} get v1.30.3 before cohort ${number} (${waiting}) has come to it, as the gateways of edge follow tag stable too`;

test.each<Case>([
  [
    "gateways share the tag of a later cohort",
    [["canary"], ["stable"]],
    "stable",
    { a: "canary", b: "stable", c: "stable" },
    [gatewaysLead("b, c", 1, "a")],
  ],
  ["of a cohort that nobody names", [["a"]], "stable", { a: undefined, b: "stable" }, [gatewaysLead("b", 1, "a")]],
  ["of the first cohort", [["stable"], ["a"]], "stable", { a: undefined, b: "stable" }, []],
  ["a tag of their own", [["canary"], ["stable"]], "gateways", { a: "canary", b: "stable" }, []],
  ["a label of their own", [["canary"], ["stable"]], undefined, { a: "canary", b: "stable" }, []],
  ["nobody asked for an order", undefined, "stable", { a: "canary", b: "stable" }, []],
  [
    "cohorts share a tag",
    [["a"], ["b"]],
    undefined,
    { a: "stable", b: "stable" },
    ["those of b get v1.30.3 before cohort 1 (a) has come to it, as all that follow tag stable ask for it"],
  ],
  ["a tag is one cohort", [["stable"], ["c"]], undefined, { a: "stable", b: "stable", c: undefined }, []],
])("who overtakes an earlier cohort by a tag: %s", (_, cohorts, edgeFollows, others, warned) => {
  const plan = planned(cohorts, edgeFollows, others);
  const found = plan.findings.filter(({ rule }) => rule === "REV008");
  expect(found.map(({ severity }) => severity)).toEqual(warned.map(() => "warning"));
  for (const [index, part] of warned.entries()) expect(found[index]?.message).toContain(part);
  const pages = plan.phases.filter(({ disruption }) => /can run it before cohort/.test(disruption));
  expect(pages).toHaveLength(warned.length);
});

test("the phase that moves a tag says whose pods get the new proxy from then on", () => {
  const plan = planned([["canary"], ["stable"]], "stable", { a: "canary", b: "stable" });
  expect(phaseNamed(plan, "tag-stable-v1.30.3").disruption).toBe(
    "None by itself. A pod of b, edge that starts from here on (deployed anew, evicted, added by an autoscaler) gets the proxy of v1.30.3. So pods of b can run it before cohort 1 (a) does, which mesh.yaml puts before them: stable moves for the gateways of edge, which come before all workloads.",
  );
  expect(phaseNamed(plan, "tag-canary-v1.30.3").disruption).toBe(
    "None by itself. A pod of a that starts from here on (deployed anew, evicted, added by an autoscaler) gets the proxy of v1.30.3.",
  );
});
