import { type Finding, finding, type MeshPath } from "../findings/finding";
import { subscriptionCitation } from "../findings/rules/version";
import type { Distribution, OperatorRelease } from "./types";
import { compareVersions, minorOf } from "./version";

/** What an OLM Subscription follows; OLM approves by itself unless told otherwise. */
export interface FollowedChannel {
  readonly channel: string;
  readonly approval: "Automatic" | "Manual";
}

const path: MeshPath = ["spec", "operator", "subscription"];

/** `stable-3.1`, from the distribution's pattern `stable-X.Y` or `stable-3.Y`; `stable` where it has no pattern. */
export function channelFor(distribution: Distribution, release: OperatorRelease): string {
  return channelPattern(distribution).replace(/(X|\d+)\.Y$/, minorOf(release.version));
}

function channelPattern({ channels }: Distribution): string {
  return channels.find((channel) => channel.endsWith(".Y")) ?? "stable";
}

/** `3.1` of `stable-3.1`, `dev-3.1` or `3.1-nightly`; undefined for a channel that carries every minor. */
export function channelMinor(channel: string): string | undefined {
  return /(?:^|-)(\d+\.\d+)(?=$|-)/.exec(channel)?.[1];
}

/**
 * What there is to say of the Subscription in mesh.yaml while `release` is installed: VER004 where OLM moves the operator by itself,
 * VER001 where the channel is of another minor than the release.
 *
 * @param plan.to the release that the plan ends at, for the hint
 */
export function subscriptionFindings(
  distribution: Distribution,
  release: OperatorRelease,
  subscription: FollowedChannel,
  plan: { readonly to?: OperatorRelease } = {},
): Finding[] {
  return [
    ...floating(distribution, release, subscription),
    ...contradicting(distribution, release, subscription, plan),
  ];
}

function floating(distribution: Distribution, release: OperatorRelease, subscription: FollowedChannel): Finding[] {
  const words = floatingWords(distribution, subscription, release);
  return words ? [finding("VER004", { path, ...words })] : [];
}

/**
 * How a Subscription lets OLM move the operator outside any phase; undefined for one that does not.
 *
 * @param release the one that is installed, for the hint
 */
export function floatingWords(
  distribution: Distribution,
  { channel, approval }: FollowedChannel,
  release?: OperatorRelease,
): Pick<Finding, "message" | "hint" | "citation"> | undefined {
  const automatic = approval === "Automatic";
  const allMinors = channelMinor(channel) === undefined;
  if (!automatic && !allMinors) return undefined;
  const says = [
    ...(automatic
      ? ["approval is Automatic: OLM moves the operator to the channel's head by itself, outside any phase"]
      : []),
    ...(allMinors
      ? [
          `${channel ? `channel ${channel} names no minor: its` : "no channel is named: the default channel's"} head ${automatic ? "crosses" : "may cross"} minors`,
        ]
      : []),
  ];
  const fixes = [
    ...(automatic ? ["approval: Manual"] : []),
    ...(allMinors ? [`channel: ${release ? channelFor(distribution, release) : channelPattern(distribution)}`] : []),
  ];
  return { message: says.join("; "), hint: `Write ${fixes.join(" and ")}.`, citation: subscriptionCitation };
}

function contradicting(
  distribution: Distribution,
  release: OperatorRelease,
  { channel }: FollowedChannel,
  { to }: { readonly to?: OperatorRelease },
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
      citation: subscriptionCitation,
    }),
  ];
}

/** A warning for a running release that was probably never published; undefined for every other. */
export function neverShipped({ releases, title }: Distribution, release: OperatorRelease): Finding | undefined {
  if (release.shipped) return undefined;
  const minor = minorOf(release.version);
  const next = releases.find(
    (one) => one.shipped && minorOf(one.version) === minor && compareVersions(one.version, release.version) > 0,
  );
  const { note } = release.notes;
  return finding("VER001", {
    severity: "warning",
    path: ["spec", "operator", "release"],
    message: `operator release ${release.version} of ${title} was probably never published${note ? ` (${note})` : ""}`,
    hint: `Compare it with the installed CSV${next ? `: it may be that of ${next.version}` : ""}.`,
  });
}
