import { formatPlace, type MeshPath, type Place } from "./finding";
import { oneLine } from "./one-line";

/**
 * One thing that is wrong with what the user gave: a file, a flag, a value, a construct.
 * @example const where = ({ construct, place, path }: Problem) => construct ?? place?.file ?? path?.join(".");
 */
export interface Problem {
  /** What is wrong, and what was expected instead. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Where in the mesh, as in mesh.yaml: `["spec", "upgrade", "to"]`. */
  readonly path?: MeshPath;
  /** Where in a file. */
  readonly place?: Place;
  /** Path of the construct concerned, in an app of the user's own: `prod/00-baseline/route`. */
  readonly construct?: string;
}

/**
 * Broken input or I/O: exit code 2, a message and no stack trace.
 * Findings about a well-formed mesh are no exceptions: see `Finding`.
 *
 * @example
 * try {
 *   app.synth();
 * } catch (error) {
 *   if (!(error instanceof InputError)) throw error;
 *   for (const { message, hint } of error.problems) console.error(message, hint ?? "");
 *   process.exitCode = 2;
 * }
 */
export class InputError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(shownProblems(problems));
    this.name = "InputError";
  }

  static of(message: string, details: Omit<Problem, "message"> = {}): InputError {
    return new InputError([{ message, ...details }]);
  }
}

/** A message holds so many problems at most; a file in which every line is wrong would fill the terminal for minutes. */
const shownLimit = 1000;

function shownProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, shownLimit).map(formatProblem).join("\n");
  const more = problems.length - shownLimit;
  return more > 0 ? `${shown}\nand ${more} more` : shown;
}

/** `mesh.yaml:4:9: spec.mode: unknown key`, then the hint on a line of its own. */
export function formatProblem(problem: Problem): string {
  const construct = problem.construct ? `${problem.construct}: ` : "";
  const place = problem.place ? `${formatPlace(problem.place)}: ` : "";
  const path = problem.path?.length ? `${oneLine(problem.path.join("."))}: ` : "";
  const hint = problem.hint ? `\n  ${problem.hint}` : "";
  return `${construct}${place}${path}${problem.message}${hint}`;
}
