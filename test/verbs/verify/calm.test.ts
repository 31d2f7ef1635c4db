import type { Check } from "../../../src/plan/checks";
import { afterRound, type Calm, tooEarly } from "../../../src/verbs/verify/calm";

const slo: Check = {
  check: "slo",
  slo: { name: "few-errors", query: "up", max: 1, windowSeconds: 300 },
  prometheus: { namespace: "monitoring", service: "prometheus", port: 9090, scheme: "http" },
};
const other: Check = { check: "nodes-at", minor: "1.32" };

/** Rounds as whether all else held, by the seconds at which they ended. */
const after = (...rounds: readonly [boolean, number][]): Calm =>
  rounds.reduce<Calm>((calm, [holds, second]) => afterRound(calm, holds, second * 1000), { sawRollout: false });

test.each<[string, Calm, number, string | undefined]>([
  ["at first", after(), 0, undefined],
  ["when all else held at once: the rollout was over before", after([true, 1]), 1, undefined],
  ["while a rollout is under way", after([false, 1]), 1, "it is asked when all else holds"],
  ["just after it", after([false, 1], [true, 40]), 40, "it is asked in 300 s, when its window lies behind the rollout"],
  [
    "some time after it",
    after([false, 1], [true, 40], [true, 100]),
    100.5,
    "it is asked in 240 s, when its window lies behind the rollout",
  ],
  ["a window after it", after([false, 1], [true, 40]), 340, undefined],
  [
    "when another rollout has begun",
    after([false, 1], [true, 40], [false, 300]),
    341,
    "it is asked when all else holds",
  ],
  [
    "when that is over, too",
    after([false, 1], [true, 40], [false, 300], [true, 400]),
    401,
    "it is asked in 299 s, when its window lies behind the rollout",
  ],
])("what is measured, %s", (_, calm, second, why) => {
  expect(tooEarly(slo, calm, second * 1000)).toBe(why);
  expect(tooEarly(other, calm, second * 1000)).toBeUndefined();
});
