import { type Finding, formatPlace } from "../../../findings/finding";
import type { LinesOf } from "../../../findings/ignore-comments";

/**
 * What envsubst, Flux, sed, Argo CD's vault plugin and other tools fill in: in braces, in angle brackets (which are no group of a regular
 * expression), or in capitals between marks. Nothing that is meant as it stands is written so.
 */
const placeholder =
  /\$\{\w[^}]*\}|__[A-Z][A-Z0-9_]*?__|(?<!\?)<[A-Za-z][\w-]*>|<path:[^>]+>|@[A-Z][A-Z0-9_]*@|%%?[A-Z][A-Z0-9_]+%|\{[A-Z][A-Z0-9_]{2,}\}/;

/** Words that say it: `CHANGEME`, `patch-me-in-the-overlay`, `YOUR_DOMAIN`. */
const words =
  /\b(change|replace|patch|fill|set)[-_]?me\b|\breplace[-_]with|placeholder\b|\byour[-_](domain|cluster|name|version|tag)/i;

/** What a comment shows is no part of the value before it. */
const comment = /(^|\s)#.*$/;

function isPlaceholder(line: string): boolean {
  return placeholder.test(line) || words.test(line);
}

/** What is left to say, and a word about what is not. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Leaves out what is said of a line that holds a placeholder: nobody knows what will stand there.
 * @param filled variables that engines fill in, by file
 */
export function withoutPlaceholders(
  findings: readonly Finding[],
  linesOf: LinesOf,
  filled: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): Judged {
  const isOpen = ({ place }: Finding) => {
    if (!place) return false;
    const line = (linesOf(place.file)?.[place.line - 1] ?? "").replace(comment, "");
    // What an engine puts there is known, and was judged.
    const known = [...(filled.get(place.file) ?? [])];
    return isPlaceholder(known.reduce((text, variable) => text.replaceAll(variable, ""), line));
  };
  const open = findings.filter(isOpen);
  const [first] = open.flatMap(({ place }) => (place ? [place] : []));
  if (!first) return { findings, notes: [] };
  const lines = new Set(open.map(({ place }) => place && `${place.file}:${place.line}`)).size;
  const what = lines === 1 ? "a line with a placeholder" : `${lines} lines with placeholders`;
  return {
    findings: findings.filter((one) => !isOpen(one)),
    notes: [`not judged: ${what}, the first at ${formatPlace(first)}; check what becomes of it`],
  };
}
