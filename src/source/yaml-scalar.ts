/** What a plain (unquoted) scalar can stand for. */
export type ScalarValue = string | number | boolean | null;

/** Why JSON, and so the API server, cannot hold a scalar. */
export class UnfitScalar {
  constructor(readonly message: string) {}
}

const words = new Map<string, boolean | null>([
  ..."y Y yes Yes YES true True TRUE on On ON".split(" ").map((word) => [word, true] as const),
  ..."n N no No NO false False FALSE off Off OFF".split(" ").map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);

const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
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
  if (whole !== undefined) {
    const isExact = Number.isSafeInteger(Number(whole));
    return isExact ? Number(whole) : new UnfitScalar(`${text} is too large a number to be kept exactly`);
  }
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
  const [, sign, size] = integer.exec(digits.replace(/^(0b)([-+])/, "$2$1")) ?? [];
  if (size === undefined) return undefined;
  const value = BigInt(size.replace(/^0[oO]?(?=[0-7])/, "0o"));
  return sign === "-" ? -value : value;
}

/** As go-yaml prints a float: with the precision of 32 bits, which six digits survive, and an exponent from a million on. */
function shortFloat(text: string, value: number): string | UnfitScalar {
  const [mantissa = "", power = ""] = value.toExponential().split("e");
  const exponent = Number(power);
  if (mantissa.replace(/[-.]/g, "").length > 6 || Math.abs(exponent) > 37) {
    return new UnfitScalar(`${text} is a number that a key does not keep exactly`);
  }
  if (exponent < -4 || exponent >= 6) return `${mantissa}e${power.replace(/^.(?=.$)/, "$&0")}`;
  return Object.is(value, -0) ? "-0" : String(value);
}
