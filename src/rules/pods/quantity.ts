import { wordOf } from "../../objects/object-paths";

const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** How much a quantity of Kubernetes is (`500m`, `2Gi`); undefined for what is none. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const [, number, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+)([A-Za-z]{0,2})$/.exec(wordOf(value ?? "")) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
