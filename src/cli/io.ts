/** Exit codes of every command. */
export const exitCodes = { ok: 0, findings: 1, failure: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a command may touch of the world around it; tests give their own. */
export interface CliIo {
  /** Data, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything that is not data. */
  readonly err: (text: string) => void;
  /** Draws over what it has drawn before; only where standard output is a terminal. */
  readonly draw?: (lines: readonly string[]) => void;
  /** All of standard input. */
  readonly stdin: () => string;
  readonly cwd: string;
  /** Today as an ISO date; the only clock, and only for warnings. */
  readonly today: () => string;
}
