import { setTimeout as delay } from "node:timers/promises";
import { checkQueries } from "../../gates/command";
import { whereOf } from "../../gates/query";
import type { Check } from "../../plan/checks";
import type { Client } from "./client";

/** Between two rounds: at least, and at most when nothing is heard. Milliseconds. */
const least = 1000;
const most = 15000;

/**
 * Waits until something that open checks look at changes, so that nothing is asked in vain.
 * @param until when waiting ends in any case, as `Date.now()` counts
 */
export async function untilChange(client: Client, open: readonly Check[], until: number): Promise<void> {
  await delay(Math.max(0, Math.min(least, until - Date.now())));
  const groups = new Map<string, readonly string[]>();
  for (const query of open.flatMap(checkQueries)) {
    if (query.ask !== "get") continue;
    const args = [query.resource, ...whereOf(query)];
    groups.set(args.join(" "), ["get", ...args, "--watch-only", "-o", "name"]);
  }
  const rest = Math.max(0, Math.min(most, until - Date.now()));
  if (rest === 0) return;
  const watches = [...groups.values()].map((args) => client.watch(args, Math.ceil(rest / 1000)));
  const timer = new AbortController();
  const heard = watches.map(
    (watch) =>
      new Promise<void>((resolve) => {
        watch.stdout.once("data", () => resolve());
        // One that ends by itself, for want of rights or of a cluster, wakes nobody.
        watch.on("error", () => undefined);
      }),
  );
  try {
    await Promise.race([...heard, delay(rest, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
    for (const watch of watches) watch.kill();
  }
}
