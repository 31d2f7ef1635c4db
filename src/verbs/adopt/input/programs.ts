import { spawnSync } from "node:child_process";

/** What a tool makes of a folder: its text, or why there is none. */
export type Built = BuiltText | { readonly why: string };

export interface BuiltText {
  readonly name: string;
  readonly text: string;
  /** Objects in it of which nobody here can tell whether they run as they are. @default none */
  readonly unsure?: readonly Unsure[];
}

/** Objects that are others, or none, by what a build does not know. */
export interface Unsure {
  /** By kind and name. */
  readonly names: ReadonlySet<string>;
  /** By what, as the end of a sentence. */
  readonly by: string;
}

/** A program with its arguments, and how it is called in messages. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly name: string;
}

/** How long a tool may take; a base that is fetched from elsewhere may never come. */
const longest = 60_000;

/** What the first of some programs that is there prints. */
export function firstOf(calls: readonly Call[], timeout: number = longest): Built {
  for (const { program, args, name } of calls) {
    const { status, stdout, stderr, error } = spawnSync(program, [...args], {
      encoding: "utf8",
      // By itself Helm takes the namespace of the context that kubectl is at, also where kustomize calls it.
      env: { ...process.env, HELM_NAMESPACE: "default" },
      // One that asks something has nobody who answers.
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      // One that hangs may hear nothing else.
      killSignal: "SIGKILL",
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    // A file of that name that is no program for us, or stands where we may not look, is none.
    if (code === "ENOENT" || code === "EACCES") continue;
    if (code === "ETIMEDOUT") return { why: `${name} did not end in ${Math.ceil(timeout / 1000)} s` };
    if (status === 0) return { name, text: stdout };
    const line = complaint(stderr ?? "");
    return { why: `${name} failed${line ? `: ${line}` : code ? `: ${code}` : ""}` };
  }
  const programs = calls.map(({ program }) => program);
  const missing = programs.length > 1 ? `${programs.join(" and ")} are` : `${programs.join("")} is`;
  return { why: `${missing} not on the PATH${programs.length > 1 ? `; ${programs.at(-1)} alone is enough` : ""}` };
}

/** The line that says something: kubectl may put it between a line of its log and a bracket, and both warn of old fields first. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n").map((one) => one.trim());
  const told = lines.filter((one) => one.length > 1 && !/^[EWI]\d{4} .*err=<$/.test(one));
  const said = told.some((one) => !isWarning(one)) ? told.filter((one) => !isWarning(one)) : told;
  const [first = "", ...rest] = said;
  // Helm says which values a schema refuses below the line that says that it does.
  const whole = first.endsWith(":") ? [first, ...rest].join(" ") : first;
  // The time and the process of a line of its log are others at every run.
  return shortened(whole.replace(/^[EWIF]\d{4} [\d:.]+ +\d+ \S+\] /, ""));
}

function isWarning(line: string): boolean {
  return /^#? ?warning: /i.test(line);
}

/** Both programs wrap one error into the next, for hundreds of characters; the cause is at the end. */
function shortened(line: string): string {
  if (line.length <= longestLine) return line;
  return `… ${line.slice(-longestLine).replace(/^\S*\s/, "")}`;
}

const longestLine = 160;
