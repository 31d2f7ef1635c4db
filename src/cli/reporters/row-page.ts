import { rowIsFor } from "../../ledger/condition-words";
import type { LedgerRow } from "../../ledger/schema";

/** Everything that the ledger knows of one change. */
export function rowPage(row: LedgerRow): string {
  const { id, kind, part, title, says, reaches, spreadsWith, fixedIn, keep, compatibility, note } = row;
  const who = rowIsFor(row);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["In", versions(row)],
    ["For", who || "every mesh"],
    ["Reaches", [reaches, spreadsWith && `running pods with ${spreadsWith}`].filter(Boolean).join(", ") || undefined],
    ["Mended in", fixedIn?.join(", ")],
    [keep?.workaround ? "Ease it" : "Keep", keep && keepWords(keep)],
    ["Profile", compatibility && profileWords(compatibility)],
    ["Note", note],
    ["Seen on", row.seen],
    ["Stale when", row.outdatedBy],
    ...row.source.map((source) => ["See", source] as const),
  ];
  const told = lines.filter((line): line is readonly [string, string] => line[1] !== undefined);
  const width = Math.max(...told.map(([name]) => name.length)) + 1;
  return [
    `${id} (${kind}, ${part})`,
    title,
    "",
    says,
    "",
    ...told.map(([name, text]) => `${`${name}:`.padEnd(width)} ${text}`),
    "",
  ].join("\n");
}

function versions({ since, arrivesAt, affected, operator }: LedgerRow): string {
  if (operator) {
    return Object.entries(operator)
      .map(([name, rule]) => `${name} ${rule?.affected ?? `${rule?.since} and later`}`)
      .join("; ");
  }
  if (affected !== undefined) return affected;
  return arrivesAt ? `from ${arrivesAt.join(", ")} on` : `${since}.0 and later`;
}

function keepWords({ set, perPod, from, worksUntil }: NonNullable<LedgerRow["keep"]>): string {
  const values = Object.entries(set).map(([path, value]) => `${path}: ${JSON.stringify(value)}`);
  const limits = [...(from ? [`from ${from}`] : []), ...(worksUntil ? [`seen up to ${worksUntil}`] : [])];
  return `${values.join(" and ")}${perPod ? `; per pod ${perPod}` : ""}${limits.length ? ` (${limits.join(", ")})` : ""}`;
}

function profileWords({ profile, charts, through }: NonNullable<LedgerRow["compatibility"]>): string {
  const reach = through === "Istio" ? "" : "; in the chart only, the operator's object has no key for it";
  return `compatibilityVersion ${JSON.stringify(profile)}, in the charts of ${charts}${reach}`;
}
