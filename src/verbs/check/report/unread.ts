import type { Finding } from "../../../findings/finding";
import type { RuleId } from "../../../findings/pages/index";
import type { ObjectReading } from "../../../repository/objects/read-objects";

/** Rules that say what is not there: they cannot know it while a document cannot be read. */
const absences: ReadonlySet<RuleId> = new Set<RuleId>([
  "AMB002",
  "CP005",
  "DEL008",
  "DEL014",
  "GTW001",
  "HA001",
  "NET001",
  "NS009",
  "NS010",
  "POL003",
  "REV006",
  "SNAP002",
  "TEL001",
  "TGT001",
  "TGT002",
  "TGT003",
  "TGT004",
  "WPT001",
]);

/** Findings without those that may only be there because of what could not be read, and a note of what that leaves open. */
export function knownAbsences(
  findings: readonly Finding[],
  { broken, encrypted }: Pick<ObjectReading, "broken" | "encrypted">,
): { readonly findings: readonly Finding[]; readonly notes: readonly string[] } {
  const held = broken.length + encrypted.length === 0 ? [] : findings.filter(({ rule }) => absences.has(rule));
  if (held.length === 0) return { findings, notes: [] };
  const rules = [...new Set(held.map(({ rule }) => rule))].sort().join(", ");
  return {
    findings: findings.filter((one) => !held.includes(one)),
    notes: [
      `not judged: what seems to be missing (${rules}): it may be in what ${broken.length > 0 ? "cannot be read" : "is encrypted"}`,
    ],
  };
}
