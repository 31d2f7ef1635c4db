import { minorNumber, minorOf } from "../../src/catalog/version";
import { profilesIn } from "../../src/ledger/kept";
import type { Options } from "../options";
import { casesAt, leftOut } from "./cases";
import { type Charts, findCharts } from "./find";
import { type Proof, prove, proveRefused } from "./prove";
import { chartsTable } from "./table";

/**
 * Renders real charts with and without what `keepBehaviour` sets, and prints what differs.
 * Exit code: 0 when that is what the ledger says, or nothing was there to render; 1 otherwise.
 */
export async function proveCharts(options: Options): Promise<number> {
  const charts = await findCharts(options);
  if ("missing" in charts) {
    process.stdout.write(`charts: skipped: ${charts.missing}\n`);
    return 0;
  }
  const { version } = charts;
  const proofs: Proof[] = [];
  for (const one of casesAt(version)) {
    for (const dataPlane of one.dataPlanes) proofs.push(await prove(charts, one, dataPlane));
  }
  const refusal = await refused(charts);
  const faults = [
    ...proofs.flatMap(({ name, kind, dataPlane, faults }) =>
      faults.map((one) => `${name}, ${kind}, ${dataPlane}: ${one}`),
    ),
    ...refusal.faults,
  ];
  const lines = [
    `charts of Istio ${minorOf(version)}; the ledger is asked for ${version}`,
    "",
    ...chartsTable(proofs),
    "",
    refusal.says,
    ...leftOut(version).map(({ id, why }) => `not rendered: ${id}: ${why}`),
    ...faults.map((one) => `NO  ${one}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return faults.length > 0 ? 1 : 0;
}

/** The profile before the oldest that is carried, and that of the charts' own minor. */
async function refused(charts: Charts): Promise<{ readonly says: string; readonly faults: readonly string[] }> {
  const [oldest] = profilesIn(charts.version) ?? [];
  if (oldest === undefined)
    return { says: "no profile: the ledger does not know which these charts carry", faults: [] };
  const absent = [`1.${minorNumber(oldest) - 1}`, minorOf(charts.version)];
  const faults = (await Promise.all(absent.map((one) => proveRefused(charts, one)))).flat();
  const answer = faults.length > 0 ? "is to fail" : "fails";
  return { says: `compatibilityVersion ${absent.join(" or ")}, which they do not carry: ${answer}`, faults };
}
