import { readFileSync } from "node:fs";
import { run } from "./program";

// A reader that goes away (`meshstep plan | head -1`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    if (stream === process.stdout) process.stderr.write(`error: standard output cannot be written (${error.code})\n`);
    process.exit(2);
  });
}

/** Lines that are drawn over with the next ones. */
function screen(): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const { columns = 80, rows = 24 } = process.stdout;
    const shown = lines.slice(0, rows - 1).map((line) => line.slice(0, columns - 1));
    const up = drawn > 0 ? `\u001b[${drawn}A` : "";
    process.stdout.write(`${up}${shown.map((line) => `\u001b[2K${line}\n`).join("")}\u001b[J`);
    drawn = shown.length;
  };
}

void run(process.argv.slice(2), {
  ...(process.stdout.isTTY && process.env["TERM"] !== "dumb" && { draw: screen() }),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: () => readFileSync(0, "utf8"),
  cwd: process.cwd(),
  today: () => new Date().toISOString().slice(0, 10),
}).then((code) => {
  process.exitCode = code;
});
