import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Finding } from "../../../findings/finding";
import { readTextFile } from "../../../source/read-text";
import { validate } from "../../../source/validate";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { Judged } from "./placeholders";
import { type SettingsEntry, settingsSchema } from "./settings-schema";

/** Where `check` looks for settings by itself. */
const settingsName = ".meshstep.yaml";

/** How strict a repository is with itself. */
export interface CheckSettings {
  /** As messages show it. */
  readonly file: string;
  /** Paths are relative to it. */
  readonly folder: string;
  readonly rules: readonly SettingsEntry[];
}

/**
 * The settings in force: of the file that is named, else of the nearest `.meshstep.yaml` from the working directory up to the root
 * of the repository.
 * @throws InputError for a file that cannot be read or says something else
 */
export function readSettings(cwd: string, named?: string): CheckSettings | undefined {
  const path = named === undefined ? nearestSettings(cwd) : resolve(cwd, named);
  if (path === undefined) return undefined;
  const file = named ?? (dirname(path) === cwd ? settingsName : path);
  const [source] = parseYamlDocuments(readTextFile(path, file), file);
  if (!source) return undefined;
  return { file, folder: dirname(path), rules: validate(settingsSchema, source).rules };
}

function nearestSettings(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, settingsName);
    if (existsSync(path)) return path;
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return undefined;
  }
}

/** The findings as the settings want them; those that are to be ignored are gone. Patterns that match no file are noted. */
export function withSettings(findings: readonly Finding[], settings: CheckSettings, cwd: string): Judged {
  const files = settings.rules.map(({ paths }) => paths && filesOf(paths, settings.folder));
  const idle = settings.rules.flatMap(({ paths = [] }, index) => (files[index]?.size === 0 ? [paths.join(", ")] : []));
  return {
    findings: findings.flatMap((one) => {
      const path = one.place && resolve(cwd, one.place.file);
      const last = settings.rules.findLast(
        ({ rule }, index) => [rule].flat().includes(one.rule) && (files[index]?.has(path ?? "") ?? true),
      );
      if (!last) return [one];
      return last.severity === "ignore" ? [] : [{ ...one, severity: last.severity }];
    }),
    notes: idle.map((paths) => `${settings.file}: paths match no file, counted from its folder: ${paths}`),
  };
}

/** Absolute paths. */
export function filesOf(patterns: readonly string[], folder: string): ReadonlySet<string> {
  // Loaded here, because most repositories have no settings.
  const { globSync } = require("tinyglobby") as typeof import("tinyglobby");
  const ignore = ["**/node_modules/**", "**/.git/**"];
  // A folder stands for what is in it, as in .gitignore.
  return new Set(globSync([...patterns], { cwd: folder, absolute: true, ignore, expandDirectories: true }));
}
