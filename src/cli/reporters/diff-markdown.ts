import { distribution as findDistribution } from "../../catalog/lookup";
import { checkCommand } from "../../gates/command";
import { manualCommands } from "../../gates/manual";
import type { Check } from "../../plan/checks";
import { meshIn, type Phase } from "../../plan/phase";
import { settledGates } from "../../plan/phase-checks";
import { commandSteps } from "../../snapshot/checks-md";
import { fence } from "../../snapshot/markdown";
import { mermaidRow } from "../../snapshot/plan-md";
import type { Comparison } from "../../verbs/diff/comparison";
import { clip } from "../../verbs/diff/summary";
import { type CommentBlock, commentParts } from "./comment-parts";
import { bringsBlocks } from "./diff-markdown-brings";
import { changeTable, code, fileDiffs, folded, prose, standingNote } from "./diff-markdown-parts";
import { isBackwards, walked } from "./diff-steps";

/** How much of one command is shown; those that we write are far shorter. */
const commandLimit = 8000;

/**
 * One comparison as the comments of a pull request. The first line of each is a marker that stays the same from run to run,
 * so that CI finds the comment that it has to update.
 * @param numbered whether several comparisons of one mesh are printed: the marker then names the phase
 */
export function diffComments(comparison: Comparison, numbered: boolean, limit?: number): readonly string[] {
  const { rendered, to } = comparison;
  const { mesh, phases } = rendered.plan;
  const phase = phases[to] as Phase;
  const which = `mesh=${mesh.name}${numbered ? ` phase=${to}` : ""}`;
  const title = `## ${mesh.name}: phase ${to} of ${phases.length - 1}, ${phase.title}`;
  const head = (part: number, parts: number) => {
    const count = parts > 1 ? `\n\n_Part ${part} of ${parts}${part > 1 ? ", continued" : ""}._` : "";
    return `<!-- meshstep:diff ${which} part=${part} -->\n${title}${count}`;
  };
  return commentParts(blocksOf(comparison, phase), head, limit);
}

function blocksOf(comparison: Comparison, phase: Phase): readonly CommentBlock[] {
  const { rendered, from, to, diff } = comparison;
  const picture = one(mermaidRow(rendered.plan.phases, to));
  if (!diff.changed) return [one(`Nothing differs between ${code(from.label)} and ${code(phase.dir)}.`), picture];
  return [
    one(`${code(from.label)} → ${code(phase.dir)}: ${counted(comparison)}.${steps(comparison)}`),
    ...standingNote(comparison),
    changeTable(diff),
    picture,
    ...(isBackwards(comparison) ? [] : [one(phase.why)]),
    ...bringsBlocks(comparison),
    ...gates(comparison, phase),
    ...people(comparison),
    ...said("### Disruption", comparison, ({ disruption }) => disruption),
    ...said(
      "### Going back",
      comparison,
      ({ reversible, reversibleBecause }) => `**${reversible}.** ${reversibleBecause}`,
    ),
    ...fileDiffs(comparison),
  ];
}

function counted({ diff }: Comparison): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return `${count(diff.objects.length, "object")} in ${count(diff.files.length, "file")}`;
}

function steps(comparison: Comparison): string {
  const count = walked(comparison).length;
  const back = isBackwards(comparison) ? " This goes back." : "";
  return count > 1 ? `${back} These are ${count} steps, and \`meshstep promote\` takes one at a time.` : back;
}

function isOneStepOn({ from, to }: Comparison): boolean {
  return to === (from.phase ?? to - 1) + 1;
}

/** A step forward has gates of its own; after anything else the whole state is what has to hold. */
function checksOf(comparison: Comparison, phase: Phase): readonly Check[] {
  if (isOneStepOn(comparison)) return phase.gates;
  const all = [...phase.gates, ...settledGates(meshIn(comparison.rendered.plan, phase), phase.state)];
  return [...new Map(all.map((check) => [JSON.stringify(check), check])).values()];
}

function gates(comparison: Comparison, phase: Phase): readonly CommentBlock[] {
  const { kubectl } = findDistribution(comparison.rendered.plan.mesh.distribution).policy;
  const commands = checksOf(comparison, phase).map((check) => checkCommand(check, kubectl));
  if (!commands.length) return [];
  const shown = commands.map(({ says, run, expect }) => ({
    says: prose(clip(says, commandLimit)),
    run: clip(run, commandLimit),
    expect: clip(expect, commandLimit),
  }));
  return [
    {
      open: "### What must hold before the next phase\n\n",
      reopen: "",
      pieces: shown.map(({ says }) => `- [ ] ${says}`),
    },
    folded("The commands, and the line of each that means yes", commandSteps(shown)),
  ];
}

function people(comparison: Comparison): readonly CommentBlock[] {
  const { kubectl } = findDistribution(comparison.rendered.plan.mesh.distribution).policy;
  const manual = isBackwards(comparison) ? [] : walked(comparison).flatMap((phase) => phase.manual);
  if (!manual.length) return [];
  return [
    one("### What a person does"),
    ...manual.flatMap((step) => {
      const { says, run } = manualCommands(step, kubectl);
      return [one(says), folded("The commands", [fence("sh", run)])];
    }),
  ];
}

/** What every phase on the way has to say; one phase alone need not be named. */
function said(heading: string, comparison: Comparison, words: (phase: Phase) => string): readonly CommentBlock[] {
  const phases = walked(comparison);
  if (!phases.length) return [];
  const pieces = phases.length === 1 ? phases.map(words) : phases.map((one) => `- ${code(one.dir)}: ${words(one)}`);
  return [{ open: `${heading}\n\n`, reopen: "", pieces }];
}

function one(text: string): CommentBlock {
  return { pieces: [text] };
}
