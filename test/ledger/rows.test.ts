import * as z from "zod/mini";
import { findRow, ledgerMinors, ledgerRows } from "../../src/ledger/rows";
import { type LedgerRow, rowSchema } from "../../src/ledger/schema";
import { hasRow, operatorHasRow, rowMove } from "../../src/ledger/versions";

const get = (id: string) => findRow(id) as LedgerRow;

describe("our own rows", () => {
  test.each(ledgerRows().map((row) => [row.id, row] as const))("%s keeps to the schema", (_id, row) => {
    const { error } = z.safeParse(rowSchema, row);
    expect(error?.issues ?? []).toEqual([]);
  });

  test("have one id each, and name each other rightly", () => {
    const ids = ledgerRows().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { spreadsWith } of ledgerRows()) if (spreadsWith) expect(ids).toContain(spreadsWith);
  });

  test("speak of the minors that the ledger says it holds", () => {
    for (const { since } of ledgerRows()) if (since) expect(ledgerMinors).toContain(since);
  });
});

describe("which versions have a row", () => {
  test.each<[id: string, version: string, has: boolean]>([
    ["ambient-dns-capture-default", "v1.24.6", false],
    ["ambient-dns-capture-default", "v1.25.0", true],
    ["ambient-dns-capture-default", "v1.30.3", true],
    // With patches of several minors: 1.27.6, 1.28.4, 1.29.0.
    ["debug-endpoint-auth", "v1.26.8", false],
    ["debug-endpoint-auth", "v1.27.5", false],
    ["debug-endpoint-auth", "v1.27.6", true],
    ["debug-endpoint-auth", "v1.28.3", false],
    ["debug-endpoint-auth", "v1.28.4", true],
    ["debug-endpoint-auth", "v1.30.0", true],
    ["cni-zds-deadlock", "v1.28.10", false],
    ["cni-zds-deadlock", "v1.29.5", true],
    ["cni-zds-deadlock", "v1.29.6", false],
    ["cni-zds-deadlock", "v1.30.2", true],
    ["cni-zds-deadlock", "v1.30.3", false],
    ["cni-blocks-own-upgrade", "v1.23.6", true],
    ["cni-blocks-own-upgrade", "v1.24.5", false],
    ["cni-openshift-iptables-backend", "v1.26.8", true],
    ["cni-openshift-iptables-backend", "v1.27.1", false],
    ["old-proxies-hashable-string", "v1.30.1", true],
    ["old-proxies-hashable-string", "v1.30.2", false],
  ])("%s in %s: %s", (id, version, has) => {
    expect(hasRow(get(id), version)).toBe(has);
  });

  test("a move arrives, leaves, stays or has nothing to do with it", () => {
    const move = (id: string, from: string, to: string) => rowMove(get(id), from, to);
    expect(move("iptables-reconcile-default", "v1.28.10", "v1.30.3")).toBe("arrives");
    expect(move("iptables-reconcile-default", "v1.30.3", "v1.28.10")).toBe("leaves");
    expect(move("iptables-reconcile-default", "v1.29.0", "v1.30.3")).toBe("stays");
    expect(move("iptables-reconcile-default", "v1.26.0", "v1.28.3")).toBe("absent");
    expect(move("debug-endpoint-auth", "v1.27.8", "v1.28.3")).toBe("leaves");
  });

  test.each<[id: string, distribution: string, release: string, has: boolean]>([
    ["default-tag-webhook", "openshift", "3.4.0", true],
    ["default-tag-webhook", "openshift", "3.3.4", true],
    ["default-tag-webhook", "openshift", "3.3.6", false],
    ["default-tag-webhook", "alauda", "2.1.0", false],
    ["registry-istio-io", "sail", "1.29.1", false],
    ["registry-istio-io", "sail", "1.29.2", true],
  ])("operator row %s, %s %s: %s", (id, distribution, release, has) => {
    expect(operatorHasRow(get(id), distribution, release)).toBe(has);
  });
});

test("rows of the user's own come last, or in the place of ours", () => {
  const own = { ...get("cni-grace-30s"), id: "own-row" };
  const mended = { ...get("cni-zds-deadlock"), title: "mended" };
  const rows = ledgerRows([own, mended]);
  expect(rows.at(-1)).toBe(own);
  expect(rows.filter(({ id }) => id === "cni-zds-deadlock")).toEqual([mended]);
  expect(findRow("OWN-ROW", [own])).toBe(own);
});
