/** What a plain (unquoted) scalar can stand for. */
export type ScalarValue = string | number | boolean | null;

/** Thrown for scalars that JSON, and so the API server, cannot hold. */
export class UnfitScalar extends Error {}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...spellings(["y", "yes", "true", "on"], true),
  ...spellings(["n", "no", "false", "off"], false),
  ...spellings(["~", "null"], null),
  ["", null],
]);

const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const unfitFloat = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;

/**
 * Reads a plain scalar as kubectl does: YAML 1.1 booleans (`yes`, `on`), octals (`0644`) and `1_000`, but neither
 * timestamps nor base 60, so that `2026-01-01` and `22:22` stay text.
 */
export function resolveScalar(text: string): ScalarValue {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (unfitFloat.test(text)) throw new UnfitScalar(`${text} has no place in a Kubernetes object`);
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  const whole = integer.exec(digits);
  if (whole) return wholeNumber(text, whole);
  if (!float.test(text.startsWith(".") ? text : digits)) return text;
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

function wholeNumber(text: string, [, sign, hex, binary, octal, decimal]: RegExpExecArray): number {
  const size = BigInt(hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? "0"));
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new UnfitScalar(`${text} is too large a number to be kept exactly`);
  }
  return sign === "-" && size !== 0n ? -Number(size) : Number(size);
}

/** `no`, `No` and `NO`, but not `nO`. */
function spellings<T>(plain: readonly string[], value: T): [string, T][] {
  return plain.flatMap((word) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((form): [string, T] => [form, value]),
  );
}
