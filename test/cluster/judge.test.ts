import { judge, missingOf } from "../../test-cluster/judge";
import type { Sample } from "../../test-cluster/observer";
import type { Sight } from "../../test-cluster/parts";
import type { PlanPhase } from "../../test-cluster/repository";

/** What `npm run test:cluster` judges by must be able to say no: it is what all its tables rest on. */
const phase: PlanPhase = {
  dir: "03-ztunnel-v1.30.3",
  kind: "ztunnel",
  state: {
    operatorRelease: "1.30.3",
    controlPlanes: [{ revision: "default", version: "v1.30.3" }],
    ztunnel: "v1.30.3",
  },
  reversible: "reversible",
  manual: [],
  backManual: { after: [] },
  back: [],
  checks: [],
};
const before = "02-cni-v1.30.3";

const part = (asked: string, running: readonly string[], busy = "") => ({ asked, running, busy });
const parts = (ztunnel: Sight["ZTunnel"]): Sight => ({
  "control plane": part("1.30.3", ["1.30.3"]),
  ...(ztunnel && { ZTunnel: ztunnel }),
});
const old = parts(part("1.30.0", ["1.30.0"]));
const rolling = parts(part("1.30.3", ["1.30.0", "1.30.3"], "1 of 3 updated"));
const done = parts(part("1.30.3", ["1.30.3"]));

type JobState = "running" | "complete" | "failed";

/** Seconds after the push, what runs, the two Jobs, the marker. */
function sample(
  at: number,
  sight: Sight,
  precheck?: JobState,
  verify?: JobState,
  marker = before,
  uid = "new",
): Sample {
  const job = (end: string, state: JobState) => ({
    [end]: { uid: `${uid}-${end}`, phase: phase.dir, end, state, created: 0 },
  });
  return {
    at: at * 1000,
    parts: sight,
    jobs: { ...(precheck && job("precheck", precheck)), ...(verify && job("verify", verify)) },
    marker,
  };
}

const good = [
  sample(-1, old),
  sample(1, old, "running"),
  sample(3, old, "complete"),
  sample(4, rolling, "complete"),
  sample(9, done, "complete", "running"),
  sample(12, done, "complete", "complete"),
  sample(13, done, "complete", "complete", phase.dir),
];
const both = { precheck: true, closing: true };
const faultsOf = (samples: readonly Sample[], known: readonly string[] = []) =>
  judge(samples, phase, 0, both, new Set(known)).faults;

test("a phase that goes as it should, and its times", () => {
  expect(judge(good, phase, 0, both, new Set())).toEqual({
    phase: phase.dir,
    faults: [],
    precheck: 3,
    atRest: 9,
    closing: 12,
    marker: 13,
  });
});

test.each<[string, readonly Sample[], RegExp]>([
  ["no precheck", good.map((one) => ({ ...one, jobs: {} })), /precheck never completed/],
  [
    "touched before the precheck",
    [sample(-1, old), sample(1, rolling, "running"), sample(3, rolling, "complete"), ...good.slice(4)],
    /was applied 2\.0 s before the precheck/,
  ],
  [
    "a precheck in the middle of a roll",
    [sample(-1, rolling), sample(3, rolling, "complete"), sample(8, rolling, "complete"), ...good.slice(4)],
    /the precheck passed while ZTunnel: 1 of 3 updated/,
  ],
  [
    "a closing Job in the middle of a roll",
    [
      ...good.slice(0, 4),
      sample(5, rolling, "complete", "complete"),
      sample(9, done, "complete", "complete", phase.dir),
    ],
    /the closing Job passed while ZTunnel: 1 of 3 updated/,
  ],
  [
    "a closing Job at the old version",
    [...good.slice(0, 3), sample(4, old, "complete", "complete"), sample(5, old, "complete", "complete", phase.dir)],
    /the closing Job passed while ZTunnel runs 1\.30\.0/,
  ],
  ["no closing Job", good.slice(0, 5), /the closing Job never completed/],
  [
    "a marker before the closing Job",
    [...good.slice(0, 5), sample(10, done, "complete", "running", phase.dir), ...good.slice(5)],
    /the marker came before/,
  ],
])("%s", (_, samples, fault) => {
  expect(faultsOf(samples).join("; ")).toMatch(fault);
});

test("a Job that was there before the push is no answer", () => {
  expect(faultsOf(good, ["new-verify"])).toEqual(["the closing Job is one of an earlier walk"]);
  expect(faultsOf(good, ["new-precheck"])).toEqual(["the precheck is one of an earlier walk"]);
});

test.each([
  ["none replaced yet", part("1.30.3", ["1.30.0"]), /^$/],
  ["some replaced", part("1.30.3", ["1.30.0", "1.30.3"]), /^$/],
  ["one of a third version", part("1.30.3", ["1.29.6", "1.30.3"]), /ZTunnel runs 1\.29\.6/],
  ["not asked for", part("1.30.0", ["1.30.0"]), /ZTunnel is asked for 1\.30\.0/],
])("what people have to replace may be of two versions: %s", (_, ztunnel, says) => {
  const transit = { ...phase.state, inTransit: { ztunnel: ["v1.30.0", "v1.30.3"] } };
  expect(missingOf(parts(ztunnel), { ...phase, state: transit })).toMatch(says);
  expect(missingOf(parts(ztunnel), phase)).not.toBe("");
});
