import { nearest } from "../basics/nearest";

/** Shorter words are too near to others. */
const shortest = 4;

/**
 * The name that another one was probably meant to be. Names that differ in a number, in a short part (`shop-dev`, `shop-prod`) or by a part
 * more (`shop`, `shop-api`) are siblings and no slips.
 */
export function slipOf(name: string, there: readonly string[]): string | undefined {
  const near = nearest(name, there);
  if (near === undefined || near === name || bare(near) === bare(name)) return undefined;
  const [own, its] = [name.split(/[-._]/), near.split(/[-._]/)];
  if (own.length !== its.length) return own.join("") === its.join("") ? near : undefined;
  const different = own.flatMap((part, index) => (part === its[index] ? [] : [[part, its[index] ?? ""] as const]));
  const [[part, other] = ["", ""], ...more] = different;
  const isSlip =
    more.length === 0 &&
    Math.min(part.length, other.length) >= shortest - 1 &&
    Math.max(part.length, other.length) >= shortest;
  return isSlip && nearest(part, [other]) !== undefined ? near : undefined;
}

function bare(name: string): string {
  return name.replace(/\d+/g, "");
}
