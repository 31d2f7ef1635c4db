import { isDeepStrictEqual } from "node:util";
import { formatPlace } from "../../../findings/finding";
import { InputError, type Problem } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import { withoutDefaults } from "../input/api-defaults";
import type { Found } from "../input/found";

/** A second object of a name that differs from the first. */
export interface Double {
  readonly found: Found;
  readonly before: Found;
  /** What is between the second and the first. @default that differs from */
  readonly than?: string;
}

/** Two environments in one folder differ in everything; a few of the differences say it. */
const enoughProblems = 10;

const oneState =
  "adopt reads one state of one cluster: name its folders and files one by one, and leave out what stands for another state";

/** The one of its name that is word for word the same; in a cluster the API server has filled in what the file leaves to it. */
export function sameAs(found: Found, before: Found, doubles: readonly Double[]): Found | undefined {
  const known = [before, ...doubles.flatMap((one) => (one.before === before ? one.found : []))];
  return known.find((one) => {
    const isFilled = one.live !== found.live;
    const plain = ({ object }: Found) => (isFilled ? withoutDefaults(object) : object);
    return isDeepStrictEqual(plain(one), plain(found));
  });
}

/**
 * Two objects of one name are of two states.
 * @throws InputError for them
 */
export function refuseDoubles(doubles: readonly Double[]): void {
  if (doubles.length === 0) return;
  const shown = doubles.slice(0, enoughProblems).map(second);
  throw new InputError(shown.map((one, index) => (index < shown.length - 1 ? one : { ...one, hint: oneState })));
}

function second({ found, before, than = "that differs from" }: Double): Problem {
  return {
    message: `a second ${objectId(found.object)} ${than} the first at ${formatPlace(before.place)}`,
    place: found.place,
  };
}
