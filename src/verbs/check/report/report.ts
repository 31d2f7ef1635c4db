import { firstFew } from "../../../basics/first-few";
import { type Finding, formatPlace, type Place } from "../../../findings/finding";
import type { Problem } from "../../../findings/input-error";
import type { RuleId } from "../../../findings/pages/index";
import type { ObjectReading } from "../../../repository/objects/read-objects";

/** What became of a check. */
export interface CheckReport {
  /** Errors first, each by file, line and column; those without a place come last. Each thing is said once. */
  readonly findings: readonly Finding[];
  /** Documents that cannot be read, so that nothing is known of them. */
  readonly broken: readonly Problem[];
  /** How many objects were read. */
  readonly objects: number;
  /** Meshes that meshstep has not written, and that `adopt` can describe. */
  readonly adoptable: "none" | "one" | "several";
  /** Whether `adopt` has to be told the version that runs. @default it need not */
  readonly unversioned?: boolean;
  /** The operator release that `adopt` needs a list for, as the catalogue does not have it. @default it needs none */
  readonly unlisted?: string;
  /** What to do next where there is no mesh, beginning with a command. */
  readonly lead?: string;
  /** Variables that engines fill in, as they are written, by the files that they stand in. @default none */
  readonly filled?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files in which comments ask for silence. @default not all that they could be about was judged */
  readonly ignoring?: readonly string[];
  /** What was taken from where and what was left out, for people. */
  readonly notes: readonly string[];
}

/** Findings of several states and steps as one list. */
export function sortedFindings(findings: readonly Finding[]): readonly Finding[] {
  const said = new Map(findings.map((one) => [JSON.stringify([one.rule, one.object, one.message, one.place]), one]));
  return oneForEachCause([...said.values()]).sort(
    (a, b) => compareSeverities(a, b) || comparePlaces(a.place, b.place) || compareRules(a, b),
  );
}

/** Without the patches that were judged where they are merged. */
export function withoutMerged(
  reading: ObjectReading,
  states: Iterable<{ readonly from: ReadonlySet<string> }>,
): ObjectReading {
  const merged = new Set([...states].flatMap(({ from }) => [...from]));
  return { ...reading, patches: reading.patches.filter(({ place }) => !merged.has(place?.file ?? "")) };
}

/** What was read and could not be judged, because a tool has to build it first. */
export function unbuiltNotes({
  unbuilt,
  patches,
  encrypted,
}: Pick<ObjectReading, "unbuilt" | "patches" | "encrypted">): readonly string[] {
  const fill = "helm template ... | meshstep check - looks at what they become";
  const decrypt = "sops decrypt FILE | meshstep check - looks at what it holds";
  const build = "kustomize build ... | meshstep check - looks at what they become";
  return [
    ...notJudged("template that a tool has to fill in first", unbuilt, fill),
    ...notJudged("manifest that SOPS encrypted", encrypted, decrypt),
    ...notJudged("patch that kustomize merges into an object", patches, build),
  ];
}

function notJudged(what: string, problems: readonly Problem[], hint: string): readonly string[] {
  const first = new Map(problems.toReversed().map(({ place }) => [place?.file, place]));
  const places = [...first.values()].reverse().flatMap((place) => (place ? [formatPlace(place)] : []));
  if (places.length === 0) return [];
  return [`not judged: ${what}${places.length > 1 ? ` (${places.length} files)` : ""}: ${firstFew(places)}; ${hint}`];
}

/** Of two rules that say the same of one place, the first says more. */
const sameCause: readonly (readonly [says: RuleId, silences: readonly RuleId[]])[] = [
  ["VER006", ["VER001", "SCH001"]],
  ["VER003", ["VER001", "VER002"]],
  ["VER001", ["SCH001", "SKEW001", "SKEW002"]],
  ["VER002", ["SKEW001", "SKEW002"]],
  ["AMB001", ["SCH001"]],
  ["NS004", ["DUP001"]],
  ["DEL011", ["SCH001", "DEL013"]],
  ["DEL012", ["SCH001"]],
];

function oneForEachCause(findings: readonly Finding[]): Finding[] {
  const keyOf = (rule: RuleId, { object, place }: Finding) => JSON.stringify([rule, object, place]);
  // What a step deletes is more than that nobody applies it after the step.
  const deleted = new Set(
    findings.flatMap((one) => (one.rule === "DEL013" && one.severity === "error" ? [keyOf("DEL011", one)] : [])),
  );
  const left = findings.filter((one) => one.severity === "error" || !deleted.has(keyOf(one.rule, one)));
  const silent = new Set<string>();
  for (const [says, silences] of sameCause) {
    for (const one of left.filter(({ rule, place }) => rule === says && place !== undefined)) {
      for (const rule of silences) silent.add(keyOf(rule, one));
    }
  }
  return left.filter((one) => !silent.has(keyOf(one.rule, one)));
}

/** The worst first. */
function compareSeverities(a: Finding, b: Finding): number {
  return Number(a.severity === "warning") - Number(b.severity === "warning");
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function compareRules(a: Finding, b: Finding): number {
  const [one, other] = [`${a.rule} ${a.message}`, `${b.rule} ${b.message}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
