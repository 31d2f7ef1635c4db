import { shownAndFolded } from "../../plan/brought";
import { broughtLine, foldTitle, unseenLine } from "../../snapshot/brings";
import { keptLines } from "../../snapshot/kept-md";
import type { Comparison } from "../../verbs/diff/comparison";
import type { CommentBlock } from "./comment-parts";
import { code, folded } from "./diff-markdown-parts";
import { broughtOnTheWay, isBackwards, walked } from "./diff-steps";

/** What the versions bring to this mesh, as in PHASE.md: what a person should read, and the rest folded. */
export function bringsBlocks(comparison: Comparison): readonly CommentBlock[] {
  const several = walked(comparison).length > 1;
  const steps = broughtOnTheWay(comparison).map(({ phase, brought }) => {
    const by = several ? `${code(phase.dir)}: ` : "";
    const line = (text: string) => `- ${by}${text.replace(/\s+/g, " ")}`;
    const { shown, folded, unseen } = shownAndFolded(brought);
    return {
      shown: shown.map(broughtLine).map(line),
      folded: folded.map(broughtLine).map(line),
      unseen: unseen.map(unseenLine).map(line),
    };
  });
  const [shown, more, unseen] = [
    steps.flatMap((one) => one.shown),
    steps.flatMap((one) => one.folded),
    steps.flatMap((one) => one.unseen),
  ];
  return [...brings(shown, more, unseen), ...kept(comparison)];
}

function brings(shown: readonly string[], more: readonly string[], unseen: readonly string[]): CommentBlock[] {
  if (shown.length + more.length + unseen.length === 0) return [];
  const heading = "### What it brings\n\n";
  return [
    shown.length > 0
      ? { open: heading, reopen: "", pieces: shown }
      : { pieces: [`${heading}Nothing that most people notice.`] },
    ...(more.length + unseen.length > 0
      ? [folded(foldTitle(more.length, unseen.length), [...more, ...unseen], "\n")]
      : []),
  ];
}

/** Behaviour that values keep off; going back takes it off with the version. */
function kept(comparison: Comparison): readonly CommentBlock[] {
  if (isBackwards(comparison)) return [];
  const { plan } = comparison.rendered;
  const pieces = walked(comparison).flatMap((phase) => keptLines(plan, plan.phases.indexOf(phase), code));
  if (pieces.length === 0) return [];
  return [{ open: "### What stays as it was\n\n", reopen: "", pieces: pieces.map((line) => `- ${line}`) }];
}
