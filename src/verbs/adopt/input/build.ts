import { spawnSync } from "node:child_process";
import { basename, resolve } from "node:path";
import { nameOfInput } from "./input-names";

/** What a tool makes of a folder: its text, or why there is none. */
export type Built = { readonly name: string; readonly text: string } | { readonly why: string };

/** How long a tool may take; a base that is fetched from elsewhere may never come. */
const timeout = 60_000;

/** What kustomize makes of a folder, in memory; whichever of the two programs is there. */
export function kustomized(folder: string, cwd: string): Built {
  return kustomizedAs(folder, resolve(cwd, folder));
}

/** The same of a folder that was written for this, which has another name in messages. */
export function kustomizedAs(name: string, path: string): Built {
  return firstOf([
    { program: "kustomize", args: ["build", path], name: `kustomize build ${name}` },
    { program: "kubectl", args: ["kustomize", path], name: `kubectl kustomize ${name}` },
  ]);
}

/** What Helm makes of a chart with these arguments behind the name of the release and the path, in memory. */
export function templatedAs(name: string, args: readonly string[]): Built {
  return firstOf([{ program: "helm", args: ["template", ...args], name: `helm template ${name}` }]);
}

/** What Helm makes of a chart with its own values, in memory. */
export function templated(folder: string, cwd: string): Built {
  const path = resolve(cwd, folder);
  // Helm takes no release name with an underscore, a capital or more than 53 characters.
  const release = nameOfInput(basename(path)).slice(0, 53).replace(/-+$/, "") || "mesh";
  return templatedAs(folder, [release, path]);
}

/** The line that says something: kubectl may put it between a line of its log and a bracket, and both warn of old fields first. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n").map((one) => one.trim());
  const told = lines.filter((one) => one.length > 1 && !/^[EWI]\d{4} .*err=<$/.test(one));
  const said = told.some((one) => !isWarning(one)) ? told.filter((one) => !isWarning(one)) : told;
  // The time and the process of a line of its log are others at every run.
  return shortened((said[0] ?? "").replace(/^[EWIF]\d{4} [\d:.]+ +\d+ \S+\] /, ""));
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

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly name: string;
}

function firstOf(calls: readonly Call[]): Built {
  for (const { program, args, name } of calls) {
    const { status, stdout, stderr, error } = spawnSync(program, [...args], {
      encoding: "utf8",
      env: { ...process.env },
      timeout,
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    const code = (error as NodeJS.ErrnoException | undefined)?.code;
    // A file of that name that is no program for us, or stands where we may not look, is none.
    if (code === "ENOENT" || code === "EACCES") continue;
    if (status === 0) return { name, text: stdout };
    const line = complaint(stderr ?? "");
    return { why: `${name} failed${line ? `: ${line}` : code ? `: ${code}` : ""}` };
  }
  const programs = calls.map(({ program }) => program);
  const missing = programs.length > 1 ? `${programs.join(" and ")} are` : `${programs.join("")} is`;
  return { why: `${missing} not on the PATH${programs.length > 1 ? `; ${programs.at(-1)} alone is enough` : ""}` };
}
