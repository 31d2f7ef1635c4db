import { isDeepStrictEqual } from "node:util";
import { type Tracking, withoutTracking } from "../delivery/tracking";
import type { Found } from "../input/found";
import { withMarks } from "../input/marks";
import type { Taken } from "./inventory";

const lists = [
  ...(["istios", "cnis", "ztunnels", "revisions", "namespaces"] as const),
  ...(["subscriptions", "waypoints", "deliveries", "others"] as const),
];

/** What was read without the labels by which Argo CD tracks it: it writes its own name there again, whichever Application applies it. */
export function untracked(taken: Taken, tracking: Tracking): Taken {
  const changed = new Map<Found, Found>();
  const now = (one: Found): Found => {
    const known = changed.get(one) ?? withoutTracking(one, tracking);
    changed.set(one, known);
    return known;
  };
  const rest = Object.fromEntries(lists.map((key) => [key, taken[key].map(now)])) as Partial<Taken>;
  if ([...changed].every(([one, other]) => one === other)) return taken;
  const doubles = taken.doubles.map(({ found, before }) => ({ found: now(found), before: now(before) }));
  const same = doubles.filter(({ found, before }) => isDeepStrictEqual(found.object, before.object));
  const gone = new Set(same.map(({ found }) => found));
  const both = new Map<Found, Found>();
  for (const { found, before } of same) {
    const known = both.get(before) ?? before;
    both.set(before, { ...known, marks: withMarks(known.marks, found.marks) });
  }
  const last = (one: Found) => both.get(one) ?? one;
  const once = Object.fromEntries(
    lists.map((key) => [key, (rest[key] ?? []).filter((one) => !gone.has(one)).map(last)]),
  ) as Partial<Taken>;
  return {
    ...taken,
    ...once,
    doubles: doubles
      .filter(({ found }) => !gone.has(found))
      .map(({ found, before }) => ({ found: last(found), before: last(before) })),
    copies: new Map([...taken.copies].map(([one, places]) => [last(now(one)), places])),
  };
}
