import { InputError } from "../findings/input-error";

/** Inputs larger than this are refused before they are read: no mesh and no manifest comes near it. */
export const inputBytesLimit = 10 * 1024 * 1024;

/** The same limit as people read it. */
export const inputLimitText = "10 MiB";

/** How deep maps and lists may nest; the deepest CRDs stay well below a hundred. */
export const nestingLimit = 256;

/** How many words, marks and line ends one input may hold: each costs the parser up to a kilobyte of memory. */
export const tokensLimit = 2_000_000;

/** What is said about an input above a limit. */
export function tooLarge(
  file: string,
  limit = inputLimitText,
  hint = "no mesh and no manifest comes near that",
): InputError {
  return InputError.of(`${file}: larger than ${limit}`, { hint });
}
