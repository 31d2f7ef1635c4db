import { createHash } from "node:crypto";
import { jobShape } from "../../src/gates/job/names";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { planOf } from "../plan/support";

/**
 * A cluster refuses another spec under the name of a Job that exists. What a Job asks is part of its name; the rest of it is `jobShape`, which has to be
 * raised by hand when this test fails, and then what is pinned here follows.
 */
const pinned = { shape: 2, rest: "18126982" };

test("whatever else a Job holds changes only together with its name", () => {
  const plan = planOf("sail ambient 1.30.3 v1.30.0 -> v1.30.3", { delivery: { engine: "argocd" } });
  const objects = renderSnapshots(plan).flatMap(({ entries }) => entries.map(({ object }) => object));
  const jobs = objects.filter(({ kind }) => kind === "Job");
  expect(jobs.length).toBeGreaterThan(0);
  const rest = JSON.stringify(
    jobs.map(({ spec }) => spec),
    (key, value) => {
      if (key === "image" || key === "activeDeadlineSeconds") return undefined;
      // Checks, which are numbered, are in the name already, and so are the names of the Jobs that are forgotten.
      const isList = (key === "containers" || key === "initContainers") && Array.isArray(value);
      return isList
        ? value.map((one) => (/^\d/.test(one.name) ? { ...one, name: "check", args: [] } : one)).filter(isNew())
        : typeof value === "string"
          ? value.replace(/-[0-9a-f]{8}$/, "")
          : value;
    },
  );
  const found = createHash("sha256").update(rest).digest("hex").slice(0, 8);
  expect({ shape: jobShape, rest: found }).toEqual(pinned);
});

/** Checks look alike once what they ask is taken away: one stands for all. */
function isNew(): (one: object) => boolean {
  const seen = new Set<string>();
  return (one) => {
    const text = JSON.stringify(one);
    return !seen.has(text) && seen.add(text) !== undefined;
  };
}
