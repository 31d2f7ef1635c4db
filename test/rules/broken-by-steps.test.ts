import type { Step } from "./trees/breakages";
import { checkFolder, checkFolders, folder } from "./trees/folders";
import { guardSteps } from "./trees/gates-and-guards";

/* What may be meant while it stands, and breaks what went through before when it comes in a step: there it is an error. */

test.each(guardSteps)("in a step, %s: %s", (...row) => {
  const [rule, _what, tree, edits, first = []] = row as unknown as Step;
  const [from, to] = [folder(tree, first), folder(tree, edits)];
  const severities = (findings: readonly { readonly rule: string; readonly severity: string }[]) =>
    findings.flatMap((one) => (one.rule === rule ? [one.severity] : []));
  expect(severities(checkFolder(to).findings)).toEqual(["warning"]);
  expect(severities(checkFolders(from, to).findings)).toEqual(["error"]);
});
