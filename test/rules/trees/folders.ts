import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkPaths } from "../../../src/verbs/check/check-paths";
import { checkTransition } from "../../../src/verbs/check/check-step";
import type { CheckReport } from "../../../src/verbs/check/report/report";
import { copyFolder } from "../../support/copy";
import { lastingFolder } from "../../support/scratch";
import type { Edit, Tree } from "./breakages";

const choices = { acceptedJumps: [] };
const io = (cwd: string) => ({ cwd, stdin: () => "" });
const scratch = lastingFolder();

const copies = new Map<string, string>();

/** A copy of a tree with some changes, as a folder, made once: nobody writes into it. */
export function folder(tree: Tree, edits: readonly Edit[]): string {
  const key = JSON.stringify([tree, edits]);
  const found = copies.get(key) ?? copied(tree, edits, join(scratch, `${tree}-${copies.size}`));
  copies.set(key, found);
  return found;
}

function copied(tree: Tree, edits: readonly Edit[], to: string): string {
  copyFolder(join(__dirname, tree), to);
  for (const [file, was, becomes] of edits) {
    const path = join(to, file);
    if (becomes === undefined) {
      rmSync(path);
      continue;
    }
    const text = was === "" ? "" : readFileSync(path, "utf8");
    if (!text.includes(was)) throw new Error(`${tree}/${file} has no ${was}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      text.replace(was, () => becomes),
    );
  }
  return to;
}

export function checkFolder(cwd: string): CheckReport {
  return checkPaths(["."], choices, io(cwd));
}

export function checkFolders(from: string, to: string): CheckReport {
  return checkTransition({ from, to: [to] }, choices, io("/"));
}

/** What a report says, in lines that begin with the rule and its severity. */
function said({ findings, broken }: CheckReport): readonly string[] {
  return [
    ...findings.map(({ rule, severity, object, message }) => `${rule} ${severity} ${object ?? ""} ${message}`),
    ...broken.map(({ message }) => `BROKEN error ${message}`),
  ];
}

const known = new Map<Tree, ReadonlySet<string>>();

function knownOf(tree: Tree): ReadonlySet<string> {
  const found = known.get(tree) ?? new Set(said(checkFolder(folder(tree, []))));
  known.set(tree, found);
  return found;
}

/** What is said that is not said of the tree as it was; objects that join those of a finding are nothing new. */
export function newLines(tree: Tree, report: CheckReport): readonly string[] {
  const before = knownOf(tree);
  return said(report).filter((line) => !before.has(line));
}

/** The rules that say something new of a tree. */
export function newRules(tree: Tree, report: CheckReport): readonly string[] {
  return newLines(tree, report).map((line) => line.split(" ")[0] ?? "");
}
