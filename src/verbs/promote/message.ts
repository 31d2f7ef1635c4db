import { distribution as findDistribution } from "../../catalog/lookup";
import { checkCommand } from "../../gates/command";
import { manualCommands } from "../../gates/manual";
import type { ManualStep } from "../../plan/manual-steps";
import type { Phase, Plan } from "../../plan/phase";
import type { Move } from "./route";

/** Longest first line that Git's own tools and web pages show in full. */
const subjectLimit = 72;

/** The commit message of one promotion: why, what changes, what people do, what must hold before the next one. */
export function commitMessage(plan: Plan, { from, to }: Move): string {
  const phase = plan.phases[to] as Phase;
  const undone = from !== undefined && to < from ? plan.phases[from] : undefined;
  const paragraphs = [
    subject(`mesh ${plan.mesh.name}: ${undone ? "back to " : ""}${phase.dir}`),
    ...(undone ? backBody(plan, phase, undone) : forwardBody(plan, phase)),
    ...(undone ? holdsBack(plan, undone) : holds(plan, phase, to)),
    [`Meshstep-Mesh: ${plan.mesh.name}`, `Meshstep-Phase: ${phase.dir}`, `Meshstep-Plan: ${plan.hash}`].join("\n"),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function forwardBody(plan: Plan, phase: Phase): string[] {
  return [
    wrap(phase.why),
    list("Changes:", phase.changes.length > 0 ? phase.changes : ["nothing but the marker, which names the phase"]),
    ...byHand(plan, phase.manual, "By hand, with the commands in PHASE.md of this phase:"),
    wrap(`Going back: ${phase.reversible}. ${phase.reversibleBecause}`),
  ];
}

function byHand({ mesh }: Plan, steps: readonly ManualStep[], title: string): string[] {
  if (steps.length === 0) return [];
  const { kubectl } = findDistribution(mesh.distribution).policy;
  return [[title, ...steps.map((step) => wrap(`- ${manualCommands(step, kubectl).says}`, "  "))].join("\n")];
}

function backBody(plan: Plan, phase: Phase, undone: Phase): string[] {
  const { before, after } = undone.backManual;
  return [
    wrap(`Takes ${undone.dir} back: the live folder holds ${phase.dir} again.`),
    list("Takes back:", undone.changes.length > 0 ? undone.changes : ["nothing but the marker, which names the phase"]),
    wrap(`${undone.dir} is ${undone.reversible}. ${undone.reversibleBecause}`),
    ...byHand(plan, before, "By hand, before this is merged:"),
    ...byHand(plan, after, `By hand, with the commands under "Going back" in PHASE.md of ${undone.dir}:`),
  ];
}

function holds({ mesh, phases }: Plan, phase: Phase, index: number): string[] {
  if (phase.gates.length === 0) return [];
  const { kubectl } = findDistribution(mesh.distribution).policy;
  const next = phases[index + 1];
  return [
    list(
      next ? `Before ${next.dir} this must hold:` : "This must hold in the end:",
      phase.gates.map((check) => checkCommand(check, kubectl).says),
    ),
  ];
}

/** What moved back must stand where it was before anything else moves. */
function holdsBack({ mesh }: Plan, { back }: Phase): string[] {
  const { kubectl } = findDistribution(mesh.distribution).policy;
  return [
    list(
      "Before anything else this must hold:",
      back.map((check) => checkCommand(check, kubectl).says),
    ),
  ];
}

function list(title: string, items: readonly string[]): string {
  return [title, ...items.map((item) => `- ${item}`)].join("\n");
}

function subject(text: string): string {
  return text.length <= subjectLimit ? text : `${text.slice(0, subjectLimit - 1)}…`;
}

/** Words in lines of at most 72 characters, which is what `git log` leaves room for. */
function wrap(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line && line.length + 1 + word.length > subjectLimit) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line.trim() ? `${line} ${word}` : `${line}${word}`;
  }
  return [...lines, line].join("\n");
}
