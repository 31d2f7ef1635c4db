import { distribution as findDistribution } from "../catalog/lookup";
import type { Finding } from "../findings/finding";
import { checkCommand } from "../gates/command";
import { manualCommands } from "../gates/manual";
import { describeMesh } from "../mesh/description";
import { inputHashes } from "../mesh/input-hashes";
import { strategyOf } from "../mesh/istiod";
import { besidesOf } from "../plan/change/described";
import type { Check } from "../plan/checks";
import type { ManualStep } from "../plan/manual-steps";
import type { Phase, Plan } from "../plan/phase";
import { broughtBy, broughtJson } from "./brings";
import type { PlanFile } from "./plan-schema";

/** plan.json as data. `files` holds the sha256 of each phase's manifests; `written` every other path of the tree. */
export function planFile(
  plan: Plan,
  findings: readonly Finding[],
  files: ReadonlyMap<string, Readonly<Record<string, string>>>,
  written: readonly string[],
): PlanFile {
  const { mesh } = plan;
  return {
    version: 1,
    mesh: mesh.name,
    distribution: mesh.distribution,
    dataPlane: mesh.dataPlane,
    strategy: strategyOf(mesh),
    from: plan.from,
    to: plan.to,
    hash: plan.hash,
    described: { ...describeMesh(mesh) },
    ...(mesh.upgrade?.values && { hopValues: structuredClone(mesh.upgrade.values) }),
    inputs: { ...inputHashes(mesh) },
    phases: plan.phases.map((phase, index) => ({
      ...phaseOf(plan, phase, files.get(phase.dir) ?? {}),
      brings: broughtBy(plan, index).map(broughtJson),
    })),
    ...(plan.calendar && { calendar: calendarJson(plan.calendar) }),
    around: plan.around.map(({ around, faults }) => ({ around, faults: faults.map(({ id }) => id) })),
    findings: findings.map(({ place: _, fixes: __, ...rest }) => rest) as PlanFile["findings"],
    written: [...written],
  };
}

/** The windows as they are, and the upgrades with the hop that comes after each. */
function calendarJson({ kind, stops, upgrades }: NonNullable<Plan["calendar"]>): NonNullable<PlanFile["calendar"]> {
  return {
    platform: kind,
    stops: stops.map(({ stop, bounds }) => ({
      stop,
      runsOn: bounds.map(({ what, window, source }) => ({ what, ...window, source })),
    })),
    upgrades: upgrades.map(({ from, to, beforeHop }) => ({ from, to, before: stops[beforeHop + 1]?.stop ?? "" })),
  };
}

function phaseOf(
  plan: Plan,
  phase: Phase,
  files: Readonly<Record<string, string>>,
): Omit<PlanFile["phases"][number], "brings"> {
  const { kubectl } = findDistribution(plan.mesh.distribution).policy;
  const commands = (gates: readonly Check[]) =>
    gates.map((check) => ({ ...checkCommand(check, kubectl), check: { ...check } }));
  const steps = (manual: readonly ManualStep[]) =>
    manual.map((step) => {
      const { says, run } = manualCommands(step, kubectl);
      return { says, run: [...run], step: { ...step } };
    });
  const checks = commands(phase.gates);
  const besides = phase.described && besidesOf(phase.described);
  return {
    dir: phase.dir,
    kind: phase.kind,
    ...(phase.described &&
      phase.described.mesh !== plan.mesh && { described: { ...describeMesh(phase.described.mesh) } }),
    ...(besides && { besides: structuredClone(besides) as PlanFile["phases"][number]["besides"] }),
    title: phase.title,
    why: phase.why,
    state: phase.state as PlanFile["phases"][number]["state"],
    changes: [...phase.changes],
    disruption: phase.disruption,
    gates: checks.map((check) => check.says),
    checks,
    manual: steps(phase.manual),
    ...(phase.restarts.length > 0 && {
      restarts: phase.restarts.map(({ namespace, version, to, from }) => ({
        namespace,
        version,
        to: { by: to.by, values: [...to.values] },
        ...(from && { from: { by: from.by, values: [...from.values] } }),
      })),
    }),
    precheck: phase.precheck.map((check) => checkCommand(check, kubectl).says),
    back: commands(phase.back),
    backManual: { before: steps(phase.backManual.before), after: steps(phase.backManual.after) },
    reversible: phase.reversible,
    reversibleBecause: phase.reversibleBecause,
    ...(phase.closedBecause !== undefined && { closedBecause: phase.closedBecause }),
    files: { ...files },
  };
}
