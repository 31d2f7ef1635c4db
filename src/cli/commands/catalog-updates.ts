import { resolve } from "node:path";
import { catalogAsOf } from "../../catalog/lookup";
import { InputError } from "../../findings/input-error";
import { type DistributionNews, hasNews, newsOf } from "../../verbs/catalog-updates/news";
import { readUpdates } from "../../verbs/catalog-updates/read";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { updatesJson, updatesText } from "../reporters/updates-text";
import { writeNew } from "../write-new";

export interface UpdatesOptions {
  readonly checkUpdates: string;
  readonly write?: string;
  readonly output: "table" | "json";
}

/** `meshstep catalog [distribution] --check-updates`: what a catalogue of the user's has that ours has not; 1 when there is something. */
export function catalogUpdates(shown: readonly string[], options: UpdatesOptions, io: CliIo): ExitCode {
  const { checkUpdates: input, write, output } = options;
  const news = newsOf(readUpdates(input, io)).filter(({ distribution }) => shown.includes(distribution));
  if (news.length === 0) {
    throw InputError.of(`${input}: no release of ${shown.join(", ")}`, {
      hint: "Leave the distribution out to see all.",
    });
  }
  const asOf = ({ distribution }: DistributionNews) => catalogAsOf(distribution);
  if (write !== "-") {
    io.out(output === "json" ? updatesJson(news, asOf) : news.map((one) => updatesText(one, asOf(one))).join("\n"));
  }
  if (write !== undefined) writeFile(news, write, io);
  return news.some(hasNews) ? exitCodes.findings : exitCodes.ok;
}

function writeFile(news: readonly DistributionNews[], write: string, io: CliIo): void {
  const files = news.flatMap(({ file, distribution }) => (file === undefined ? [] : [{ file, distribution }]));
  const [first, second] = files;
  if (!first) {
    io.err("Nothing to write: no release with news says in its bundle what it installs.\n");
    return;
  }
  if (second) {
    throw InputError.of(
      `releases of ${files.map(({ distribution }) => distribution).join(" and ")}, and a file holds those of one`,
      {
        hint: `Name one: meshstep catalog ${first.distribution} --check-updates … --write ${write}`,
      },
    );
  }
  if (write === "-") {
    io.out(first.file);
    return;
  }
  writeNew(resolve(io.cwd, write), write, first.file);
  io.err(`Wrote ${write}. Next: name it under spec.catalogs in mesh.yaml.\n`);
}
