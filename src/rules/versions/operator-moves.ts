import { channelMinor } from "../../catalog/channels";
import { compareVersions, minorDistance, minorOf } from "../../catalog/version";
import type { CheckedObject, ManifestSet, Step } from "../rule";
import { chartIn, chartRelease } from "./charts";
import { type OperatorSubscription, operatorSubscriptions } from "./subscriptions";

/** The operator before and after a step that moves it. */
export interface OperatorMove {
  /** Releases, or minors where the manifests say no more. */
  readonly from: string;
  readonly to: string;
  readonly down: boolean;
  /** How many minors are crossed. */
  readonly minors: number;
  /** What says the release after the step, when something does. */
  readonly by?: OperatorSource;
}

/** A Subscription, or whoever installs the operator's chart. */
export interface OperatorSource {
  readonly one: CheckedObject;
  readonly at: readonly (string | number)[];
  readonly isOlm: boolean;
}

/** How a step moves the operator: by the releases in force, else by what its chart or the channels of its Subscription say. */
export function operatorMove({ before, after }: Step): OperatorMove | undefined {
  const [old] = operatorSubscriptions(before);
  const [now] = operatorSubscriptions(after);
  const source = sourceOf(after, now);
  const by = source && { by: source };
  const [from, to] = [releaseOf(before, old), releaseOf(after, now)];
  if (from !== undefined && to !== undefined && from !== to) {
    return { from, to, down: compareVersions(to, from) < 0, minors: distance(from, to), ...by };
  }
  const [oldMinor, newMinor] = [channelMinor(old?.channel ?? ""), channelMinor(now?.channel ?? "")];
  if (oldMinor === undefined || newMinor === undefined || oldMinor === newMinor) return undefined;
  const [a, b] = [`${oldMinor}.0`, `${newMinor}.0`];
  return { from: oldMinor, to: newMinor, down: compareVersions(b, a) < 0, minors: distance(a, b), ...by };
}

/** Releases that the catalogue does not have are in order all the same. */
function releaseOf(set: ManifestSet, subscription: OperatorSubscription | undefined): string | undefined {
  const chart = chartIn(set);
  return set.release?.version ?? subscription?.starting ?? (chart && chartRelease(chart));
}

function sourceOf(set: ManifestSet, subscription: OperatorSubscription | undefined): OperatorSource | undefined {
  if (subscription) return { one: subscription.one, at: ["spec", "channel"], isOlm: true };
  const chart = chartIn(set);
  return chart && { one: chart.one, at: chart.at, isOlm: false };
}

function distance(from: string, to: string): number {
  return Math.abs(minorDistance(minorOf(from), minorOf(to)));
}
