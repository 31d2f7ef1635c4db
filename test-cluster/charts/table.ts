import type { Change } from "./fields";
import type { Proof } from "./prove";

/** A line for each thing that is set, and each chart: what differs for a row, of which rows a profile is made. */
export function chartsTable(proofs: readonly Proof[]): readonly string[] {
  const lines = new Map<string, { readonly cells: readonly string[]; readonly planes: string[] }>();
  for (const { name, kind, dataPlane, rows, differs, copies, faults } of proofs) {
    const what = name === rows[0] ? differs.filter(({ field }) => !field.endsWith("].name")).map(told) : rows;
    const repeated = copies > 0 ? [`and ${copies} copies of values`] : [];
    const cells = [name, kind, faults.length > 0 ? "NO" : "yes", [...what, ...repeated].join("; ") || "nothing"];
    // Most are the same on both data planes, and make one line.
    const line = lines.get(cells.join()) ?? { cells, planes: [] };
    line.planes.push(dataPlane);
    lines.set(cells.join(), line);
  }
  const head = ["set", "chart", "data plane", "holds", "differs"];
  const all = [
    head,
    ...[...lines.values()].map(({ cells, planes }) => [...cells.slice(0, 2), planes.join(", "), ...cells.slice(2)]),
  ];
  const widths = head.map((_, column) => Math.max(...all.map((line) => (line[column] ?? "").length)));
  return all.map((line) =>
    line.map((cell, column) => (column < 4 ? cell.padEnd(widths[column] ?? 0) : cell)).join("  "),
  );
}

/** `Deployment/istiod env[X]: (none) -> false`. */
function told({ field, before, after }: Change): string {
  const [object = "", path = ""] = field.split(" ");
  const short = path.replace(/^spec\.template\.spec\.(containers\[[^\]]+\]\.)?|^data\./, "").replace(/\.value$/, "");
  return `${object} ${short}: ${before ?? "(none)"} -> ${after ?? "(none)"}`;
}
