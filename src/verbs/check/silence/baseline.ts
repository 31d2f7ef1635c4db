import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import * as z from "zod/mini";
import type { Finding } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { inWords } from "../../../snapshot/write/io-error";
import { pathBelow } from "../../../source/folder-files";
import { readTextFile, statsAt } from "../../../source/read-text";

/** A finding as a baseline knows it: without lines, so that it stays the same when others move it. */
const entrySchema = z.object({
  rule: z.string(),
  object: z.optional(z.string()),
  file: z.optional(z.string()),
  message: z.string(),
  /** How many alike there are. */
  count: z.number(),
});

const baselineSchema = z.object({ version: z.literal(1), findings: z.array(entrySchema) });

type Entry = z.output<typeof entrySchema>;

/** What a baseline leaves of some findings. */
export interface AfterBaseline {
  readonly findings: readonly Finding[];
  /** How many entries are of no finding any more. */
  readonly outdated: number;
}

/** A file of a baseline, and what was looked at: of anything else a baseline knows more than a check. */
export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  /** Its name in messages. */
  readonly shown: string;
  readonly cwd: string;
  /** As the user gave them. */
  readonly checked: readonly string[];
}

/**
 * Leaves out the findings that a baseline holds: what was wrong when somebody drew the line.
 * @throws InputError for a file that is not there or is no baseline
 */
export function withoutKnown(findings: readonly Finding[], baseline: BaselineFile): AfterBaseline {
  const { path, cwd } = baseline;
  const entries = readBaseline(baseline);
  const left = new Map(entries.map((entry) => [keyOf(entry), entry.count]));
  const kept = findings.filter((one) => {
    const key = keyOf(entryOf(one, path, cwd));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  const gone = entries.filter((entry) => (left.get(keyOf(entry)) ?? 0) > 0 && wasChecked(entry, baseline));
  return { findings: kept, outdated: gone.length };
}

function wasChecked({ file }: Entry, { path, cwd, checked }: BaselineFile): boolean {
  if (file === undefined) return true;
  if (file === "<stdin>") return checked.includes("-");
  const its = resolve(dirname(path), file);
  return checked.some((one) => one !== "-" && pathBelow(resolve(cwd, one), its) !== undefined);
}

function readBaseline({ path, shown }: BaselineFile): readonly Entry[] {
  if (!existsSync(path)) {
    throw InputError.of(`${shown}: no such file`, { hint: "--write-baseline writes what is found now into it." });
  }
  const found = baselineSchema.safeParse(parsed(readTextFile(path, shown)));
  if (found.success) return found.data.findings;
  throw InputError.of(`${shown}: no baseline of meshstep`, { hint: "Name another file: --write-baseline writes one." });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes the findings of today as a baseline. What it held of files that were not checked stays.
 * @throws InputError for a file that cannot be written, or that is something else
 */
export function writeBaseline(findings: readonly Finding[], baseline: BaselineFile): void {
  const { path, cwd } = baseline;
  const isThere = statsAt(path)?.size ?? 0;
  const others = isThere ? readBaseline(baseline).filter((entry) => !wasChecked(entry, baseline)) : [];
  const entries = new Map<string, Entry>(others.map((entry) => [keyOf(entry), entry]));
  for (const one of findings) {
    const entry = entryOf(one, path, cwd);
    const key = keyOf(entry);
    entries.set(key, { ...entry, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  inWords(() => writeFileSync(path, `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`));
}

/** Files are named from the folder of the baseline, wherever `check` is called. */
function entryOf({ rule, object, place, message }: Finding, baseline: string, cwd: string): Entry {
  const file = place && relative(dirname(baseline), resolve(cwd, place.file)).replaceAll(sep, "/");
  return {
    rule,
    ...(object !== undefined && { object }),
    ...(file !== undefined && { file: place?.file === "<stdin>" ? "<stdin>" : file }),
    message: message.replace(/:\d+:\d+\b/g, ""),
    count: 1,
  };
}

function keyOf({ file = "", rule, object = "", message }: Entry): string {
  return JSON.stringify([file, rule, object, message]);
}
