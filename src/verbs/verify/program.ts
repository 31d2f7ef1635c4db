import { type ChildProcess, spawn } from "node:child_process";
import { InputError } from "../../findings/input-error";

/** How a cluster is reached: through the client that the user has, so that their login, plugins and proxies keep working. */
export interface ClientOptions {
  /** `kubectl` or `oc`. */
  readonly kubectl: string;
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string | undefined;
}

/** A program in a pod, or a Service that the API server hands a request on to. */
export type Behind = "pod" | "service";

/** What a command printed, and how it ended. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was ended because it said nothing for too long. */
  readonly late: boolean;
}

/**
 * Runs a program to its end. It reads nothing from the terminal: a login that asks for a password fails instead of waiting for one.
 * @param limit milliseconds after which it is ended
 * @returns undefined where there is no such program
 * @throws InputError when it is there and cannot be run
 */
export function runProgram(program: string, args: readonly string[], limit: number): Promise<Output | undefined> {
  return new Promise((resolve, reject) => {
    const child = guarded(spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env } }));
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill();
      // What it has started may hold on to its output: a login that waits, a script's own program.
      child.stdout.destroy();
      child.stderr.destroy();
    }, limit);
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === "ENOENT") resolve(undefined);
      else reject(InputError.of(`${program} cannot be run (${error.code})`, { hint: "Is it a program for you?" }));
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString("utf8");
      resolve({ code: code ?? 1, stdout: text(stdout), stderr: text(stderr), late });
    });
  });
}

/** Starts a program whose output is listened to; the caller ends it. */
export function startProgram(program: string, args: readonly string[]) {
  return guarded(spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] }));
}

const running = new Set<ChildProcess>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let guards = 0;

/** No program outlives us: who ends meshstep ends what it has started, and sees the exit code of the signal. */
function guarded<T extends ChildProcess>(child: T): T {
  const free = guard();
  running.add(child);
  const forget = () => {
    if (running.delete(child)) free();
  };
  child.once("error", forget);
  child.once("close", forget);
  return child;
}

/**
 * The same for work that starts program after program. A signal that comes while nobody listens any more, and before Node has told the system so, is
 * lost: whoever waits for long listens all the while.
 */
export async function guarding<T>(work: () => Promise<T>): Promise<T> {
  const free = guard();
  try {
    return await work();
  } finally {
    free();
  }
}

function guard(): () => void {
  guards += 1;
  if (guards === 1) for (const signal of signals) process.on(signal, endAll);
  return () => {
    guards -= 1;
    if (guards === 0) for (const signal of signals) process.off(signal, endAll);
  };
}

function endAll(signal: NodeJS.Signals): void {
  for (const child of running) child.kill();
  for (const one of signals) process.off(one, endAll);
  process.kill(process.pid, signal);
}
