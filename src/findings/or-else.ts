import { InputError } from "./input-error";

/** What `work` makes of an input, or something else where the input is broken, which is somebody else's to report. */
export function orElse<T, E>(otherwise: E, work: () => T): T | E {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) return otherwise;
    throw error;
  }
}
