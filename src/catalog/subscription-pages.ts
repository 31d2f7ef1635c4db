import { olmSubscription, subscriptionCitation } from "../findings/pages/version";
import type { Distribution } from "./types";

/** What tells of Subscriptions of a distribution's operator: Red Hat's page is of its own, and OLM is the same everywhere. */
export function citationOf({ name }: Pick<Distribution, "name">): string {
  return name === "openshift" ? subscriptionCitation : olmSubscription;
}
