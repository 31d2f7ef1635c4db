import type { CheckCommand, Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { manualCommands } from "../gates/manual";
import type { Check } from "../plan/checks";
import type { Phase, Plan } from "../plan/phase";
import { controlPlaneVersion, type MeshState } from "../plan/state";
import { markdownHeader } from "./header";
import { bullets, fence, table } from "./markdown";

/** PHASE.md: what a person reads before promoting a phase, and follows while it is applied. */
export function phaseMarkdown(plan: Plan, index: number, kubectl: Kubectl): string {
  const phase = plan.phases[index] as Phase;
  const previous = plan.phases[index - 1];
  const sections = [
    `${markdownHeader} for mesh ${plan.mesh.name}. Do not edit: change mesh.yaml and run meshstep synth. -->`,
    `# ${phase.dir}: ${phase.title}`,
    phase.why,
    "## What changes",
    bullets(
      phase.changes.map((change) => `\`${change}\``),
      nothingChanges(phase),
    ),
    versions(previous?.state, phase.state),
    ...before(phase, previous, kubectl),
    ...manual(phase, kubectl),
    "## Disruption",
    phase.disruption,
    "## What must hold before the next phase",
    "Run these in order. Each says yes with the line beside it; anything else means: stop, and do not promote the next phase.",
    commands(phase.gates, kubectl),
    "## Going back",
    `**${phase.reversible}.** ${phase.reversibleBecause}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function nothingChanges(phase: Phase): string {
  return phase.kind === "baseline"
    ? "Nothing, against the cluster as it runs. Against an empty Git folder: everything."
    : "Nothing but the marker ConfigMap, which names this phase.";
}

function versions(before: MeshState | undefined, after: MeshState): string {
  const rows = [
    ["operator", before?.operatorRelease, after.operatorRelease],
    ["control plane", before && controlPlaneVersion(before), controlPlaneVersion(after)],
    ["CNI", before?.cni, after.cni],
    ["ZTunnel", before && running(before, "ztunnel"), running(after, "ztunnel")],
    ["waypoints", before?.waypoints, after.waypoints],
    ["workloads", before && running(before, "workloads"), running(after, "workloads")],
  ].filter(([, , version]) => version !== undefined);
  return table(
    ["part", "before", "after"],
    rows.map(([part, from, to]) => [part ?? "", from ?? "", from === to || !from ? (to ?? "") : `**${to}**`]),
  );
}

/** A part in transit shows all its versions. */
export function running(state: MeshState, part: "ztunnel" | "workloads"): string | undefined {
  return state.inTransit?.[part]?.join(" and ") ?? state[part];
}

function before(phase: Phase, previous: Phase | undefined, kubectl: Kubectl): string[] {
  if (!previous) return ["## What must be true before", "The cluster runs what mesh.yaml describes."];
  return [
    "## What must be true before",
    `Everything that [${previous.dir}](../${previous.dir}/PHASE.md) ends with:`,
    bullets(
      phase.before.map((check) => checkCommand(check, kubectl).says),
      "Nothing.",
    ),
  ];
}

function manual(phase: Phase, kubectl: Kubectl): string[] {
  if (!phase.manual.length) return [];
  return [
    "## What a person does",
    ...phase.manual.flatMap((step) => {
      const { says, run } = manualCommands(step, kubectl);
      return [says, fence("sh", run)];
    }),
  ];
}

function commands(checks: readonly Check[], kubectl: Kubectl): string {
  return commandSteps(checks.map((check) => checkCommand(check, kubectl))).join("\n\n");
}

/** Commands as the items of a numbered list: what must hold, how to see it, and the line that means yes. */
export function commandSteps(commands: readonly CheckCommand[]): readonly string[] {
  return commands.map((one, index) => command(index + 1, one));
}

function command(number: number, { says, run, expect }: CheckCommand): string {
  const marker = `${number}. `;
  const body = `${fence("sh", [run])}\n\nYes: \`${expect.replaceAll("`", "'")}\``;
  return `${marker}${capital(says)}\n\n${body.replace(/^(?=.)/gm, " ".repeat(marker.length))}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
