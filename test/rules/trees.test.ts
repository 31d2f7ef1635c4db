import { analysisStates } from "./trees/analysis";
import { type State, type Step, states, steps, type Tree } from "./trees/breakages";
import { checkFolder, checkFolders, folder, newRules } from "./trees/folders";
import { linkStates } from "./trees/links";
import { moreStates, moreSteps } from "./trees/more-breakages";
import { overlayStates } from "./trees/overlays";
import { rareStates, rareSteps } from "./trees/rare-breakages";
import { restStates } from "./trees/rest";
import { fine, thirdStates, thirdSteps } from "./trees/third-round";
import { unfoundFine, unfoundStates, unfoundSteps } from "./trees/unfound";

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

test.each([
  ...states,
  ...moreStates,
  ...rareStates,
  ...thirdStates,
  ...unfoundStates,
  ...overlayStates,
  ...analysisStates,
  ...linkStates,
  ...restStates,
])("%s: %s (%s)", (...row) => {
  const [rule, _what, tree, ...edits] = row as unknown as State;
  expect(newRules(tree, checkFolder(folder(tree, edits)))).toContain(rule);
});

test.each([...fine, ...unfoundFine])("nothing new of %s (%s)", (...row) => {
  const [, tree, ...edits] = row as unknown as (typeof fine)[number];
  expect(newRules(tree, checkFolder(folder(tree, edits)))).toEqual([]);
});

test.each([...steps, ...moreSteps, ...rareSteps, ...thirdSteps, ...unfoundSteps])(
  "in a step, %s: %s (%s)",
  (...row) => {
    const [rule, _what, tree, edits, first = []] = row as unknown as Step;
    const [from, to] = [folder(tree, first), folder(tree, edits)];
    expect(newRules(tree, checkFolders(from, to))).toContain(rule);
  },
);
