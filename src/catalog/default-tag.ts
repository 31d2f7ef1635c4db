import type { DistributionName } from "./types";
import { compareVersions } from "./version";

/** Operator releases whose tag called default brings a webhook that asks a Service which is not there (sail-operator#2069): from, to. */
const faulty: Readonly<Partial<Record<DistributionName, readonly (readonly [string, string])[]>>> = {
  sail: [["1.27.0", "1.30.3"]],
  openshift: [
    ["3.3.4", "3.3.5"],
    ["3.4.0", "3.4.0"],
  ],
};

/** Whether, in an operator release, the validating webhook of a tag called default refuses every write over an istiod that is not called default. */
export function defaultTagRefuses(distribution: DistributionName, release: string): boolean {
  return (faulty[distribution] ?? []).some(
    ([from, to]) => compareVersions(release, from) >= 0 && compareVersions(release, to) <= 0,
  );
}
