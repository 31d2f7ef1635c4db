import { distribution as findDistribution } from "../../catalog/lookup";
import { compactRanges } from "../../catalog/ranges";
import type { DistributionNews, ReleaseNews } from "../../verbs/catalog-updates/news";
import { compactTable } from "./text-table";

const says: Readonly<Record<ReleaseNews["state"], string>> = {
  new: "new",
  differs: "otherwise than in meshstep's catalogue",
  unreadable: "new; its bundle does not say what it installs",
  known: "known",
};

/** One line for each release that meshstep does not know, or knows otherwise. */
export function updatesText({ distribution, releases }: DistributionNews, asOf: string): string {
  const { title, package: name } = findDistribution(distribution);
  const head = `${title} (package ${name}), meshstep's catalogue as of ${asOf}: `;
  const rows = releases
    .filter(({ state }) => state !== "known")
    .map(({ found, state, differs }) => [
      found.version,
      found.released ?? "",
      found.channels.join(" "),
      compactRanges(found.installable ?? []).join(" "),
      [says[state], ...differs].join("; "),
    ]);
  const known = `${releases.length} ${releases.length === 1 ? "release" : "releases"} found`;
  if (rows.length === 0) return `${head}${known}, all of them known\n`;
  return `${head}${known}, ${rows.length} with news\n${compactTable(["RELEASE", "BUILT", "CHANNELS", "INSTALLS", "NEWS"], rows)}`;
}

/** The same as data, with the releases that are known. */
export function updatesJson(news: readonly DistributionNews[], asOf: (one: DistributionNews) => string): string {
  const distributions = news.map((one) => ({
    distribution: one.distribution,
    asOf: asOf(one),
    releases: one.releases.map(({ found: { distribution: _, ...found }, state, differs }) => ({
      ...found,
      state,
      ...(differs.length > 0 && { differs }),
    })),
  }));
  return `${JSON.stringify({ version: 1, updates: distributions }, null, 2)}\n`;
}
