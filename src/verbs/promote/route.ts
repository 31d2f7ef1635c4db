import type { Refusal } from "../../findings/refusal";
import { word } from "../../gates/quote";
import type { Standing } from "../../live/standing";
import { nextPhase } from "../../live/status";
import type { Phase } from "../../plan/phase";

/** Where a live folder is to go. */
export type Target = "next" | "back" | "last" | { readonly phase: string };

/** One move from phase to phase; nothing comes before the baseline. */
export interface Move {
  readonly from: number | undefined;
  readonly to: number;
}

/** The moves that lead to the target; none when the folder stands there. */
export type Route = { readonly moves: readonly Move[] } | { readonly refused: Refusal };

/** What the user accepts by name. */
export interface Accepted {
  /** Phases that cannot be undone. */
  readonly oneWay: boolean;
  /** Walking back, proxies that are newer than istiod until they are rolled. */
  readonly proxiesAhead: boolean;
}

/**
 * Lays out the way from where a folder stands: one phase on or back, or on to the last one.
 * @param live the folder's name in messages
 */
export function routeTo(
  target: Exclude<Target, { phase: string }> | number,
  standing: Exclude<Standing, { at: "no phase" }>,
  phases: readonly Phase[],
  live: string,
  accepted: Accepted,
): Route {
  const here = standing.at === "phase" ? standing.phase : undefined;
  const next = nextPhase(standing) ?? 0;
  const last = phases.length - 1;
  const wanted = target === "next" ? next : target === "last" ? last : target === "back" ? (here ?? 0) - 1 : target;
  if (wanted === here) return { moves: [] };
  const refused = refusedTarget({ wanted, here, next, last, isStack: target === "last" }, standing, phases, live);
  if (refused) return { refused };
  const moves = wanted < next ? [{ from: here, to: wanted }] : stack(here, next, wanted);
  const closed = closedWay(moves, phases, live, accepted);
  return closed ? { refused: closed } : { moves };
}

function stack(here: number | undefined, next: number, wanted: number): Move[] {
  const moves: Move[] = [];
  for (let to = next; to <= wanted; to++) moves.push({ from: to === next ? here : to - 1, to });
  return moves;
}

interface Way {
  readonly wanted: number;
  readonly here: number | undefined;
  readonly next: number;
  readonly last: number;
  readonly isStack: boolean;
}

function refusedTarget(
  { wanted, here, next, last, isStack }: Way,
  standing: Standing,
  phases: readonly Phase[],
  live: string,
): Refusal | undefined {
  const dir = (index: number) => phases[index]?.dir ?? "";
  if (here === undefined && (wanted < 0 || (wanted !== next && !isStack))) {
    const why = standing.at === "nothing" ? "is empty or missing" : "was left by an earlier plan";
    return { message: `${live} ${why}: only ${dir(next)} can be promoted into it`, hint: "Say --next." };
  }
  if (here === undefined || isStack) return undefined;
  if (wanted > last) {
    return {
      message: `${live} stands at ${dir(here)}, the last phase`,
      hint: `When its checks hold, this upgrade is done. The next one: meshstep rebase --live ${word(live)} --to VERSION --write, then meshstep synth.`,
    };
  }
  if (wanted < 0) {
    return {
      message: `${live} stands at ${dir(here)}, the first phase`,
      hint: `Nothing of this plan is before it. To lower what runs: meshstep rebase --live ${word(live)} --write, then an older target in spec.upgrade.`,
    };
  }
  const distance = Math.abs(wanted - here);
  if (distance === 1) return undefined;
  const [ahead, step] = wanted > here ? ["ahead of", "--next"] : ["behind", "--back"];
  return {
    message: `${dir(wanted)} is ${distance} phases ${ahead} ${dir(here)}, where ${live} stands; no phase may be skipped`,
    hint: `Say ${step}; each phase must hold before the one after it. promote --branch --all makes a branch for each.`,
  };
}

function closedWay(
  moves: readonly Move[],
  phases: readonly Phase[],
  live: string,
  { oneWay, proxiesAhead }: Accepted,
): Refusal | undefined {
  for (const { from, to } of moves) {
    const isBack = from !== undefined && to < from;
    const crossed = phases[isBack ? from : to];
    if (!crossed) continue;
    if (isBack && crossed.closedBecause !== undefined) {
      return {
        message: `${crossed.dir} is not walked back: ${crossed.closedBecause}`,
        hint: `What runs can still go down as far as this operator installs it: meshstep rebase --live ${word(live)} --write makes it the baseline; then write an older target into spec.upgrade.`,
      };
    }
    // Behind a newer operator or cluster the mesh is as it was; anything else that is one way has taken away what the phases before it rely on.
    const isLost = isBack && crossed.kind !== "operator" && crossed.kind !== "platform";
    if (crossed.reversible === "one way" && (isLost || !oneWay)) {
      const what = isBack ? "cannot be walked back" : "is one way";
      const hint = isBack
        ? `What it did stays. To go on from here to another version: meshstep rebase --live ${word(live)} --to VERSION --write, then meshstep synth.`
        : "Say --one-way when that is meant.";
      return { message: `${crossed.dir} ${what}: ${crossed.reversibleBecause}`, hint };
    }
    if (isBack && crossed.reversible === "reversible, proxies ahead while they roll" && !proxiesAhead) {
      return {
        message: `walking ${crossed.dir} back: ${crossed.reversibleBecause}`,
        hint: `${crossed.backManual.before.length > 0 ? `Before that a person has something to do: see "Going back" in PHASE.md of ${crossed.dir}. Then say` : "Say"} --accept proxies-ahead when that is meant.`,
      };
    }
  }
  return undefined;
}
