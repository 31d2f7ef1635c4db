import { execFileSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleDocs } from "../../../src/findings/pages";
import { ledgerRows } from "../../../src/ledger/rows";
import { folderWith } from "../../support/folder";
import { hasProgram } from "../../support/programs";
import { runCli } from "../../support/run-cli";
import { describeWhere } from "../../support/where";
import { completeInBash, completeInFish, completeInZsh, scriptFor } from "./shells";

const cwd = folderWith({ "live/prod/a.yaml": "", "mesh.yaml": "", "my file.yaml": "" });
const commands =
  "adopt catalog changes check completion diff explain help init plan promote rebase schema status synth verify".split(
    " ",
  );
const rules = Object.keys(ruleDocs).sort();
const explained = [...rules, ...ledgerRows().map(({ id }) => id)].sort();

describe("bash", () => {
  const complete = async (...words: string[]) => completeInBash(await scriptFor("bash"), ["meshstep", ...words], cwd);

  test.each<[string, string[], string[]]>([
    ["commands", [""], commands],
    ["the beginning of a command", ["pr"], ["promote"]],
    ["commands of help", ["help", "sy"], ["synth"]],
    ["options of the program", ["--v"], ["--version"]],
    ["commands behind an option", ["--debug", "sy"], ["synth"]],
    ["options of a command", ["synth", "--d"], ["--dry-run"]],
    ["choices", ["check", "-o", ""], ["github", "json", "sarif", "text"]],
    ["choices behind =", ["check", "--output", "=", "s"], ["sarif"]],
    ["choices right behind =", ["check", "--distribution", "="], ["alauda", "openshift", "sail"]],
    ["rules and changes", ["explain", ""], explained],
    ["rules, once", ["explain", "VER001", ""], []],
    ["distributions", ["catalog", "o"], ["openshift"]],
    ["schemas", ["schema", ""], ["mesh", "plan"]],
    ["shells", ["completion", ""], ["bash", "fish", "zsh"]],
    ["files", ["check", "m"], ["mesh.yaml", "my file.yaml"]],
    ["any number of files", ["check", "mesh.yaml", "my"], ["my file.yaml"]],
    ["files of options", ["plan", "-f", "me"], ["mesh.yaml"]],
    ["folders only", ["status", "--live", ""], ["live"]],
    ["folders in folders", ["status", "--live", "live/"], ["live/prod"]],
    ["nothing for a version", ["check", "--release", ""], []],
    ["nothing for a phase", ["diff", ""], []],
    ["options behind a value that may be left out", ["promote", "--branch", "--al"], ["--all"]],
    ["nothing for a command that is none", ["nope", ""], []],
    ["an argument behind a value of an option", ["catalog", "--release", "3.1.2", "sa"], ["sail"]],
  ])("%s", async (_, words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  test("is registered, and loads without a word", async () => {
    const script = await scriptFor("bash");
    const out = execFileSync("bash", ["--norc", "-c", 'source "$1"; complete -p meshstep', "bash", script], {
      encoding: "utf8",
    });
    expect(out).toBe("complete -F _meshstep meshstep\n");
  });
});

describeWhere(hasProgram("zsh"), "zsh is not installed")("zsh", () => {
  test("completes in an interactive shell", async () => {
    const table = [
      ["meshstep completi", "meshstep completion "],
      ["meshstep --vers", "meshstep --version "],
      ["meshstep help prom", "meshstep help promote "],
      ["meshstep synth --dr", "meshstep synth --dry-run "],
      ["meshstep check --distribution op", "meshstep check --distribution openshift "],
      ["meshstep check -o sa", "meshstep check -o sarif "],
      ["meshstep check --output=gi", "meshstep check --output=github "],
      ["meshstep explain ZTN005", "meshstep explain ZTN005 "],
      ["meshstep schema p", "meshstep schema plan "],
      ["meshstep check me", "meshstep check mesh.yaml "],
      ["meshstep check mesh.yaml my", "meshstep check mesh.yaml my\\ file.yaml "],
      ["meshstep status --live li", "meshstep status --live live/"],
      ["meshstep check --release 3", "meshstep check --release 3"],
    ] as const;
    const lines = completeInZsh(
      await scriptFor("zsh"),
      table.map(([typed]) => typed),
      cwd,
    );
    expect(lines).toEqual(table.map(([, completed]) => completed));
  });

  test("is found by its name in $fpath, too", async () => {
    const folder = folderWith({});
    cpSync(await scriptFor("zsh"), join(folder, "_meshstep"));
    const program = `fpath=("$1" $fpath); autoload -Uz compinit; compinit -u -D; print -r -- $_comps[meshstep]`;
    expect(execFileSync("zsh", ["-f", "-c", program, "zsh", folder], { encoding: "utf8" })).toBe("_meshstep\n");
  });
});

describeWhere(hasProgram("fish"), "fish is not installed")("fish", () => {
  test.each<[string, string, string[]]>([
    ["commands", "meshstep ", commands],
    ["choices", "meshstep check --output ", ["github", "json", "sarif", "text"]],
    ["options", "meshstep synth --dr", ["--dry-run"]],
    ["rules", "meshstep explain SKEW", rules.filter((rule) => rule.startsWith("SKEW"))],
    ["files", "meshstep check me", ["mesh.yaml"]],
    ["folders", "meshstep status --live li", ["live/"]],
    ["nothing for a phase", "meshstep diff ", []],
  ])("%s", async (_, line, expected) => {
    expect(completeInFish(await scriptFor("fish"), line, cwd)).toEqual(expected);
  });
});

test.each(["bash", "zsh", "fish"] as const)(
  "the script for %s names every command and option of the help",
  async (shell) => {
    const script = readFileSync(await scriptFor(shell), "utf8");
    for (const command of commands) {
      expect(script).toContain(command);
      const { out } = await runCli(
        [command === "help" ? "--help" : command, ...(command === "help" ? [] : ["--help"])],
        cwd,
      );
      const flags = [...out.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map((match) => match[1] ?? "");
      expect(flags).not.toEqual([]);
      for (const flag of flags) expect(script).toContain(shell === "fish" ? `-l ${flag} ` : `--${flag}`);
    }
  },
);

test("a shell that is not known", async () => {
  const { code, out, err } = await runCli(["completion", "tcsh"], cwd);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("Allowed choices are bash, zsh, fish");
});
