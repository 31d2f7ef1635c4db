import type { Kubectl } from "../gates/check-command";
import { hasGateJobs } from "../gates/job/names";
import { waitsForPeople } from "../gates/job/parts";
import type { ManualStep } from "../plan/manual-steps";
import type { Phase, Plan } from "../plan/phase";
import { isOnDelete } from "../plan/phase-checks";
import { droppedGateways } from "../plan/revisions/gateway-findings";
import { askingOtherwise } from "../plan/revisions/state";
import { chartBack } from "./chart-back-md";
import { capital, checkList, stepList } from "./checks-md";

/** How a phase is walked back, what that costs, and what must hold then. */
export function goingBack(plan: Plan, phase: Phase, kubectl: Kubectl): string[] {
  const previous = plan.phases[plan.phases.indexOf(phase) - 1];
  const grade = `**${capital(phase.reversible)}.** ${phase.reversibleBecause}`;
  if (phase.closedBecause !== undefined) return [`${grade} It is not walked back: ${phase.closedBecause}.`];
  if (!previous) return [grade];
  if (phase.reversible === "one way") {
    return [
      `${grade} Leave the live folder where it is. To go on to another version than planned, rebase: \`meshstep rebase\`.`,
      ...chartBack(plan, phase, previous, kubectl),
    ];
  }
  const { before, after } = phase.backManual;
  const isAhead = phase.reversible === "reversible, proxies ahead while they roll";
  const promote = `Promote [${previous.dir}](../${previous.dir}/PHASE.md), which is \`meshstep promote --back${isAhead ? " --accept proxies-ahead" : ""}\`${plan.mesh.delivery.engine === "none" ? ", and apply it in the same way" : ""}.`;
  const asked = "this must hold before anything else, and `meshstep verify --back` asks it:";
  return [
    grade,
    `What people feel: ${feltBack(phase, previous)}`,
    ...(before.length > 0 ? ["Before that:", ...stepList(before, kubectl)] : []),
    ...(after.length > 0
      ? [`${promote} When ${whenToAct(plan, previous, after)}:`, ...stepList(after, kubectl), `Then ${asked}`]
      : [`${promote} Then ${asked}`]),
    checkList(phase.back, kubectl),
  ];
}

/** Who waits for the marker where its Job waits for them would wait for ever. */
function whenToAct(plan: Plan, previous: Phase, after: readonly ManualStep[]): string {
  const rolled = "istiod is rolled out, as the checks below ask";
  if (!after.some(isRestart)) return "it is applied";
  return hasGateJobs(plan) && waitsForPeople(plan, previous)
    ? `${rolled}; not later, as the closing Job of ${previous.dir} holds until this is done, and the marker comes after it`
    : `it is applied, and ${rolled}`;
}

/** Its pods take their version from istiod. */
function isRestart({ step }: ManualStep): boolean {
  return step === "restart-gateway" || step === "restart-workloads";
}

/** The parts that moved roll once more; where none did, the commit moves the marker. */
function feltBack(phase: Phase, previous: Phase | undefined): string {
  const { kind, state, backManual } = phase;
  const people = [...backManual.before, ...backManual.after].length > 0;
  const again = `the parts that restarted on the way here restart once more, as it is said under Disruption${people ? "; and what people replace by the commands here" : ""}.`;
  if (state.revisions && !phase.described) return feltBetweenRevisions(phase, previous, people ? again : undefined);
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
  if (["prepare", "ztunnel"].includes(kind) && isOnDelete(state)) {
    return previous && isOnDelete(previous.state)
      ? "nothing by itself: with OnDelete a pod of ztunnel goes back only when people replace it."
      : "nothing by itself; a pod of ztunnel that was replaced since rolls once more.";
  }
  if (kind === "change") return "what this phase has changed changes back, as it is said under Disruption.";
  return again;
}

/** Two control planes stand side by side: what was restarted restarts once more, and all else keeps the istiod that it is connected to. */
function feltBetweenRevisions(
  { kind, back, reversible, state }: Phase,
  previous: Phase | undefined,
  again: string | undefined,
): string {
  const restarted = back.flatMap((one) => (one.check === "sidecars-carry" ? [one.namespace] : []));
  if (restarted.length > 0) {
    return `the pods of ${restarted.join(", ")} that have started since restart once more, as it is said under Disruption, and come back to the old control plane, which still runs. It costs that restart, and the room for both until clean-up.`;
  }
  if (kind === "certificates") return "nothing: istiod takes another certificate up without a restart.";
  if (kind === "cni") return "the CNI plugin rolls once more, node by node; a pod that starts meanwhile waits for it.";
  if (kind === "waypoints") {
    return "the pods of these Gateways roll once more, as it is said under Disruption, and come back to the old control plane, which still runs.";
  }
  if (kind === "control-plane") {
    return "nothing: no proxy is connected to the new control plane. Its configuration, and what only it understands, goes with it.";
  }
  if (again !== undefined) return again;
  const asking = previous ? askingOtherwise(previous.state, state) : [];
  if (asking.length > 0) {
    return `nothing by itself; pods of ${asking.join(", ")} that start from then on get the proxy that they ask for again.`;
  }
  return reversible === "reversible with restart"
    ? "nothing by itself; what runs stays as it is."
    : "nothing; what runs stays as it is.";
}

/** For who is called at night. */
export function whenItStops(plan: Plan, phase: Phase, previous: Phase | undefined): string {
  const cluster = phase.kind === "platform";
  const closed = phase.closedBecause !== undefined || phase.kind === "operator" || cluster;
  const back = !previous
    ? "There is nothing to go back to: correct mesh.yaml."
    : closed
      ? plan.mesh.operator.helm && phase.kind === "operator"
        ? "The mesh still runs what it ran: find out what the operator waits for. Where it is itself at fault, its chart can be set back, as it is said under Going back."
        : `The ${cluster ? "cluster" : "operator"} cannot go back. The mesh still runs what it ran: find out what the ${cluster ? "upgrade" : "operator"} waits for.`
      : phase.reversible === "one way"
        ? "There is no way back from here, and half way what it gives up may be gone: find out what it waits for, and go on."
        : `Going back is promoting ${previous.dir}${halfWayBack(phase, isApart(plan, phase))}`;
  const jobs = hasGateJobs(plan) ? " What a gate Job says of it, and what to do then, stands above." : "";
  const stops = whatStops(plan, phase, previous);
  return `${stops} Look at what does not hold yet with \`meshstep verify ${phase.dir}\`.${jobs} ${back}`;
}

/** Whether the phase may be left where it is, for as long as it takes to look. */
function whatStops(plan: Plan, phase: Phase, previous: Phase | undefined): string {
  const dropped = previous && droppedGateways(plan.mesh, previous.state, phase.state);
  if (dropped) {
    return `Do not wait: requests through ${dropped.gateways.join(", ")} fail until their new pods are ready. Where these do not come up within minutes, go back.`;
  }
  return isApart(plan, phase)
    ? "Nothing has to be done at once, but do not leave it there: not every state that this phase can stop in obeys the skew rule, as it is said under Disruption."
    : "Nothing has to be done at once: every state that this phase can stop in obeys the skew rule, and traffic goes on.";
}

/** Whether the proof says anything against a state that the phase can stop in. */
function isApart({ proof }: Plan, { dir }: Phase): boolean {
  return proof.some(({ phase, verdict }) => phase === dir && verdict !== "ok");
}

/** The proof has looked at every state in between, in both directions. */
function halfWayBack({ reversible }: Phase, apart: boolean): string {
  if (reversible === "reversible, proxies ahead while they roll") {
    return ": half way, too, what is said under Going back is accepted by name.";
  }
  return apart
    ? "; nothing comes further apart by that than it is."
    : "; it is safe while this phase is half way, because every state in between was proved.";
}
