import { oneLine } from "./one-line";
import { type RuleId, ruleDocs, type Severity } from "./pages";

export type { Severity } from "./pages";

/** A position in a file that the user wrote; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A path inside mesh.yaml, for example `["spec", "upgrade", "to"]`. */
export type MeshPath = readonly (string | number)[];

/** One mechanical change of an object in a file; what it leads to is not up to anybody's taste. */
export interface Fix {
  /** Where the object begins. */
  readonly place: Place;
  /** Inside the object. */
  readonly at: MeshPath;
  /** What is to stand there; left out: nothing, the key included. */
  readonly value?: unknown;
  /** Instead of a value: what joins the list that stands there, with commas between its items. */
  readonly options?: readonly string[];
}

/**
 * One thing that a rule has to say about a mesh, a plan or a manifest.
 * @example const stops = ({ severity }: Finding) => severity === "error";
 */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What is wrong, with the values that make it so. */
  readonly message: string;
  /** What opens the way; empty when the message says it all. */
  readonly hint?: string;
  /** Where the rule is written down. */
  readonly citation: string;
  /** The object concerned, as `Kind/name` or `Kind/namespace/name`. */
  readonly object?: string;
  /** Where in mesh.yaml; the loader turns it into a {@link Place}. */
  readonly path?: MeshPath;
  readonly place?: Place;
  /** What mends it, for `check --fix`; all of them together. */
  readonly fixes?: readonly Fix[];
}

/** What a caller gives to {@link finding}: the rest comes from the rule's own page. */
export interface FindingDetails extends Omit<Finding, "rule" | "severity" | "citation"> {
  /** @default the rule's severity */
  readonly severity?: Severity;
  /** @default the rule's first citation */
  readonly citation?: string;
}

/** Builds a finding; severity and citation come from the rule's page, so that they are written once. */
export function finding(rule: RuleId, details: FindingDetails): Finding {
  const doc = ruleDocs[rule];
  return { rule, severity: doc.severity, citation: doc.citations[0], ...details };
}

/** Whether anything in the list stops emission. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((one) => one.severity === "error");
}

/** `mesh.yaml:4:9`, the form that editors and terminals turn into a link; a line end in a name cannot begin a line of ours. */
export function formatPlace(place: Place): string {
  return `${oneLine(place.file)}:${place.line}:${place.column}`;
}
