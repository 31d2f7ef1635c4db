import type { CheckedObject } from "../checked-object";

/** What a manifest has installed. */
interface Installed {
  readonly one: CheckedObject;
}

/** What is there before and after a step: by its key, and of several of one key by the folders of their files. */
export function nearestPairs<T extends Installed, U extends Installed>(
  before: readonly T[],
  after: readonly U[],
  keyOf: (it: T | U) => string,
): readonly { readonly before: T; readonly after: U }[] {
  return after.flatMap((it) => {
    const same = before.filter((other) => keyOf(other) === keyOf(it));
    const lengths = same.map((other) => commonEnd(other.one.file, it.one.file));
    const longest = Math.max(...lengths);
    const [found, second] = same.filter((_, index) => lengths[index] === longest);
    return found && !second ? [{ before: found, after: it }] : [];
  });
}

/** How many folders two files have in common, from their names up. */
function commonEnd(a = "", b = ""): number {
  const [one, other] = [a.split("/").reverse(), b.split("/").reverse()];
  const length = one.findIndex((part, index) => part !== other[index]);
  return length < 0 ? one.length : length;
}
