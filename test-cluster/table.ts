import type { Row } from "./run-one";

/** The table that a run prints: a line for each scenario, and below it what went wrong. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ mesh, engine, scenario, seconds, faults, seen }) => [
    mesh,
    engine,
    scenario,
    faults.length ? "NO" : "yes",
    String(seconds),
    seen.join("; ").replace(/\s+/g, " "),
  ]);
  const head = ["mesh", "engine", "scenario", "holds", "s", "seen"];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].slice(0).map((line) => (column === 5 ? 0 : (line[column] ?? "").length))),
  );
  const text = [head, ...lines].map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const faults = rows.flatMap(({ mesh, engine, scenario, faults }) =>
    faults.map((one) => `NO  ${mesh}, ${engine}, ${scenario}: ${one}`),
  );
  return [...text, ...(faults.length ? ["", ...faults] : [])].join("\n");
}
