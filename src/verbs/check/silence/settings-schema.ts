import * as z from "zod/mini";
import { type RuleId, ruleDocs } from "../../../findings/pages";

/*
 * The file in which a repository says how strict `check` is with it. The comment above a key becomes its description.
 */

const ruleIds = Object.keys(ruleDocs).sort() as [RuleId, ...RuleId[]];
const ruleId = z.enum(ruleIds, { error: "the id of a rule, such as VER006" });
const text = z.string().check(z.minLength(1, "some text"));

/** What a finding of such a rule may become. */
export const severities = ["ignore", "warning", "error"] as const;

const entry = z.strictObject({
  /** A rule, or several. */
  rule: z.union([ruleId, z.array(ruleId).check(z.minLength(1))]),
  /** Files as globs, from the folder of this file: `clusters/legacy/**`. @default every file */
  paths: z.optional(z.array(text).check(z.minLength(1))),
  /** What becomes of the findings. */
  severity: z.enum(severities),
  /** Why, for whoever reads it next year. */
  reason: text,
});

export const settingsSchema = z.strictObject({
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  kind: z.literal("CheckSettings"),
  /** Of several that fit a finding the last one counts. */
  rules: z.array(entry).check(z.minLength(1)),
});

export type SettingsEntry = z.output<typeof entry>;
