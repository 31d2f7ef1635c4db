import { channelMinor } from "../catalog/channels";
import { compareVersions, minorDistance, minorOf } from "../catalog/version";
import type { CheckedObject, Step } from "./rule";
import { operatorSubscriptions } from "./subscriptions";

/** The operator before and after a step that moves it. */
export interface OperatorMove {
  /** Releases, or minors where the manifests say no more. */
  readonly from: string;
  readonly to: string;
  readonly down: boolean;
  /** How many minors are crossed. */
  readonly minors: number;
  /** The Subscription after the step, when there is one. */
  readonly subscription?: CheckedObject;
}

/** How a step moves the operator: by the releases in force, else by the channels of its Subscription. */
export function operatorMove({ before, after }: Step): OperatorMove | undefined {
  const [old] = operatorSubscriptions(before);
  const [now] = operatorSubscriptions(after);
  const subscription = now && { subscription: now.one };
  const [from, to] = [before.release?.version ?? old?.starting, after.release?.version ?? now?.starting];
  if (from !== undefined && to !== undefined && from !== to) {
    return { from, to, down: compareVersions(to, from) < 0, minors: distance(from, to), ...subscription };
  }
  const [oldMinor, newMinor] = [channelMinor(old?.channel ?? ""), channelMinor(now?.channel ?? "")];
  if (oldMinor === undefined || newMinor === undefined || oldMinor === newMinor) return undefined;
  const [a, b] = [`${oldMinor}.0`, `${newMinor}.0`];
  return { from: oldMinor, to: newMinor, down: compareVersions(b, a) < 0, minors: distance(a, b), ...subscription };
}

function distance(from: string, to: string): number {
  return Math.abs(minorDistance(minorOf(from), minorOf(to)));
}
