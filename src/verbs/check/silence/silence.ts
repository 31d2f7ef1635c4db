import { resolve } from "node:path";
import type { Finding } from "../../../findings/finding";
import { type LinesOf, withoutCommented } from "../../../findings/ignore-comments";
import { sortedFindings } from "../report/report";
import { withoutKnown, writeBaseline } from "./baseline";
import { idleCommentNotes, idleSettingsNotes } from "./idle";
import { withoutPlaceholders } from "./placeholders";
import { type CheckSettings, withSettings } from "./settings";

/** What people said of findings beforehand. */
export interface Silence {
  readonly settings?: CheckSettings | undefined;
  /** File of a baseline, as the user gave it. */
  readonly baseline?: string | undefined;
  /** What was checked, as the user gave it. */
  readonly checked: readonly string[];
  /** Variables that engines fill in, by the files that they stand in. @default none */
  readonly filled?: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Files in which comments ask for silence. @default not all that they could be about was judged */
  readonly ignoring?: readonly string[] | undefined;
  /** Whether the baseline is written instead of read. */
  readonly write?: boolean | undefined;
}

/** What is left to say. */
export interface Silenced {
  readonly findings: readonly Finding[];
  /** How many were left out. */
  readonly ignored: number;
  readonly notes: readonly string[];
}

/**
 * Leaves out what comments, settings and the baseline say that nobody wants to hear again.
 * @throws InputError for a baseline that cannot be read or written
 */
export function silenced(found: readonly Finding[], silence: Silence, linesOf: LinesOf, cwd: string): Silenced {
  const judged = withoutPlaceholders(found, linesOf, silence.filled);
  const rest = leftOver(judged.findings, silence, linesOf, cwd);
  const { settings, ignoring, checked } = silence;
  const idle = ignoring
    ? [
        ...idleCommentNotes(found, ignoring, linesOf),
        ...(settings ? idleSettingsNotes(found, settings, checked, cwd) : []),
      ]
    : [];
  return {
    ...rest,
    notes: [...judged.notes, ...rest.notes, ...idle],
  };
}

function leftOver(
  all: readonly Finding[],
  { settings, baseline: shown, write, checked }: Silence,
  linesOf: LinesOf,
  cwd: string,
): Silenced {
  const commented = withoutCommented(all, linesOf);
  const { findings: wanted, notes } = settings
    ? withSettings(commented, settings, cwd)
    : { findings: commented, notes: [] };
  if (shown === undefined) return silencedFrom(all, wanted, notes);
  const baseline = { path: resolve(cwd, shown), shown, cwd, checked };
  if (write) {
    writeBaseline(wanted, baseline);
    const count = `${wanted.length} finding${wanted.length === 1 ? "" : "s"}`;
    const told = `${shown}: wrote ${count}, which it leaves out from now on`;
    return silencedFrom(all, [], [...notes, told]);
  }
  const { findings, outdated } = withoutKnown(wanted, baseline);
  const gone = `${shown}: ${outdated} of its findings ${outdated === 1 ? "is" : "are"} no longer there; --write-baseline writes it anew`;
  return silencedFrom(all, findings, outdated > 0 ? [...notes, gone] : notes);
}

function silencedFrom(all: readonly Finding[], left: readonly Finding[], notes: readonly string[]): Silenced {
  const own = left.filter(({ rule }) => rule === "IGN001").length;
  return { findings: sortedFindings(left), ignored: all.length - (left.length - own), notes };
}
