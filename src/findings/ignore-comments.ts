import { type Finding, finding, type Place } from "./finding";
import { findRule } from "./pages";

/** The lines of a file that was checked; undefined when it cannot be read any more. */
export type LinesOf = (file: string) => readonly string[] | undefined;

/** `# meshstep:ignore VER004,DEL004: the reason`. */
const mark = /#\s*meshstep:ignore\b\s*(.*?)\s*$/;
const form = /^([A-Za-z]+\d+(?:\s*,\s*[A-Za-z]+\d+)*)\s*:\s*(\S.*)$/;

/** One comment that asks for silence. */
interface IgnoreComment {
  readonly place: Place;
  readonly rules: readonly string[];
  /** What is wrong with it; it then ignores nothing. */
  readonly fault?: string;
}

/**
 * Leaves out what comments in the manifests ignore: a comment at the end of a line or on the lines above it is about that line, one
 * at the head of a document about all of the document. What a comment says wrong is a finding of its own (IGN001).
 */
export function withoutCommented(findings: readonly Finding[], linesOf: LinesOf): readonly Finding[] {
  const kept: Finding[] = [];
  const faults = new Map<string, Finding>();
  for (const one of findings) {
    const comments = one.place ? commentsAt(one.place, linesOf) : [];
    if (!comments.some(({ rules, fault }) => fault === undefined && rules.includes(one.rule))) kept.push(one);
    for (const { place, fault } of comments) {
      if (fault === undefined) continue;
      faults.set(JSON.stringify(place), finding("IGN001", { place, message: fault }));
    }
  }
  return [...kept, ...faults.values()];
}

/** Whether a text has such a comment at all. */
export function mayIgnore(text: string): boolean {
  return text.includes("meshstep:ignore");
}

/**
 * The comments that ask for silence about the object of a document, as they are written. Wherever they stand in it, they are about the
 * object: what is made of it has no lines of its own.
 */
export function ignoringLines(lines: readonly string[], line: number): readonly string[] {
  let first = line - 1;
  while (first > 0 && !isMarker(lines[first])) first -= 1;
  const rest = lines.slice(line).findIndex(isMarker);
  const end = rest < 0 ? lines.length : line + rest;
  return lines.slice(first, end).flatMap((text) => mark.exec(text)?.[0].trim() ?? []);
}

/** The rules that such lines ask to leave out. */
export function ignoredRules(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const { rules, fault } = parsed(mark.exec(line)?.[1] ?? "");
    return fault === undefined ? rules : [];
  });
}

function commentsAt({ file, line }: Place, linesOf: LinesOf): readonly IgnoreComment[] {
  const lines = linesOf(file) ?? [];
  const at = line - 1;
  const numbers = [at, ...commentsAbove(lines, at), ...headOf(lines, at)];
  return [...new Set(numbers)].flatMap((number) => {
    const text = lines[number];
    const [whole, words = ""] = (text !== undefined && mark.exec(text)) || [];
    if (text === undefined || whole === undefined) return [];
    return [{ place: { file, line: number + 1, column: text.indexOf(whole) + 1 }, ...parsed(words) }];
  });
}

function commentsAbove(lines: readonly string[], at: number): readonly number[] {
  const found: number[] = [];
  for (let above = at - 1; isComment(lines[above]); above -= 1) found.push(above);
  return found;
}

/** The comments before the first key of the document that a line is in. */
function headOf(lines: readonly string[], at: number): readonly number[] {
  let first = at;
  while (first > 0 && !isMarker(lines[first])) first -= 1;
  if (isMarker(lines[first])) first += 1;
  const found: number[] = [];
  for (let next = first; next < at && (isComment(lines[next]) || lines[next]?.trim() === ""); next += 1)
    found.push(next);
  return found;
}

function isMarker(line: string | undefined): boolean {
  return line !== undefined && /^---(\s|$)/.test(line);
}

function isComment(line: string | undefined): boolean {
  return line?.trim().startsWith("#") ?? false;
}

function parsed(words: string): Pick<IgnoreComment, "rules" | "fault"> {
  const [, list] = form.exec(words) ?? [];
  if (list === undefined) {
    return { rules: [], fault: "it names no rule, or gives no reason, and so ignores nothing" };
  }
  const rules = list.split(",").map((one) => one.trim().toUpperCase());
  const unknown = rules.filter((one) => !findRule(one));
  if (unknown.length > 0) return { rules, fault: `there is no rule ${unknown.join(", ")}, so it ignores nothing` };
  return { rules };
}

/** A comment that asks for silence about rules that say nothing there. */
export interface IdleComment {
  readonly place: Place;
  readonly rules: readonly string[];
}

/**
 * The comments of some files that leave out nothing of what was found.
 * @param isAsked whether a rule was asked of these files at all
 */
export function idleComments(
  findings: readonly Finding[],
  files: readonly string[],
  linesOf: LinesOf,
  isAsked: (rule: string) => boolean,
): readonly IdleComment[] {
  const key = (file: string, line: number, rule: string) => JSON.stringify([file, line, rule]);
  const used = new Set(
    findings.flatMap(({ rule, place }) =>
      place ? commentsAt(place, linesOf).map((one) => key(place.file, one.place.line, rule)) : [],
    ),
  );
  return files.flatMap((file) =>
    (linesOf(file) ?? []).flatMap((text, index) => {
      const [whole, words = ""] = mark.exec(text) ?? [];
      if (whole === undefined) return [];
      const { rules, fault } = parsed(words);
      const idle = rules.filter((rule) => isAsked(rule) && !used.has(key(file, index + 1, rule)));
      if (fault !== undefined || idle.length === 0) return [];
      return [{ place: { file, line: index + 1, column: text.indexOf(whole) + 1 }, rules: idle }];
    }),
  );
}
