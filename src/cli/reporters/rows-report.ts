import { rowIsFor } from "../../ledger/condition-words";
import type { LedgerRow } from "../../ledger/schema";
import { bullets } from "../../snapshot/markdown";
import type { RowsBetween } from "../../verbs/changes/rows-between";
import { compactTable } from "./text-table";

/** Every change between two versions, with the meshes that each is for. */
export function rowsReport(rows: RowsBetween, output: "table" | "json" | "markdown"): string {
  if (output === "json") return json(rows);
  return output === "markdown" ? markdown(rows) : text(rows);
}

function json({ from, to, arrives, ends }: RowsBetween): string {
  return `${JSON.stringify({ version: 1, from, to, arrives, ends }, null, 2)}\n`;
}

function text({ from, to, arrives, ends }: RowsBetween): string {
  const line = (row: LedgerRow, part: string) => [row.id, part, row.kind, row.title, rowIsFor(row)];
  const lines = [
    ...arrives.map((row) => line(row, row.part)),
    ...ends.map((row) => line(row, `ends with ${row.part}`)),
  ];
  const table = lines.length
    ? compactTable(["ID", "COMES WITH", "KIND", "WHAT", "FOR"], lines)
    : "nothing that the ledger knows of\n";
  return `Istio ${from} to ${to}\n${table}`;
}

function markdown({ from, to, arrives, ends }: RowsBetween): string {
  const line = (row: LedgerRow) => {
    const who = rowIsFor(row);
    return `**${row.title}** (${row.part}${who ? `; ${who}` : ""}): ${row.says} \`${row.id}\``;
  };
  const sections = [
    `# Istio ${from} to ${to}`,
    bullets(arrives.map(line), "Nothing that the ledger knows of."),
    ...(ends.length ? ["## What ends", bullets(ends.map(line), "")] : []),
  ];
  return `${sections.join("\n\n")}\n`;
}
