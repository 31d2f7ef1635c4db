/** What a plain (unquoted) scalar can stand for. */
export type ScalarValue = string | number | boolean | null;

/** Why JSON, and so the API server, cannot hold a scalar. */
export class UnfitScalar {
  constructor(readonly message: string) {}
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...spellings(["y", "yes", "true", "on"], true),
  ...spellings(["n", "no", "false", "off"], false),
  ...spellings(["~", "null"], null),
  ["", null],
]);

const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** Where it begins with a dot, go-yaml lets an underscore stand between two digits and nowhere else. */
const dotFloat = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
const unfitFloat = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;

/**
 * Reads a plain scalar as kubectl does: YAML 1.1 booleans (`yes`, `on`), octals (`0644`) and `1_000`, but neither
 * timestamps nor base 60, so that `2026-01-01` and `22:22` stay text.
 * @returns UnfitScalar for what JSON cannot hold, or not exactly
 */
export function resolveScalar(text: string): ScalarValue | UnfitScalar {
  // No word and no number begins so, and most of what is written does.
  if (/^[a-eg-mp-suvwxzA-EG-MP-SUVWXZ/]/.test(text)) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (unfitFloat.test(text)) return new UnfitScalar(`${text} has no place in a Kubernetes object`);
  if (!/^[-+.0-9]/.test(text)) return text;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  const digits = text.replaceAll("_", "");
  const whole = wholeNumber(digits);
  if (whole !== undefined) return exact(text, whole);
  if (!(text.startsWith(".") ? dotFloat.test(text) : float.test(digits))) return text;
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

/**
 * A key as the API server gets it: go-yaml makes text of numbers and booleans, so `on` is `true` and `1.30` is `1.3`.
 * @returns undefined for what cannot be a key, UnfitScalar for a number that is not kept exactly
 */
export function resolveKey(text: string): string | UnfitScalar | undefined {
  const value = resolveScalar(text);
  if (value instanceof UnfitScalar) return value;
  if (typeof value !== "number") return value === null ? undefined : String(value);
  return wholeNumber(text.replaceAll("_", "")) === undefined ? shortFloat(text, value) : String(value);
}

/** Of an integer in any of the forms that go-yaml knows; `0b-1` is one of them. */
function wholeNumber(digits: string): bigint | undefined {
  const [, sign, hex, binary, octal, decimal] = integer.exec(digits.replace(/^(0b)([-+])/, "$2$1")) ?? [];
  if (sign === undefined) return undefined;
  const size = BigInt(hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? "0"));
  return sign === "-" ? -size : size;
}

function exact(text: string, whole: bigint): number | UnfitScalar {
  const value = Number(whole);
  return Number.isSafeInteger(value) ? value : new UnfitScalar(`${text} is too large a number to be kept exactly`);
}

/** As go-yaml prints a float: with the precision of 32 bits, which six digits survive, and an exponent from a million on. */
function shortFloat(text: string, value: number): string | UnfitScalar {
  const digits = [0, 1, 2, 3, 4, 5].map((count) => value.toExponential(count));
  const shortest = digits.find((one) => Number(one) === value);
  const [, mantissa, sign, power = ""] = /^(.*)e([-+])(\d+)$/.exec(shortest ?? "") ?? [];
  const exponent = Number(`${sign}${power}`);
  if (mantissa === undefined || Math.abs(exponent) > 37) {
    return new UnfitScalar(`${text} is a number that a key does not keep exactly`);
  }
  if (exponent < -4 || exponent >= 6) return `${mantissa}e${sign}${power.padStart(2, "0")}`;
  return Object.is(value, -0) ? "-0" : String(Number(shortest));
}

/** `no`, `No` and `NO`, but not `nO`. */
function spellings<T>(plain: readonly string[], value: T): [string, T][] {
  return plain.flatMap((word) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((form): [string, T] => [form, value]),
  );
}
