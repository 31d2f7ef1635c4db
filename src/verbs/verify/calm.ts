import type { Check } from "../../plan/checks";

/** What a verification has seen of the rollout that it waits for. Milliseconds since its start. */
export interface Calm {
  /** Whether something did not hold yet when it was asked: a rollout was under way. */
  readonly sawRollout: boolean;
  /** Since when all that is not measured holds. @default not yet */
  readonly since?: number;
}

/** After a round: whether all checks hold but those that are measured. */
export function afterRound(calm: Calm, restHolds: boolean, elapsed: number): Calm {
  return restHolds ? { since: elapsed, ...calm } : { sawRollout: true };
}

/**
 * Why it is too early to ask what is measured: its window has to lie behind the rollout, where one was seen. Who asks about a rollout that is over by
 * then is answered at once, over the window that ends now.
 */
export function tooEarly(check: Check, { sawRollout, since }: Calm, elapsed: number): string | undefined {
  if (check.check !== "slo" || !sawRollout) return undefined;
  if (since === undefined) return "it is asked when all else holds";
  const left = Math.ceil((since - elapsed) / 1000 + check.slo.windowSeconds);
  return left > 0 ? `it is asked in ${left} s, when its window lies behind the rollout` : undefined;
}
