import { type Finding, finding } from "../findings/finding";
import type { RuleId } from "../findings/pages";
import { ownerMovesFirst } from "./external-cni";
import type { ReachableState } from "./phase";
import { revisionStates } from "./revisions/proof";
import { type SkewVerdict, sharedCniVerdict, skewVerdict } from "./skew";
import { controlPlaneVersion, type DataPlanePart, dataPlaneParts, runningVersions, type Transition } from "./state";

const partNames: Record<DataPlanePart, string> = {
  cni: "CNI",
  ztunnel: "ztunnel",
  waypoints: "waypoint",
  gateways: "gateway",
  workloads: "sidecar",
};

/** Proxies that take their version from istiod: they cannot have moved while the control plane has not. */
const followers: readonly DataPlanePart[] = ["waypoints", "gateways", "workloads"];

/** Between what two parts break. */
const separator = "; ";

const brokenRule: Partial<Record<SkewVerdict, RuleId>> = { ahead: "SKEW001", behind: "SKEW002" };

/**
 * Every state that the cluster may be in while a phase is applied. GitOps engines promise no order among the objects of one
 * sync, so each changed part may have moved or not, independently of the others; a part in transit may be at any of its versions.
 */
export function reachableStates(transition: Transition, acceptedJumps: readonly string[]): readonly ReachableState[] {
  const { before, after, phase } = transition;
  if (before.revisions && after.revisions) return revisionStates(transition, acceptedJumps);
  const states: ReachableState[] = [];
  for (const operatorRelease of distinct([before.operatorRelease, after.operatorRelease])) {
    for (const controlPlane of distinct([controlPlaneVersion(before), controlPlaneVersion(after)])) {
      const moved = controlPlane === controlPlaneVersion(after);
      const choices = dataPlaneParts.map((part) =>
        distinct([
          ...runningVersions(before, part),
          ...(moved || !followers.includes(part) ? runningVersions(after, part) : []),
        ]),
      );
      for (const versions of product(choices)) {
        const shared = after.cniOwnership && { cniOwnership: after.cniOwnership };
        states.push(judge({ phase, operatorRelease, controlPlane, ...versions, ...shared }, acceptedJumps));
      }
    }
  }
  return states;
}

/** Everything that the rule says against some states, each part once: `sidecar v1.28.5 is ahead of control plane v1.27.5`. */
export function reasonsOf(states: readonly ReachableState[]): readonly string[] {
  return [...new Set(states.flatMap(({ because }) => because?.split(separator) ?? []))];
}

/** What is broken in a state: one part against its control plane. */
export interface Offence {
  readonly part: DataPlanePart;
  readonly rule: RuleId;
  /** `ztunnel v1.28.3 is ahead of control plane v1.27.5`. */
  readonly because: string;
}

/** The parts that break the rule in a state; none in one that obeys it, or whose jumps were accepted. */
export function offences(state: ReachableState): readonly Offence[] {
  if (state.verdict !== "broken" && state.verdict !== "proxies ahead") return [];
  if (state.breaks) return [{ part: "cni", rule: state.breaks, because: state.because ?? "" }];
  return dataPlaneParts.flatMap((part) => {
    const version = state[part];
    const skew = version === undefined ? "ok" : skewOf(state, part, version);
    const rule = brokenRule[skew];
    return rule && version !== undefined ? [{ part, rule, because: because(part, version, state, skew) }] : [];
  });
}

/**
 * Findings for the states that break the rule: one per phase and rule, naming the first state that does.
 * @param proxiesAhead the user accepts that proxies are newer than istiod while they roll down
 * @param known what the mesh breaks as it runs, before any phase does anything
 */
export function brokenStates(
  states: readonly ReachableState[],
  proxiesAhead: boolean,
  known: ReadonlySet<string>,
): readonly Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const state of states) {
    for (const { part, rule, because } of offences(state)) {
      // What its owner has to do is said once, however many phases wait for it.
      const key = `${isOthersCni(state, part) ? part : state.phase} ${rule}`;
      if (known.has(because) || seen.has(key)) continue;
      seen.add(key);
      findings.push(
        finding(rule, {
          ...(state.verdict === "proxies ahead" && proxiesAhead && { severity: "warning" as const }),
          message: `phase ${state.phase} can reach a state in which ${because} (${describeState(state)})`,
          ...(isOthersCni(state, part) && { path: ["spec", "cni", "ownership"], hint: ownerMovesFirst }),
        }),
      );
    }
  }
  return findings;
}

/** `control plane v1.27.5, CNI v1.27.5, ztunnel v1.26.8`: how a state is named in messages. */
export function describeState(state: ReachableState): string {
  const parts = dataPlaneParts.flatMap((part) => (state[part] ? [`${partNames[part]} ${state[part]}`] : []));
  return [`control plane ${state.controlPlane}`, ...parts].join(", ");
}

function judge(state: Omit<ReachableState, "verdict">, acceptedJumps: readonly string[]): ReachableState {
  let verdict: ReachableState["verdict"] = "ok";
  const reasons: string[] = [];
  for (const part of dataPlaneParts) {
    const version = state[part];
    if (version === undefined) continue;
    const skew = skewOf(state, part, version, acceptedJumps);
    if (skew === "ok") continue;
    reasons.push(because(part, version, state, skew));
    verdict = worse(verdict, skew === "jump" ? "jump" : isFollowerAhead(part, skew) ? "proxies ahead" : "broken");
  }
  return { ...state, verdict, ...(reasons.length && { because: reasons.join(separator) }) };
}

/** From harmless to broken. */
const verdicts = ["ok", "jump", "proxies ahead", "broken"] as const satisfies readonly ReachableState["verdict"][];

function worse(one: ReachableState["verdict"], other: ReachableState["verdict"]): ReachableState["verdict"] {
  return verdicts.indexOf(one) > verdicts.indexOf(other) ? one : other;
}

/** It takes its version from istiod, so it comes down after istiod and not before. */
function isFollowerAhead(part: DataPlanePart, skew: SkewVerdict): boolean {
  return skew === "ahead" && followers.includes(part);
}

type Skewed = Pick<ReachableState, "controlPlane" | "cniOwnership">;

/** Whether a part is the CNI plugin, and somebody else's. */
function isOthersCni({ cniOwnership }: Pick<Skewed, "cniOwnership">, part: DataPlanePart): boolean {
  return part === "cni" && cniOwnership === "external";
}

/** A part against its control plane. A CNI plugin that somebody else moves for several of them may be on either side. */
function skewOf(
  state: Skewed,
  part: DataPlanePart,
  version: string,
  acceptedJumps: readonly string[] = [],
): SkewVerdict {
  const verdict = isOthersCni(state, part) ? sharedCniVerdict : skewVerdict;
  return verdict(state.controlPlane, version, acceptedJumps);
}

function because(part: DataPlanePart, version: string, state: Skewed, skew: SkewVerdict): string {
  const { controlPlane } = state;
  if (isOthersCni(state, part)) {
    const how = skew === "jump" ? "an accepted vendor jump apart" : "more than one minor apart";
    return `CNI ${version}, which somebody else owns, is ${how} from control plane ${controlPlane}`;
  }
  const relation = {
    ok: "in step with",
    ahead: "ahead of",
    behind: "more than one minor behind",
    jump: "an accepted vendor jump behind",
  }[skew];
  return `${partNames[part]} ${version} is ${relation} control plane ${controlPlane}`;
}

type Versions = Partial<Record<DataPlanePart, string>>;

function product(choices: readonly (readonly string[])[]): Versions[] {
  let rows: Versions[] = [{}];
  dataPlaneParts.forEach((part, index) => {
    const versions = choices[index] ?? [];
    if (versions.length === 0) return;
    rows = rows.flatMap((row) => versions.map((version) => ({ ...row, [part]: version })));
  });
  return rows;
}

function distinct(versions: readonly string[]): readonly string[] {
  return [...new Set(versions)];
}
