import * as z from "zod/mini";

/* What single values of a row look like. The words beside a pattern complete "expected …". */

const number = "(0|[1-9]\\d{0,5})";

/** `1.29`. */
export const minor = z.string().check(z.regex(new RegExp(`^${number}\\.${number}$`), "a minor such as 1.29"));

/** `1.29.3`, without `v`. */
export const patch = z
  .string()
  .check(z.regex(new RegExp(`^${number}\\.${number}\\.${number}$`), "a version such as 1.29.3"));

const word = `(<${number}\\.${number}\\.${number}|${number}\\.${number}\\.(x|${number}(-${number})?))`;

/** A set of versions: `<1.24.5 1.25.0-1 1.26.x`; see catalog/version-set.ts. */
export const range = z
  .string()
  .check(z.regex(new RegExp(`^${word}( ${word})*$`), "versions such as <1.24.5 1.25.0-1 1.26.x"));
