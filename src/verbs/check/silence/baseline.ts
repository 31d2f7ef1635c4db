import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import * as z from "zod/mini";
import type { Finding } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { inWords } from "../../../snapshot/write/io-error";
import { readTextFile } from "../../../source/read-text";

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

/**
 * Leaves out the findings that a baseline holds: what was wrong when somebody drew the line.
 * @param path absolute
 * @param shown its name in messages
 * @throws InputError for a file that is not there or is no baseline
 */
export function withoutKnown(findings: readonly Finding[], path: string, shown: string, cwd: string): AfterBaseline {
  const left = new Map(readBaseline(path, shown).map((entry) => [keyOf(entry), entry.count]));
  const kept = findings.filter((one) => {
    const key = keyOf(entryOf(one, path, cwd));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  return { findings: kept, outdated: [...left.values()].filter((count) => count > 0).length };
}

function readBaseline(path: string, shown: string): readonly Entry[] {
  if (!existsSync(path)) {
    throw InputError.of(`${shown}: no such file`, { hint: "--write-baseline writes what is found now into it." });
  }
  const found = baselineSchema.safeParse(parsed(readTextFile(path, shown)));
  if (found.success) return found.data.findings;
  throw InputError.of(`${shown}: no baseline of meshstep`, { hint: "--write-baseline writes one." });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes the findings of today as a baseline.
 * @throws InputError for a file that cannot be written
 */
export function writeBaseline(findings: readonly Finding[], path: string, cwd: string): void {
  const entries = new Map<string, Entry>();
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
