import type { Distribution, OperatorRelease } from "./types";
import { compareVersions, minorOf } from "./version";

/**
 * What OLM can be asked for. `any`: a pinned catalogue holds whatever is planned. `heads`: the newest release of each versioned
 * channel. `newest`: a floating channel has one head, the newest release of all. `charts`: Helm installs whatever release is named.
 */
export type Offer = "any" | "heads" | "newest" | "charts";

/** Where an operator comes from, as mesh.yaml says it. */
export interface OperatorSource {
  readonly catalog: "head" | "pinned";
  readonly subscription?: { readonly channel: string } | undefined;
  /** Set where Helm installs it. */
  readonly helm?: object | undefined;
}

/** `stable-3.1`, from the distribution's pattern `stable-X.Y` or `stable-3.Y`; `stable` where it has no pattern. */
export function channelFor(distribution: Distribution, release: OperatorRelease): string {
  return channelPattern(distribution).replace(/(X|\d+)\.Y$/, minorOf(release.version));
}

/** `stable-X.Y`: how the distribution names the channels of one minor. */
export function channelPattern({ channels }: Distribution): string {
  return channels.find((channel) => channel.endsWith(".Y")) ?? "stable";
}

/** `3.1` of `stable-3.1`, `dev-3.1` or `3.1-nightly`; undefined for a channel that carries every minor. */
export function channelMinor(channel: string): string | undefined {
  return /(?:^|-)(\d+\.\d+)(?=$|-)/.exec(channel)?.[1];
}

/**
 * The newest release that we know of a channel: OLM offers the head, whatever else the channel holds. Undefined for a channel of a
 * minor that was never published.
 */
export function channelHead({ releases }: Distribution, channel: string): OperatorRelease | undefined {
  const minor = channelMinor(channel);
  return releases
    .filter((one) => minor === undefined || minorOf(one.version) === minor)
    .reduce<OperatorRelease | undefined>(
      (newest, one) => (newest && compareVersions(newest.version, one.version) > 0 ? newest : one),
      undefined,
    );
}

/** What the operator of a mesh can be raised to. Without a Subscription in Git, a person sets the versioned channel. */
export function offerOf({ catalog, subscription, helm }: OperatorSource): Offer {
  if (helm) return "charts";
  if (catalog === "pinned") return "any";
  return subscription && channelMinor(subscription.channel) === undefined ? "newest" : "heads";
}

/** Whether this release can be had. */
export function isOffered(distribution: Distribution, offer: Offer, release: OperatorRelease): boolean {
  if (offer === "any" || offer === "charts") return true;
  const channel = offer === "newest" ? "stable" : channelFor(distribution, release);
  return channelHead(distribution, channel)?.version === release.version;
}
