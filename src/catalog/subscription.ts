import { type Finding, finding, type MeshPath } from "../findings/finding";
import { channelFor, channelHead, channelMinor, channelPattern } from "./channels";
import { isInstallable } from "./release";
import { citationOf } from "./subscription-pages";
import type { Distribution, OperatorRelease } from "./types";
import { compareVersions, minorOf } from "./version";

/** What an OLM Subscription follows; OLM approves by itself unless told otherwise. */
export interface FollowedChannel {
  readonly channel: string;
  readonly approval: "Automatic" | "Manual";
  /** @default head */
  readonly catalog?: "head" | "pinned";
}

/** What is planned while a Subscription is followed. */
export interface SubscriptionPlan {
  readonly to?: OperatorRelease | undefined;
  readonly running?: string | undefined;
  readonly moves?: boolean;
}

const path: MeshPath = ["spec", "operator", "subscription"];

/**
 * What there is to say of the Subscription in mesh.yaml while `release` is installed: VER004 where OLM moves the operator by itself,
 * VER003 where it moves it to a release that lost what runs, VER001 where the channel is of another minor than the release.
 *
 * @param plan.to the release that the plan ends at, for the hint
 * @param plan.running the Istio version that runs
 * @param plan.moves whether anything is planned: what moves by itself is an error then, and a warning while the mesh is only described
 */
export function subscriptionFindings(
  distribution: Distribution,
  release: OperatorRelease,
  subscription: FollowedChannel,
  plan: SubscriptionPlan = {},
): Finding[] {
  return [
    ...floating(distribution, release, subscription, plan),
    ...stranded(distribution, release, subscription, plan),
    ...contradicting(distribution, release, subscription, plan),
  ];
}

/** A floating channel that is approved by itself ends in another minor on any day: no plan survives that. */
function floating(
  distribution: Distribution,
  release: OperatorRelease,
  subscription: FollowedChannel,
  { moves }: SubscriptionPlan,
): Finding[] {
  const words = floatingWords(distribution, subscription, release);
  if (!words) return [];
  const { channel, approval, catalog } = subscription;
  const lost = moves && approval === "Automatic" && channelMinor(channel) === undefined && catalog !== "pinned";
  return [finding("VER004", { ...(lost && { severity: "error" as const }), path, ...words })];
}

/**
 * How a Subscription lets OLM move the operator outside any phase; undefined for one that does not.
 *
 * @param release the one that is installed, for the hint
 */
export function floatingWords(
  distribution: Distribution,
  subscription: FollowedChannel,
  release?: OperatorRelease,
): Pick<Finding, "message" | "hint" | "citation"> | undefined {
  const automatic = subscription.approval === "Automatic";
  const allMinors = channelMinor(subscription.channel) === undefined;
  if (!automatic && !allMinors) return undefined;
  const says = [
    ...(automatic ? [movesByItself(distribution, release, subscription)] : []),
    ...(allMinors ? [crossesMinors(distribution, subscription)] : []),
  ];
  const channel = release ? channelFor(distribution, release) : channelPattern(distribution);
  const fixes = [...(automatic ? ["approval: Manual"] : []), ...(allMinors ? [`channel: ${channel}`] : [])];
  return { message: says.join("; "), hint: `Write ${fixes.join(" and ")}.`, citation: citationOf(distribution) };
}

function movesByItself(
  distribution: Distribution,
  release: OperatorRelease | undefined,
  { channel, catalog }: FollowedChannel,
): string {
  if (catalog === "pinned") {
    return "approval is Automatic: OLM moves the operator as far as the pinned catalogue goes, as soon as that changes";
  }
  const head = channelHead(distribution, channel);
  const behind = head && release && compareVersions(head.version, release.version) > 0;
  return `approval is Automatic: OLM moves the operator to the channel's head by itself, as soon as the channel changes or on any day${
    behind ? ` (to ${head.version} at least, not ${release.version}: it may run already)` : ""
  }`;
}

function crossesMinors(distribution: Distribution, { channel, approval, catalog }: FollowedChannel): string {
  const head = catalog === "pinned" ? undefined : channelHead(distribution, channel);
  const crosses = approval === "Automatic" ? "crosses" : "may cross";
  const what = channel ? `channel ${channel} names no minor: its` : "no channel is named: the default channel's";
  return `${what} head${head ? `, now ${head.version},` : ""} ${crosses} minors`;
}

/** Approved by itself, the operator may end at a release that does not install what runs. */
function stranded(
  distribution: Distribution,
  release: OperatorRelease,
  { channel, approval, catalog }: FollowedChannel,
  { running, moves }: SubscriptionPlan,
): Finding[] {
  if (approval !== "Automatic" || catalog === "pinned" || running === undefined) return [];
  const head = channelHead(distribution, channel);
  if (!head || compareVersions(head.version, release.version) <= 0 || isInstallable(head, running)) return [];
  return [
    finding("VER003", {
      ...(!moves && { severity: "warning" }),
      path: [...path, "approval"],
      message: `OLM moves the operator to ${head.version}, the head of ${channel}, by itself, and that does not install ${running}`,
      hint: "Write approval: Manual, and leave the InstallPlan alone until a phase of the plan asks for it.",
      citation: citationOf(distribution),
    }),
  ];
}

function contradicting(
  distribution: Distribution,
  release: OperatorRelease,
  { channel }: FollowedChannel,
  { to }: SubscriptionPlan,
): Finding[] {
  const minor = channelMinor(channel);
  if (minor === undefined || minor === minorOf(release.version)) return [];
  const right = channelFor(distribution, release);
  const ahead = to !== undefined && minor === minorOf(to.version);
  return [
    finding("VER001", {
      path: [...path, "channel"],
      message: `channel ${channel} does not hold operator release ${release.version}, which spec.operator.release names`,
      hint: ahead
        ? `Write ${right}: the phase that raises the operator to ${to.version} changes the channel.`
        : `Write ${right}, or correct spec.operator.release.`,
      citation: citationOf(distribution),
    }),
  ];
}
