import type { Distribution, DistributionName, OperatorRelease } from "./types";
import { compareVersions } from "./version";

/** Since which operator release the CRD of a distribution has a value; left out where no source says. */
type Since = Readonly<Partial<Record<DistributionName, string>>>;

const scheduling: Since = { sail: "1.28.0", openshift: "3.2.0", alauda: "2.1.0" };
const logging: Since = { sail: "1.26.0", openshift: "3.1.0" };
const dns: Since = { sail: "1.30.0", openshift: "3.4.0" };

/**
 * Values under `spec.values.ztunnel` that did not come with the first release, beside those that the planner itself uses (see
 * {@link OperatorRelease}). Read from the CRDs that the operator releases bring.
 */
const since: Readonly<Record<string, Since>> = {
  logLevel: logging,
  resourceName: logging,
  affinity: scheduling,
  network: scheduling,
  nodeSelector: scheduling,
  resourceQuotas: scheduling,
  seLinuxOptions: scheduling,
  tolerations: scheduling,
  peerCaCrl: { sail: "1.29.0", openshift: "3.4.0" },
  dnsConfig: dns,
  dnsPolicy: dns,
};

/** Istio's chart reads the left one, the CRD spells it like the right one: what is written in lower case is dropped. */
const misspelt: Readonly<Record<string, string>> = { labels: "Labels", annotations: "Annotations" };

/** Why the API server would drop a value of ztunnel. */
export type DroppedZtunnelValue =
  /** An older release: `since` is the first that keeps it. */
  | { readonly name: string; readonly since: string }
  /** Every release so far has it in other letters only. */
  | { readonly name: string; readonly spelt: string };

/** Every name under `spec.values.ztunnel` that {@link droppedZtunnelValues} knows. */
export const datedZtunnelValues: readonly string[] = [...Object.keys(since), ...Object.keys(misspelt)];

/**
 * Which of these names under `spec.values.ztunnel` the API server drops.
 *
 * @param release the operator release in force; without it only what every release drops is told
 */
export function droppedZtunnelValues(
  { name: distribution }: Distribution,
  release: OperatorRelease | undefined,
  names: readonly string[],
): readonly DroppedZtunnelValue[] {
  return names.flatMap((name): readonly DroppedZtunnelValue[] => {
    const spelt = Object.hasOwn(misspelt, name) ? misspelt[name] : undefined;
    if (spelt !== undefined) return [{ name, spelt }];
    const first = Object.hasOwn(since, name) ? since[name]?.[distribution] : undefined;
    if (!release || first === undefined || compareVersions(release.version, first) >= 0) return [];
    return [{ name, since: first }];
  });
}
