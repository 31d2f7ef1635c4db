import { type ChildProcess, spawn } from "node:child_process";

/** What a program answered. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  /** Both streams, for messages. */
  readonly all: string;
}

const running = new Set<ChildProcess>();

/** Runs a program to its end without standing in the way of what watches meanwhile. */
export function ask(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly input?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = start(program, args, options);
    let out = "";
    let all = "";
    child.stdout?.on("data", (text) => {
      out += text;
      all += text;
    });
    child.stderr?.on("data", (text) => {
      all += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, out, all }));
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.input ?? "");
  });
}

/** As {@link ask}, but an answer other than 0 is an error with all that was said. */
export async function must(...call: Parameters<typeof ask>): Promise<string> {
  const { code, out, all } = await ask(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(" ")} ended with ${code}\n${all.trim()}`);
  return out;
}

/** Starts a program that goes on until {@link stopAll}. */
export function start(
  program: string,
  args: readonly string[],
  { env, cwd }: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): ChildProcess {
  const child = spawn(program, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  child.on("close", () => running.delete(child));
  child.on("error", () => running.delete(child));
  return child;
}

/** Ends what this process started, and nothing else. */
export function stopAll(): void {
  for (const child of running) child.kill("SIGTERM");
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Looks again and again until the answer is `true`; otherwise it is what is missing, in words.
 * @param seconds until it gives up, with the last answer
 */
export async function until(
  what: string,
  seconds: number,
  look: () => true | string | Promise<true | string>,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await look();
    if (answer === true) return;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s: ${answer}`);
    await pause(100);
  }
}
