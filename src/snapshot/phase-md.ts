import type { CheckCommand, Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { gateNames, hasGateJobs } from "../gates/job/names";
import { manualCommands } from "../gates/manual";
import type { Check, ManualStep } from "../plan/checks";
import type { Phase, Plan } from "../plan/phase";
import { controlPlaneVersion, type DataPlanePart, type MeshState, runningVersions } from "../plan/state";
import { bringsSection, broughtBy } from "./brings";
import { gatewayApiSection, kialiSection } from "./cluster-md";
import { gateSaysNo } from "./gate-says-no-md";
import { markdownHeader } from "./header";
import { keptSection } from "./kept-md";
import { bullets, fence, fold, table } from "./markdown";
import { takeOverSection } from "./take-over-md";

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
    ...bringsSection(broughtBy(plan, index)),
    ...keptSection(plan, index),
    ...gatewayApiSection(plan, index),
    ...takeOverSection(plan, index),
    ...kialiSection(plan, index),
    "## What must be true before",
    before(plan, phase, previous),
    ...manual(phase, kubectl),
    "## Disruption",
    phase.disruption,
    "## What must hold before the next phase",
    howToLook(plan, index),
    checkList(phase.gates, kubectl),
    ...jobsOf(plan, index),
    "## Going back",
    ...goingBack(phase, previous, kubectl),
    ...gateSaysNo(plan, index, kubectl),
    "## When it stops half way",
    whenItStops(plan, phase, previous),
  ];
  return `${sections.join("\n\n")}\n`;
}

function nothingChanges(phase: Phase): string {
  return phase.kind === "baseline"
    ? "Nothing, against the cluster as it runs. Against an empty Git folder: everything."
    : "Nothing but the marker ConfigMap, which names this phase.";
}

function versions(before: MeshState | undefined, after: MeshState): string {
  const part = (name: DataPlanePart) => [before && running(before, name), running(after, name)];
  const rows = [
    ["operator", before?.operatorRelease, after.operatorRelease],
    ["control plane", before && controlPlaneVersion(before), controlPlaneVersion(after)],
    ["CNI", ...part("cni")],
    ["ZTunnel", ...part("ztunnel")],
    ["waypoints", ...part("waypoints")],
    ["gateways", ...part("gateways")],
    ["workloads", ...part("workloads")],
  ].filter(([, , version]) => version !== undefined);
  return table(
    ["part", "before", "after"],
    rows.map(([part, from, to]) => [part ?? "", from ?? "", from === to || !from ? (to ?? "") : `**${to}**`]),
  );
}

/** A part in transit shows all its versions. */
export function running(state: MeshState, part: DataPlanePart): string | undefined {
  return runningVersions(state, part).join(" and ") || undefined;
}

function before(plan: Plan, phase: Phase, previous: Phase | undefined): string {
  const first = previous
    ? `All that [${previous.dir}](../${previous.dir}/PHASE.md#what-must-hold-before-the-next-phase) ends with.`
    : "The cluster runs what mesh.yaml describes, or nothing of the mesh yet.";
  const job = gateNames(plan)[plan.phases.indexOf(phase)]?.precheck;
  return job === undefined
    ? first
    : `${first} The Job \`${job}\` asks what it can of that before this snapshot touches anything: a phase that is merged too early holds itself.`;
}

function manual(phase: Phase, kubectl: Kubectl): string[] {
  if (!phase.manual.length) return [];
  return ["## What a person does", ...steps(phase.manual, kubectl)];
}

function steps(manual: readonly ManualStep[], kubectl: Kubectl): string[] {
  return manual.flatMap((step) => {
    const { says, run } = manualCommands(step, kubectl);
    return [says, fence("sh", run)];
  });
}

function howToLook(plan: Plan, index: number): string {
  const phase = plan.phases[index] as Phase;
  const lines = [
    `meshstep verify ${phase.dir} -f <mesh.yaml> --wait 30m`,
    "sh gates.sh        # the same without meshstep; beside this page",
  ];
  return [
    "Either of these waits, prints a line for each check, and ends with 0 when all of them hold:",
    fence("sh", lines),
  ].join("\n\n");
}

/** One line for each check; the commands are there for who wants them. */
function checkList(checks: readonly Check[], kubectl: Kubectl): string {
  const commands = checks.map((check) => checkCommand(check, kubectl));
  return [
    commands.map(({ says }, index) => `${index + 1}. ${capital(says)}`).join("\n"),
    fold("The commands, one by one", commandSteps(commands).join("\n\n")),
  ].join("\n\n");
}

function jobsOf(plan: Plan, index: number): string[] {
  if (!hasGateJobs(plan)) return [];
  const phase = plan.phases[index] as Phase;
  const names = gateNames(plan)[index];
  if (names?.verify !== undefined) {
    const what = phase.gates.some(({ check }) => check === "slo")
      ? "asks what kubectl can ask without a shell, and last, with the shell of its image, what Prometheus measured"
      : "asks what kubectl can ask without a shell";
    const { requests } = names;
    return [
      `In the cluster the Job \`${names.verify}\` ${what}, of what this phase has moved and of what the next one gives back on the way back, and the marker follows when it is complete. Requests, routes, policies and proxy versions are not among that.`,
      ...(requests.length > 0
        ? [
            `After it, and before the marker, these ask as mesh.yaml says: ${requests.map(({ namespace, name }) => `Job \`${name}\` in namespace ${namespace}`).join(", ")}.`,
          ]
        : []),
    ];
  }
  return phase.manual.length > 0
    ? [
        "People finish this phase, so it has no closing Job and the marker comes at once: the Job before the next phase holds.",
      ]
    : [];
}

function goingBack(phase: Phase, previous: Phase | undefined, kubectl: Kubectl): string[] {
  const grade = `**${capital(phase.reversible)}.** ${phase.reversibleBecause}`;
  if (phase.closedBecause !== undefined) return [`${grade} It is not walked back: ${phase.closedBecause}.`];
  if (!previous) return [grade];
  const { before, after } = phase.backManual;
  const promote = `Promote [${previous.dir}](../${previous.dir}/PHASE.md), which is \`meshstep promote --back\`.`;
  const asked = "this must hold before anything else, and `meshstep verify --back` asks it:";
  return [
    grade,
    `What people feel: ${feltBack(phase)}`,
    ...(before.length > 0 ? ["Before that:", ...steps(before, kubectl)] : []),
    ...(after.length > 0
      ? [
          `${promote} When it is applied${after.some(isRestart) ? ", and istiod is rolled out, as the checks below ask" : ""}:`,
          ...steps(after, kubectl),
          `Then ${asked}`,
        ]
      : [`${promote} Then ${asked}`]),
    checkList(phase.back, kubectl),
  ];
}

/** Its pods take their version from istiod. */
function isRestart({ step }: ManualStep): boolean {
  return step === "restart-gateway" || step === "restart-workloads";
}

/** The parts that moved roll once more; where none did, the commit moves the marker. */
function feltBack({ kind, state, backManual }: Phase): string {
  if (["operator", "platform", "verify", "restart"].includes(kind)) {
    return "nothing; what runs stays as it is.";
  }
  if (kind === "namespaces") {
    const when =
      state.ztunnel === undefined
        ? "with the next start of each pod after their labels are gone"
        : "when their labels do";
    return `connections of these namespaces leave the mesh ${when}.`;
  }
  const people = [...backManual.before, ...backManual.after].length > 0;
  return `the parts that restarted on the way here restart once more, as it is said under Disruption${people ? "; and what people replace by the commands here" : ""}.`;
}

/** For who is called at night. */
function whenItStops(plan: Plan, phase: Phase, previous: Phase | undefined): string {
  const cluster = phase.kind === "platform";
  const closed = phase.closedBecause !== undefined || phase.kind === "operator" || cluster;
  const back = !previous
    ? "There is nothing to go back to: correct mesh.yaml."
    : closed
      ? `The ${cluster ? "cluster" : "operator"} cannot go back. The mesh still runs what it ran: find out what the ${cluster ? "upgrade" : "operator"} waits for.`
      : `Going back is promoting ${previous.dir}; it is safe while this phase is half way, because every state in between was proved.`;
  const jobs = hasGateJobs(plan) ? " What a gate Job says of it, and what to do then, stands above." : "";
  return `Nothing has to be done at once: every state that this phase can stop in obeys the skew rule, and traffic goes on. Look at what does not hold yet with \`meshstep verify ${phase.dir}\`.${jobs} ${back}`;
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
