import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { contradictions, rowContradictions } from "../../src/ledger/consistency";
import { findRow } from "../../src/ledger/rows";
import type { LedgerRow } from "../../src/ledger/schema";

test("ledger, windows and catalogue go together", () => {
  expect(contradictions()).toEqual([]);
});

test("the examples go with them", () => {
  const script = join(__dirname, "../../scripts/facts.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  expect([status, stderr]).toEqual([
    0,
    expect.stringMatching(/^\d+ rows, windows, catalogue and examples go together\n$/),
  ]);
});

test.each<[id: string, change: Partial<LedgerRow>, problem: RegExp]>([
  ["cni-zds-deadlock", { fixedIn: ["1.29.5"] }, /mended in 1\.29\.5, which is affected/],
  ["cni-zds-deadlock", { since: "1.99" }, /no minor of the ledger/],
  ["debug-endpoint-auth", { arrivesAt: ["1.26.9"] }, /arrives at 1\.26\.9, before 1\.27/],
  ["ambient-dns-capture-default", { spreadsWith: "nothing" }, /no row/],
  ["ambient-dns-capture-default", { since: "1.26" }, /a profile in charts from 1\.25/],
  ["circuit-breaker-remaining-metrics", { keep: undefined }, /no value that does the same/],
  [
    "circuit-breaker-remaining-metrics",
    { compatibility: { profile: "1.28", charts: "1.29-1.29", through: "Istio" } },
    /profile 1\.28 in charts 1\.29-1\.29, and those of 1\.30 have it/,
  ],
  ["registry-istio-io", { operator: { sail: { since: "9.0.0" } } }, /no release so new/],
  ["default-tag-webhook", { operator: { openshift: { affected: "2.9.0" } } }, /names no release/],
])("%s with %j contradicts", (id, change, problem) => {
  expect(rowContradictions({ ...(findRow(id) as LedgerRow), ...change }).join()).toMatch(problem);
});
