import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { attempt } from "../../../../source/read-text";
import type { Built } from "../programs";
import { unpackedDependencies, whyNotTaken } from "./dependencies";

/**
 * A chart with the charts that it takes by their folders, in a folder of links that is gone when `work` has ended: `helm dependency build` would write them into
 * the chart, and ask registries for the others. @param name that of the chart in messages
 */
export function assembled(chart: string, name: string, work: (chart: string) => Built): Built {
  const missing = unpackedDependencies(chart);
  if (missing.length === 0) return work(chart);
  const [why] = missing.flatMap((one) => whyNotTaken(chart, one) ?? []);
  if (why !== undefined) return { why: `helm dependency build ${name} has to be right first: ${why}` };
  const above = mkdtempSync(join(realpathSync(tmpdir()), "meshstep-"));
  try {
    const folder = join(above, basename(chart));
    mkdirSync(join(folder, "charts"), { recursive: true });
    for (const entry of entriesOf(chart)) if (entry !== "charts") symlinkSync(join(chart, entry), join(folder, entry));
    for (const entry of entriesOf(join(chart, "charts")))
      symlinkSync(join(chart, "charts", entry), join(folder, "charts", entry));
    for (const one of missing) symlinkSync(one.folder, join(folder, "charts", one.name));
    return work(folder);
  } finally {
    rmSync(above, { recursive: true, force: true });
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return attempt(folder, () => readdirSync(folder)).filter((one) => one !== ".git");
  } catch {
    return [];
  }
}
