import { setImmediate } from "node:timers/promises";

/** The user has asked for an end, and what was begun is tidied up. */
export class Interrupted extends Error {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs work that leaves something behind when it is killed: signals wait for its next pause, and end it there with {@link Interrupted}.
 * @param work calls `pause` where it can be ended and tidied up
 */
export async function interruptible<T>(work: (pause: () => Promise<void>) => Promise<T>): Promise<T> {
  let asked = false;
  const note = (): void => {
    asked = true;
  };
  for (const signal of signals) process.on(signal, note);
  try {
    return await work(async () => {
      // Node tells of signals between two turns of its loop only.
      await setImmediate();
      if (asked) throw new Interrupted();
    });
  } finally {
    for (const signal of signals) process.off(signal, note);
  }
}
