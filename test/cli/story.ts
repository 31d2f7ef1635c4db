import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import "../support/git-env";
import { runGit } from "../support/git";
import { runCli } from "../support/run-cli";

/*
 * A story is a Markdown file: files to begin with, then commands with what they print.
 *
 *   ```yaml file=mesh.yaml     a file (any language)
 *   ```console                 `$ meshstep …`, then stdout; lines of stderr begin with `! `; the last line may be `(exit 1)`
 *
 * A block whose commands print fences of their own has a longer fence. UPDATE=1 rewrites what the commands print.
 */

interface Block {
  readonly info: string;
  readonly body: string;
  /** Where the body stands in the story. */
  readonly start: number;
}

/** Runs a story's commands in a folder of its own and returns the story with what they really print. */
export async function retell(story: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-story-"));
  try {
    let told = "";
    let end = 0;
    for (const { info, body, start } of blocks(story)) {
      const file = /(?:^|\s)file=(\S+)/.exec(info)?.[1];
      told += story.slice(end, start);
      end = start + body.length;
      if (file) writeFile(join(folder, file), body);
      told += info === "console" ? await transcript(body, folder) : body;
    }
    return told + story.slice(end);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every command of a console block, with what it prints now. */
async function transcript(body: string, folder: string): Promise<string> {
  const commands = body.split("\n").filter((line) => line.startsWith("$ "));
  const parts: string[] = [];
  for (const line of commands) parts.push(await answer(line, folder));
  return parts.join("");
}

async function answer(line: string, folder: string): Promise<string> {
  const [command = "", source] = line.slice(2).split(" < ");
  const [program, ...argv] = words(command);
  if (program === "cat") return `${line}\n${readFileSync(join(folder, argv[0] ?? ""), "utf8")}`;
  if (program === "git") return `${line}\n${runGit(folder, argv)}`;
  if (program !== "meshstep") throw new Error(`a story knows meshstep, cat and git, not ${program}`);
  const { code, out, err } = await runCli(argv, folder, source ? readFileSync(join(folder, source), "utf8") : "");
  const complaints = err.replaceAll(folder, "FOLDER").replace(/^(?=.)/gm, "! ");
  return `${line}\n${out.replaceAll(folder, "FOLDER")}${complaints}${code === 0 ? "" : `(exit ${code})\n`}`;
}

/** Words of a command line; double quotes keep spaces. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

function blocks(story: string): Block[] {
  return [...story.matchAll(/^(`{3,})([^`\n]*)\n([\s\S]*?)^\1$/gm)].map(
    ([, ticks = "", info = "", body = ""], index, all) => ({
      info,
      body,
      start: (all[index]?.index ?? 0) + ticks.length + info.length + 1,
    }),
  );
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
