import { distribution as findDistribution } from "../catalog/lookup";
import type { Finding } from "../findings/finding";
import { isCniExternal } from "../mesh/external-cni";
import { strategyOf } from "../mesh/istiod";
import type { Phase, Plan } from "../plan/phase";
import { proofVerdict } from "../plan/proof-verdict";
import { controlPlaneVersions } from "../plan/state";
import { beforeYouStart } from "./before-start-md";
import { planBrings } from "./brings";
import { calendarSection } from "./cluster-md";
import { externalCniPlan } from "./external-cni-md";
import { markdownHeader } from "./header";
import { fence, table } from "./markdown";
import { running } from "./phase-md";

/** PLAN.md: the table that a reviewer reads first, with a picture of the row. */
export function planMarkdown(plan: Plan, findings: readonly Finding[]): string {
  const { mesh, phases } = plan;
  const sections = [
    `${markdownHeader} for mesh ${mesh.name}. Do not edit: change mesh.yaml and run meshstep synth. -->`,
    `# ${mesh.name}: ${headline(plan)}`,
    `${mesh.distribution}, ${mesh.dataPlane}, ${strategyOf(mesh)}. Promote one phase at a time; go on when everything in its PHASE.md holds.`,
    mermaidRow(phases),
    phaseTable(phases, (phase) => `[${phase.dir}](phases/${phase.dir}/PHASE.md)`),
    ...ungrouped(plan),
    ...externalCniPlan(phases),
    ...findingSection(findings),
    beforeYouStart(plan, findDistribution(mesh.distribution).policy.kubectl),
    howLong(plan),
    ...planBrings(plan),
    ...calendarSection(plan),
    "## Why this is safe",
    `GitOps engines promise no order among the objects of one sync, so each phase was tried in every state that it can pass through: ${plan.proof.length} states, ${proofVerdict(plan)}. \`meshstep plan --proof\` prints them. The proof is about versions; that a rollout has really ended is what the gates are for.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** More pull requests in a row than these, and somebody wants to know that there can be fewer. */
const manyCohorts = 12;

/** Where nobody has said who moves together, each namespace moves alone: hundreds of them make hundreds of phases. */
export function ungrouped({ mesh, phases }: Plan): string[] {
  const moving = phases.filter(({ kind }) => kind === "namespaces" || kind === "restart").length;
  if (mesh.upgrade?.cohorts !== undefined || moving <= manyCohorts) return [];
  return [
    `${moving} phases move namespaces one by one, as mesh.yaml does not say which may move together: \`spec.upgrade.cohorts\` puts several into one phase.`,
  ];
}

/** What is known of how long a row takes; nodes and pods of people are not. */
function howLong({ mesh, phases }: Plan): string {
  const ztunnel = phases.filter(({ kind, state }) => kind === "ztunnel" && !state.inTransit?.ztunnel);
  const grace = (ztunnel.at(-1)?.state ?? phases[0]?.state)?.ztunnelSettings?.terminationGracePeriodSeconds ?? 30;
  const isUpgrade = !phases.some(({ kind }) => kind === "change");
  const rows = [
    ...(isUpgrade ? [["a control plane phase", "until istiod and what it rolls are ready: minutes"]] : []),
    ...(mesh.cni && !isCniExternal(mesh) && isUpgrade ? [["a CNI phase", "node by node, about a minute each"]] : []),
    ...(mesh.ztunnel && ztunnel.length > 0
      ? [["a ZTunnel phase", `node by node: each takes up to ${grace} s of grace, and about a minute more`]]
      : []),
    ...phases.filter(({ kind }) => kind === "change").map(({ dir }) => [dir, changeTakes(dir, grace)]),
    ...(phases.some(({ manual }) => manual.length > 0) ? [["a phase by hand", "as long as people take"]] : []),
  ];
  return ["## How long it takes", table(["what", "how long"], rows)].join("\n\n");
}

/** How long a phase of a row of changes takes, by what it rolls. */
function changeTakes(dir: string, grace: number): string {
  if (dir.endsWith("-change-control-plane")) return "until istiod is ready, where that changes its pods: minutes";
  if (dir.endsWith("-change-cni")) return "node by node, about a minute each";
  if (dir.endsWith("-change-ztunnel"))
    return `node by node: each takes up to ${grace} s of grace, and about a minute more`;
  return "until the engine has applied it and its checks hold: minutes";
}

/** `Istio v1.26.3 to v1.26.4`, or what the baseline holds. */
export function headline(plan: Plan): string {
  return plan.from === plan.to ? `Istio ${plan.to}` : `Istio ${plan.from} to ${plan.to}`;
}

/** The phases as a table: what each leaves behind, and whether people have to act. Parts that no phase has are left out. */
export function phaseTable(phases: readonly Phase[], name: (phase: Phase) => string): string {
  const columns: readonly (readonly [string, (phase: Phase) => string])[] = [
    ["phase", name],
    ["operator", ({ state }) => state.operatorRelease],
    ["control plane", ({ state }) => controlPlaneVersions(state)],
    ["CNI", ({ state }) => state.cni ?? ""],
    ["ZTunnel", ({ state }) => running(state, "ztunnel") ?? ""],
    ["waypoints", ({ state }) => running(state, "waypoints") ?? ""],
    ["gateways", ({ state }) => running(state, "gateways") ?? ""],
    ["workloads", ({ state }) => running(state, "workloads") ?? ""],
    ["by hand", ({ manual }) => (manual.length ? "yes" : "")],
    ["going back", ({ reversible, reversibleBecause }) => `${reversible}: ${reversibleBecause}`],
  ];
  const shown = columns.filter(([, value]) => phases.some((phase) => value(phase) !== ""));
  return table(
    shown.map(([title]) => title),
    phases.map((phase) => shown.map(([, value]) => value(phase))),
  );
}

/** A picture of the row; `current` is the number of the phase to point out. */
export function mermaidRow(phases: readonly Phase[], current?: number): string {
  const pointedOut =
    current === undefined
      ? []
      : ["  classDef current fill:#fde68a,stroke:#92400e,color:#111", `  class p${current} current`];
  return fence("mermaid", ["flowchart LR", ...phases.flatMap(node), ...classes(phases), ...pointedOut]);
}

function node(phase: Phase, index: number): string[] {
  const arrow = index === 0 ? [] : [`  p${index - 1} --> p${index}`];
  return [`  p${index}["${index} ${phase.title.replaceAll('"', "'")}"]`, ...arrow];
}

/** One-way phases and phases with work for people stand out. */
function classes(phases: readonly Phase[]): string[] {
  const members = (test: (phase: Phase) => boolean) =>
    phases.flatMap((phase, index) => (test(phase) ? [`p${index}`] : [])).join(",");
  const oneWay = members((phase) => phase.reversible === "one way");
  const byHand = members((phase) => phase.manual.length > 0);
  return [
    ...(oneWay ? ["  classDef oneWay stroke-width:3px", `  class ${oneWay} oneWay`] : []),
    ...(byHand ? ["  classDef byHand stroke-dasharray:6 4", `  class ${byHand} byHand`] : []),
  ];
}

function findingSection(findings: readonly Finding[]): string[] {
  if (!findings.length) return [];
  return [
    "## Findings",
    table(
      ["rule", "severity", "what", "where it is written down"],
      findings.map((one) => [one.rule, one.severity, one.message, one.citation]),
    ),
  ];
}
