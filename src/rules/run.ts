import type { Finding } from "../findings/finding";
import type { RuleId } from "../findings/pages";
import { objectId, ownerNamed } from "../objects/kubernetes-object";
import type { ManualStep } from "../plan/manual-steps";
import type { PhaseKind } from "../plan/phase";
import { citedFor } from "./engines/engine-citations";
import { sailObjects } from "./objects";
import { rules } from "./registry";
import type { ManifestSet, Step } from "./rule";
import { drainsBeforeMove, ztunnelVersion } from "./ztunnel";

/** One state of a row; `kind` and `manual` are left out for folders that are no phases of ours. */
export interface RowState {
  readonly set: ManifestSet;
  readonly kind?: PhaseKind;
  /** What people do before the next state. */
  readonly manual?: readonly ManualStep[];
}

/**
 * What the rules say of one state. Findings come by rule id, then object, then message.
 *
 * @param only the rules that are asked @default all of them
 */
export function checkState(set: ManifestSet, only?: ReadonlySet<RuleId>): Finding[] {
  return tidy(stateFindings(set, amongThem(only)));
}

function amongThem(only: ReadonlySet<RuleId> | undefined): typeof rules {
  return only ? rules.filter(({ id }) => only.has(id)) : rules;
}

/**
 * What the rules cannot judge of one state, because other manifests decide it.
 *
 * @param leftOut rules of which it is known why
 */
export function unjudgedIn(set: ManifestSet, leftOut: readonly RuleId[] = []): readonly string[] {
  return rules.flatMap((rule) => (leftOut.includes(rule.id) ? [] : (rule.unjudged?.(set) ?? [])));
}

/**
 * What the rules say of the way from one state to the next; the two states themselves are not asked.
 *
 * @param leftOut rules that do not apply to this step
 * @param only the rules that are asked @default all of them
 */
export function checkStep(step: Step, leftOut: readonly RuleId[] = [], only?: ReadonlySet<RuleId>): Finding[] {
  return tidy(
    stepFindings(
      step,
      amongThem(only).filter(({ id }) => !leftOut.includes(id)),
    ),
  );
}

/**
 * All states of a row and all steps between neighbours. What several of them say alike is said once.
 *
 * @param proved rules that are not asked, because the row's planner has proved them of every reachable state
 */
export function checkRow(states: readonly RowState[], proved: readonly RuleId[] = []): Finding[] {
  const asked = rules.filter((rule) => !proved.includes(rule.id));
  const steps = states.slice(1).map((after, index): Step => {
    const { set, kind } = after;
    return {
      before: (states[index] as RowState).set,
      after: set,
      ...(kind && { kind }),
      replacedByHand: isReplacedByHand(states.slice(index + 1)),
    };
  });
  return tidy([
    ...states.flatMap(({ set }) => stateFindings(set, asked)),
    ...steps.flatMap((step) => stepFindings(step, asked)),
  ]);
}

function stateFindings(set: ManifestSet, asked = rules): readonly Finding[] {
  return withoutEchoes(
    set,
    asked.flatMap((rule) => rule.state?.(set) ?? []).map((one) => citedFor(set, one)),
  );
}

/** The operator copies an Istio into the IstioRevision that it makes: what a rule says of the one, it need not say of the other. */
function withoutEchoes(set: ManifestSet, findings: readonly Finding[]): readonly Finding[] {
  const copies = new Map(
    sailObjects(set, ["IstioRevision"]).flatMap(({ object }) => {
      const istio = ownerNamed(object, "Istio");
      return istio === undefined ? [] : [[objectId(object), `Istio/${istio}`]];
    }),
  );
  if (copies.size === 0) return findings;
  const said = new Set(findings.map(({ rule, object }) => `${rule} ${object}`));
  return findings.filter(({ rule, object = "" }) => !said.has(`${rule} ${copies.get(object)}`));
}

function stepFindings(step: Step, asked = rules): readonly Finding[] {
  return asked.flatMap((rule) => rule.step?.(step) ?? []).map((one) => citedFor(step.after, one));
}

/** Whether people replace ztunnel's pods in the first of these states or later, before its version moves again. */
export function isReplacedByHand(states: readonly RowState[]): boolean {
  return drainsBeforeMove(states.map(({ set, manual = [] }) => ({ version: ztunnelVersion(set), manual })));
}

/** Sorted, and each thing said once; of two that differ in severity only, the error stays. */
function tidy(findings: readonly Finding[]): Finding[] {
  const said = new Map<string, Finding>();
  for (const one of findings) {
    const key = JSON.stringify(sortKeys(one));
    const earlier = said.get(key);
    if (!earlier || (earlier.severity === "warning" && one.severity === "error")) said.set(key, one);
  }
  return [...said.values()].sort(byKeys);
}

function sortKeys(one: Finding): readonly string[] {
  return [one.rule, one.object ?? "", one.message];
}

/** Plain code-unit order, the same on every machine. */
function byKeys(a: Finding, b: Finding): number {
  const keys = sortKeys(b);
  for (const [index, key] of sortKeys(a).entries()) {
    const other = keys[index] ?? "";
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}
