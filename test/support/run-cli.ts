import type { CliIo } from "../../src/cli/io";
import { run } from "../../src/cli/program";
import { renderingOnce } from "./rendered-once";

/** What one command line did. */
export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, in a folder of its own. */
export async function runCli(argv: readonly string[], cwd: string, stdin = ""): Promise<CliResult> {
  let out = "";
  let err = "";
  const io: CliIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => stdin,
    cwd,
    today: () => "2026-11-21",
  };
  const code = await renderingOnce(() => run(argv, io));
  return { code, out, err };
}
