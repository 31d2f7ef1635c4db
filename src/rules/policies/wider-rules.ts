import { canonicalJson } from "../../objects/canonical-json";
import { listAt, valueAt } from "../../objects/object-paths";

const conditions = ["from", "to", "when"] as const;
const sources = ["principals", "requestPrincipals", "namespaces", "serviceAccounts", "ipBlocks"] as const;

/** Where rules of an ALLOW policy let more through than before: one that lost a condition, or takes anybody now. */
export function widerRules(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly { readonly index: number; readonly what: string }[] {
  const known = new Set(before.map(canonicalJson));
  const fresh = after.flatMap((rule, index) => (known.has(canonicalJson(rule)) ? [] : [{ rule, index }]));
  return fresh.flatMap(({ rule, index }) => {
    const lost = conditions.filter((key) =>
      before.some(
        (old) =>
          valueAt(old, key) !== undefined &&
          valueAt(rule, key) === undefined &&
          conditions.every((it) => it === key || canonicalJson(valueAt(old, it)) === canonicalJson(valueAt(rule, it))),
      ),
    );
    if (lost.length > 0) return [{ index, what: `a rule asks no longer for ${lost.join(" and ")}` }];
    const stars = sources.filter((key) => hasStar(rule, key) && !before.some((old) => hasStar(old, key)));
    return stars.map((key) => ({ index, what: `${key} takes anybody` }));
  });
}

function hasStar(rule: unknown, key: string): boolean {
  return listAt(rule, "from").some((entry) => listAt(entry, "source", key).includes("*"));
}
