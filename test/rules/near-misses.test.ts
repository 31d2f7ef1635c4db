import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planRules, rules } from "../../src/rules/registry";
import { filesBelow } from "../../src/source/folder-files";
import { planCases } from "./plan-cases";
import { allStates, allSteps } from "./trees/all";
import type { Edit, State, Step, Tree } from "./trees/breakages";
import { checkFolder, checkFolders, folder, newLines } from "./trees/folders";
import { nearMisses } from "./trees/near-misses/all";
import type { NearMiss } from "./trees/near-misses/near-miss";

/*
 * What is nearly a breakage, and right: the tree of a breakage with one change more, of which its rule must have nothing to say, nor
 * any other rule an error. Every rule has a breakage that trips it (trees.test.ts asks that of each) and a near miss.
 */

/** A row of the tables of breakages. */
interface Breakage {
  readonly rule: string;
  readonly what: string;
  readonly tree: Tree;
  readonly edits: readonly Edit[];
  /** For steps: the state before. */
  readonly first?: readonly Edit[];
}

const breakages: readonly Breakage[] = [
  ...allStates.map(([rule, what, tree, ...edits]: State) => ({
    rule,
    what,
    tree,
    edits,
  })),
  ...allSteps.map(([rule, what, tree, edits, first = []]: Step) => ({
    rule,
    what,
    tree,
    edits,
    first,
  })),
];

function breakageOf([rule, of]: NearMiss): Breakage {
  const found = breakages.find((one) => one.rule === rule && one.what === of);
  if (!found) throw new Error(`no breakage of ${rule} is called ${of}`);
  return found;
}

const known = new Map<string, readonly string[]>();

/** The lines of all files of a folder, each with its file. */
function linesOf(path: string): readonly string[] {
  const lines = known.get(path) ?? readLines(path);
  known.set(path, lines);
  return lines;
}

function readLines(path: string): readonly string[] {
  return [...filesBelow(path, path, /./)].flatMap((name) =>
    readFileSync(join(path, name), "utf8")
      .split("\n")
      .map((line) => `${name}: ${line}`),
  );
}

/** Lines of the first that the second lacks. */
function beyond(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return some.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  }).length;
}

function distance(a: string, b: string): number {
  const [ours, theirs] = [linesOf(a), linesOf(b)];
  const isMoved = ours.some((line, index) => line !== theirs[index]);
  return Math.max(beyond(ours, theirs), beyond(theirs, ours), isMoved ? 1 : 0);
}

/** How many lines a near miss is away from its breakage, at most: an object that has to be there takes some. */
const close = 20;

test.each(nearMisses)("%s: %s, but: %s", (...row) => {
  const [rule, , , edits, first = []] = row as unknown as NearMiss;
  const { tree, ...trip } = breakageOf(row as unknown as NearMiss);
  const to = folder(tree, [...trip.edits, ...edits]);
  const from = trip.first && folder(tree, [...trip.first, ...first]);
  const lines = newLines(tree, from ? checkFolders(from, to) : checkFolder(to));
  // What vanishes is said of every step in which it does.
  const isOther = (line: string) => line.split(" ")[1] === "error" && !(from && line.startsWith("SNAP002 "));
  expect(lines.filter((line) => line.startsWith(`${rule} `) || isOther(line))).toEqual([]);

  const moved = distance(folder(tree, trip.edits), to) + (from ? distance(folder(tree, trip.first ?? []), from) : 0);
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThanOrEqual(close);
  // Who takes a breakage back has shown nothing.
  if (!from) expect(distance(folder(tree, []), to)).toBeGreaterThan(0);
});

test.each(planCases)("$rule: $trips, but: $spares", async ({ rule, ask }) => {
  expect(await ask(true)).toContain(rule);
  expect(await ask(false)).not.toContain(rule);
});

describe("the tables", () => {
  /** Rules of which a near miss can stand beside each breakage, because each of those is about a thing of its own. */
  const rowByRow = ["TGT005", "POD001", "AMB003", "NS010", "CP005", "DEL012", "DEL013", "GTW004", "POL006", "SUB003"];
  const ids = [...rules.map(({ id }) => id), ...planRules];
  const told = (id: string) => planCases.some(({ rule }) => rule === id);

  test("every rule has a breakage that trips it", () => {
    expect(ids.filter((id) => !breakages.some(({ rule }) => rule === id) && !told(id))).toEqual([]);
  });

  test("every rule has a near miss", () => {
    expect(ids.filter((id) => !nearMisses.some(([rule]) => rule === id) && !told(id))).toEqual([]);
  });

  test.each(rowByRow)("each breakage of %s has a near miss", (rule) => {
    const spared = new Set(nearMisses.filter(([id]) => id === rule).map(([, of]) => of));
    expect(breakages.filter((one) => one.rule === rule && !spared.has(one.what)).map(({ what }) => what)).toEqual([]);
  });

  test("a breakage is told by its rule and its words", () => {
    const named = breakages.map(({ rule, what, tree }) => `${rule} ${what} ${tree}`);
    expect(named.filter((one, index) => named.indexOf(one) !== index)).toEqual([]);
  });
});
