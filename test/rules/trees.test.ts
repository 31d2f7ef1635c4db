import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkPaths } from "../../src/verbs/check/check-paths";
import { checkTransition } from "../../src/verbs/check/check-step";
import type { CheckReport } from "../../src/verbs/check/report";
import { copyFolder } from "../support/copy";
import { type Edit, type State, type Step, states, steps, type Tree } from "./trees/breakages";
import { moreStates, moreSteps } from "./trees/more-breakages";
import { fine, thirdStates, thirdSteps } from "./trees/third-round";

/*
 * Folders of several shapes in which nothing is wrong, as people have them, and what breaks meshes as one change of a file: some
 * rule has to say it of the change, and not of the folder as it was.
 */

const choices = { acceptedJumps: [] };
const scratch = mkdtempSync(join(tmpdir(), "trees-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let copies = 0;

/** A copy of a tree with some changes, as a folder. */
function folder(tree: Tree, edits: readonly Edit[]): string {
  const to = join(scratch, `${tree}-${copies++}`);
  copyFolder(join(__dirname, "trees", tree), to);
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

const io = (cwd: string) => ({ cwd, stdin: () => "" });
const ofFolder = (cwd: string) => checkPaths(["."], choices, io(cwd));

/** What a report says, in lines that begin with the rule. */
function said({ findings, broken }: CheckReport): readonly string[] {
  return [
    ...findings.map(({ rule, object, message }) => `${rule} ${object ?? ""} ${message}`),
    ...broken.map(({ message }) => `BROKEN ${message}`),
  ];
}

const known = new Map<Tree, ReadonlySet<string>>();

function knownOf(tree: Tree): ReadonlySet<string> {
  const found = known.get(tree) ?? new Set(said(ofFolder(folder(tree, []))));
  known.set(tree, found);
  return found;
}

/** The rules that say something new of a tree; objects that join those of a finding are nothing new. */
function newRules(tree: Tree, report: CheckReport): readonly string[] {
  const before = knownOf(tree);
  return said(report)
    .filter((line) => !before.has(line))
    .map((line) => line.split(" ")[0] ?? "");
}

test.each<Tree>(["ambient", "sidecar", "flux", "argocd", "tenants", "fleet", "bank", "twin"])(
  "%s without a change has no error",
  (tree) => {
    const report = ofFolder(folder(tree, []));
    expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.findings.map(({ rule }) => rule).filter((rule) => !/^(DEL|REV002)/.test(rule))).toEqual([]);
    expect(report.broken).toEqual([]);
  },
);

test.each([...states, ...moreStates, ...thirdStates])("%s: %s (%s)", (...row) => {
  const [rule, _what, tree, ...edits] = row as unknown as State;
  expect(newRules(tree, ofFolder(folder(tree, edits)))).toContain(rule);
});

test.each(fine)("nothing new of %s (%s)", (...row) => {
  const [, tree, ...edits] = row as unknown as (typeof fine)[number];
  expect(newRules(tree, ofFolder(folder(tree, edits)))).toEqual([]);
});

test.each([...steps, ...moreSteps, ...thirdSteps])("in a step, %s: %s (%s)", (...row) => {
  const [rule, _what, tree, edits, first = []] = row as unknown as Step;
  const [from, to] = [folder(tree, first), folder(tree, edits)];
  expect(newRules(tree, checkTransition({ from, to: [to] }, choices, io("/")))).toContain(rule);
});
