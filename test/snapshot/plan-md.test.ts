import { ungrouped } from "../../src/snapshot/plan-md";
import { planOf } from "../plan/support";

const line = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const namespaces = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `team-${index}` }));
const upgrade = { strategy: "RevisionBased" };

test.each<[string, object, number]>([
  ["twelve namespaces", { upgrade, namespaces: namespaces(12) }, 0],
  ["thirteen", { upgrade, namespaces: namespaces(13) }, 1],
  [
    "thirteen that move together",
    { upgrade: { ...upgrade, cohorts: [namespaces(13).map(({ name }) => name)] }, namespaces: namespaces(13) },
    0,
  ],
  ["thirteen that InPlace restart together", { namespaces: namespaces(13) }, 0],
])("a row is told that it could be shorter where nobody has said who moves together: %s", (_, more, lines) => {
  expect(ungrouped(planOf(line, more))).toHaveLength(lines);
});
