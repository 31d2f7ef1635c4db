import { resolve } from "node:path";
import { type Finding, formatPlace } from "../../../findings/finding";
import { idleComments, type LinesOf } from "../../../findings/ignore-comments";
import { rules } from "../../../rules/registry";
import { pathBelow } from "../../../source/folder-files";
import { type CheckSettings, filesOf } from "./settings";

/** What was asked of manifests whatever they were held against: what only a step trips, another step may. */
const ofStates: ReadonlySet<string> = new Set(rules.filter(({ step }) => step === undefined).map(({ id }) => id));

/** How many a note names. */
const named = 3;

/** Comments that ignore nothing of what was found, in one note. */
export function idleCommentNotes(
  findings: readonly Finding[],
  files: readonly string[],
  linesOf: LinesOf,
): readonly string[] {
  const idle = idleComments(findings, files, linesOf, (rule) => ofStates.has(rule));
  if (idle.length === 0) return [];
  const shown = idle.slice(0, named).map((one) => `${formatPlace(one.place)} (${one.rules.join(", ")})`);
  const more = idle.length > named ? ` and ${idle.length - named} more` : "";
  return [`comments that ignore nothing in this check: ${shown.join(", ")}${more}`];
}

/** Settings that ignore nothing, where all that they are for was checked. */
export function idleSettingsNotes(
  findings: readonly Finding[],
  settings: CheckSettings,
  checked: readonly string[],
  cwd: string,
): readonly string[] {
  const isChecked = (path: string) =>
    checked.some((one) => one !== "-" && pathBelow(resolve(cwd, one), path) !== undefined);
  const idle = settings.rules.flatMap(({ rule, paths, severity }) => {
    const ids = [rule].flat();
    if (severity !== "ignore" || !ids.every((id) => ofStates.has(id))) return [];
    const files = paths && filesOf(paths, settings.folder);
    // Paths that match no file are noted on their own.
    if (files ? files.size === 0 || ![...files].every(isChecked) : !isChecked(settings.folder)) return [];
    const isUsed = findings.some(
      (one) => ids.some((id) => id === one.rule) && (files?.has(one.place ? resolve(cwd, one.place.file) : "") ?? true),
    );
    return isUsed ? [] : [`${ids.join(", ")}${paths ? ` of ${paths.join(", ")}` : ""}`];
  });
  return idle.length === 0 ? [] : [`${settings.file}: rules that ignore nothing in this check: ${idle.join("; ")}`];
}
