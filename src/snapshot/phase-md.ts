import { livePath } from "../delivery/repository";
import type { Kubectl } from "../gates/check-command";
import { jobLabels } from "../gates/job/labels";
import { gateNames, hasGateJobs } from "../gates/job/names";
import { jobChecks, waitsForPeople } from "../gates/job/parts";
import { mark } from "../mesh/labels";
import type { Check } from "../plan/checks";
import type { Phase, Plan } from "../plan/phase";
import {
  controlPlaneVersions,
  type DataPlanePart,
  type MeshState,
  runningVersions,
  sidecarVersions,
} from "../plan/state";
import { bringsSection, broughtBy } from "./brings";
import { checkList, stepList } from "./checks-md";
import { gatewayApiSection, kialiSection } from "./cluster-md";
import { externalCniPhase } from "./external-cni-md";
import { gateSaysNo } from "./gate-says-no-md";
import { goingBack, whenItStops } from "./going-back-md";
import { markdownHeader } from "./header";
import { keptSection } from "./kept-md";
import { bullets, fence, table } from "./markdown";
import { restartsSection } from "./restarts-md";
import { validatesSection } from "./revisions-md";
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
    ...externalCniPhase(phase.state),
    ...bringsSection(broughtBy(plan, index)),
    ...keptSection(plan, index),
    ...gatewayApiSection(plan, index),
    ...takeOverSection(plan, index),
    ...kialiSection(plan, index),
    "## What must be true before",
    before(plan, phase, previous),
    ...applyIt(plan, kubectl),
    ...manual(phase, kubectl),
    ...restartsSection(plan, index, kubectl),
    "## Disruption",
    phase.disruption,
    ...validatesSection(phase.state, plan.mesh.controlPlane.namespace, plan.mesh.distribution),
    "## What must hold before the next phase",
    howToLook(plan, index),
    checkList(phase.gates, kubectl),
    ...jobsOf(plan, index),
    "## Going back",
    ...goingBack(plan, phase, kubectl),
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
    ["control plane", before && controlPlaneVersions(before), controlPlaneVersions(after)],
    ["CNI", ...part("cni")],
    ["ZTunnel", ...part("ztunnel")],
    ["waypoints", ...part("waypoints")],
    ["gateways", ...part("gateways")],
    ...workloadRows(before, after),
  ].filter(([, , version]) => version !== undefined);
  return table(
    ["part", "before", "after"],
    rows.map(([part, from, to]) => [part ?? "", from ?? "", from === to || !from ? (to ?? "") : `**${to}**`]),
  );
}

/** One row for all workloads; between cohorts one for the namespaces that move, stay, and have moved. */
function workloadRows(before: MeshState | undefined, after: MeshState): (string | undefined)[][] {
  const names = Object.keys(after.workloadsByNamespace ?? before?.workloadsByNamespace ?? {});
  if (names.length === 0) return [["workloads", before && running(before, "workloads"), running(after, "workloads")]];
  const groups = new Map<string, { names: string[]; versions: (string | undefined)[] }>();
  for (const name of names) {
    const versions = [before, after].map((state) => state && sidecarVersions(state, name).join(" and "));
    const group = groups.get(versions.join()) ?? { names: [], versions };
    groups.set(versions.join(), { ...group, names: [...group.names, name] });
  }
  return [...groups.values()].map((group) => [`workloads of ${group.names.join(", ")}`, ...group.versions]);
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

/** Where mesh.yaml names no engine, somebody else's may still read the live folder. */
function applyIt(plan: Plan, kubectl: Kubectl): string[] {
  const { mesh, phases } = plan;
  if (mesh.delivery.engine !== "none") return [];
  const hasJobs = hasGateJobs(plan) || phases.some((phase) => jobLabels(mesh, phase).length > 0);
  // An engine takes those of other phases away; on the way back they are to run once more.
  const runAgain = `${kubectl} delete jobs -A -l ${mark.mesh}=${mesh.name}   # one that has run does not run again`;
  return [
    "## Apply it",
    "mesh.yaml names no engine that applies the live folder. Where none of yours reads it, apply it by hand, in a checkout, once this phase is promoted:",
    fence("sh", [
      ...(hasJobs ? [runAgain] : []),
      `${kubectl} apply --server-side --force-conflicts -k ${livePath(mesh)}`,
    ]),
  ];
}

function manual(phase: Phase, kubectl: Kubectl): string[] {
  if (!phase.manual.length) return [];
  return ["## What a person does", ...stepList(phase.manual, kubectl)];
}

function howToLook(plan: Plan, index: number): string {
  const phase = plan.phases[index] as Phase;
  const lines = [
    `meshstep verify ${phase.dir} -f mesh.yaml --wait 30m`,
    "sh gates.sh        # the same without meshstep; beside this page",
  ];
  return [
    "Either of these waits, prints a line for each check, and ends with 0 when all of them hold:",
    fence("sh", lines),
  ].join("\n\n");
}

function jobsOf(plan: Plan, index: number): string[] {
  if (!hasGateJobs(plan)) return [];
  const phase = plan.phases[index] as Phase;
  const names = gateNames(plan)[index];
  if (names?.verify !== undefined) {
    const asked = jobChecks(plan, phase, "verify");
    const asks = (kind: Check["check"]) => asked.some(({ check }) => check === kind);
    const shell = [
      ...(asks("operator-leads") || asks("chart-leads") ? ["who leads the operator"] : []),
      ...(asks("sidecars-carry") ? ["which revision pods carry"] : []),
      ...(asks("proxy-version") ? ["which version the tags of proxies' images name"] : []),
      ...(asks("slo") ? ["last, what Prometheus measured"] : []),
    ];
    const what = [
      "asks what kubectl can ask without a shell",
      ...(shell.length > 0 ? [`with the shell of its image, ${shell.join(", and ")}`] : []),
    ].join(", and ");
    const { requests } = names;
    return [
      `In the cluster the Job \`${names.verify}\` ${what}, of what this phase has moved and of what the next one gives back on the way back, and the marker follows when it is complete. Requests, routes and policies are not among that, nor the version of a proxy whose image is named by its digest.`,
      ...(waitsForPeople(plan, phase)
        ? [
            `Nothing of the row comes before this phase, so that Job also holds, walked back, until people have restarted what is ahead of the control plane. Where it has given up by then, delete it when they have: the engine makes it anew.`,
          ]
        : []),
      ...(requests.length > 0
        ? [
            `After it, and before the marker, these ask as mesh.yaml says: ${requests.map(({ namespace, name }) => `Job \`${name}\` in namespace ${namespace}`).join(", ")}.`,
          ]
        : []),
    ];
  }
  if (phase.manual.length === 0) return [];
  const next = plan.phases[index + 1];
  return [
    `People finish this phase, so it has no closing Job and the marker comes at once: ${next ? `the Job before the next phase ${nextAsks(phase, next)}` : "as it is the last one, no Job asks whether they have. Ask with one of the two commands above."}`,
  ];
}

/** What the next precheck sees of what people do in this phase: whatever containers can ask. */
function nextAsks({ kind, manual }: Phase, next: Phase): string {
  const asksWhoLeads = next.precheck.some(({ check }) => check === "operator-leads" || check === "chart-leads");
  if (kind === "operator") {
    return asksWhoLeads
      ? "asks who holds the operator's lease, and holds until a pod of this release has held it for a minute, and while anything of the mesh is in the middle of a rollout."
      : "holds while anything of the mesh is in the middle of a rollout. It does not ask who holds the operator's lease, as mesh.yaml does not say where that is (`spec.operator.namespace`): the operator begins to roll some time after it is installed, so ask with one of the two commands above before you go on.";
  }
  const moved = ["restart-workloads", "restart-gateway", "update-gateway", "drain-nodes"];
  return manual.some(({ step }) => moved.includes(step))
    ? "holds while a pod runs what this phase has replaced, as its revision, its label or the tag of its image says. An image by digest says nothing: where there are some, ask with one of the two commands above before you go on."
    : "holds.";
}
