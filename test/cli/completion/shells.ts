import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../../support/folder";
import { runCli } from "../../support/run-cli";

/** The script for a shell, in a file. */
export async function scriptFor(shell: "bash" | "zsh" | "fish"): Promise<string> {
  const folder = folderWith({});
  const { code, out } = await runCli(["completion", shell], folder);
  if (code !== 0) throw new Error(`meshstep completion ${shell} exits with ${code}`);
  const file = join(folder, `meshstep.${shell}`);
  writeFileSync(file, out);
  return file;
}

/** What bash offers for these words, of which the last one is being typed. */
export function completeInBash(script: string, words: readonly string[], cwd: string): string[] {
  const program = `
    source "$1"; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _meshstep
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["--norc", "-c", program, "bash", script, ...words], { cwd, encoding: "utf8" });
  return out.split("\n").filter(Boolean).sort();
}

/** What fish offers for a line. */
export function completeInFish(script: string, line: string, cwd: string): string[] {
  const out = execFileSync("fish", ["--no-config", "-c", `source $argv[1]; complete -C $argv[2]`, script, line], {
    cwd,
    encoding: "utf8",
  });
  return out
    .split("\n")
    .filter(Boolean)
    .map((one) => one.split("\t")[0] ?? "")
    .sort();
}

/** What stands on each line after a tab, in an interactive zsh. */
export function completeInZsh(script: string, lines: readonly string[], cwd: string): string[] {
  const program = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "PS1=; unset zle_bracketed_paste; unsetopt beep; autoload -Uz compinit; compinit -u -D; source \${(q)1}"
    # A key that prints the line and empties it, so that nothing is ever run.
    zpty -w shell 'show() { print -r -- "LINE<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^G" show'
    # Each answer is awaited before the next line is typed: what comes while the shell is still starting or completing is lost.
    # In two parts, because the shell shows what is typed.
    zpty -w shell 'print RE''ADY'
    zpty -r shell answer '*READY*'
    shift
    for line in "$@"; do
      zpty -w -n shell "$line"$'\\t\\C-g'
      zpty -r shell answer '*LINE<*>*'
      print -r -- $answer
    done`;
  const args = ["-f", "-c", program, "zsh", script, ...lines];
  const out = execFileSync("zsh", args, { cwd, encoding: "utf8", timeout: 20_000 });
  return [...out.matchAll(/LINE<([^>]*)>/g)].map((match) => match[1] ?? "");
}
