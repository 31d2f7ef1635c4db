import { allFine, allStates, allSteps } from "./trees/all";
import type { State, Step, Tree } from "./trees/breakages";
import { checkFolder, checkFolders, folder, newRules } from "./trees/folders";

/*
 * Folders of several shapes in which nothing is wrong, as people have them, and what breaks meshes as one change of a file: some
 * rule has to say it of the change, and not of the folder as it was. What comes near to such a change, and is right, stands in
 * near-misses.test.ts.
 */

test.each<Tree>(["ambient", "sidecar", "flux", "argocd", "tenants", "fleet", "bank", "twin", "edge"])(
  "%s without a change has no error",
  (tree) => {
    const report = checkFolder(folder(tree, []));
    expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(report.findings.map(({ rule }) => rule).filter((rule) => !/^(DEL|REV002)/.test(rule))).toEqual([]);
    expect(report.broken).toEqual([]);
  },
);

test.each(allStates)("%s: %s (%s)", (...row) => {
  const [rule, _what, tree, ...edits] = row as unknown as State;
  expect(newRules(tree, checkFolder(folder(tree, edits)))).toContain(rule);
});

test.each(allFine)("nothing new of %s (%s)", (...row) => {
  const [, tree, ...edits] = row as unknown as (typeof allFine)[number];
  expect(newRules(tree, checkFolder(folder(tree, edits)))).toEqual([]);
});

test.each(allSteps)("in a step, %s: %s (%s)", (...row) => {
  const [rule, _what, tree, edits, first = []] = row as unknown as Step;
  const [from, to] = [folder(tree, first), folder(tree, edits)];
  expect(newRules(tree, checkFolders(from, to))).toContain(rule);
});
