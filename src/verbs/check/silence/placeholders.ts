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

/** A value that stands in the lines below: a patch of a kustomization, a file in a ConfigMap. */
const block = /[|>][-+\d]*\s*$/;

function isPlaceholder(line: string): boolean {
  return placeholder.test(line) || words.test(line);
}

function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(new RegExp(placeholder, "g"))].map(([whole]) => whole);
}

/** The lines of the block that a line begins: those that are further in. */
function blockAt(lines: readonly string[], first: number): string {
  const indent = /^[\s-]*/.exec(lines[first] ?? "")?.[0].length ?? 0;
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
  return rest.slice(0, end < 0 ? undefined : end).join("\n");
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
  const isOpen = ({ place, message }: Finding) => {
    if (!place) return false;
    const lines = linesOf(place.file) ?? [];
    const line = (lines[place.line - 1] ?? "").replace(comment, "");
    // What an engine puts there is known, and was judged.
    const known = [...(filled.get(place.file) ?? [])];
    const unknown = (text: string) => known.reduce((rest, variable) => rest.replaceAll(variable, ""), text);
    if (isPlaceholder(unknown(line))) return true;
    // What is said of a value in a block stands at the line that begins it, and shows the value.
    return (
      block.test(line) && placeholdersIn(unknown(blockAt(lines, place.line - 1))).some((one) => message.includes(one))
    );
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
