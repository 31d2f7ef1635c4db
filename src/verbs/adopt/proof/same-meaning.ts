import { csvName } from "../../../catalog/csv-name";
import type { KubernetesObject } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import type { OperatorGuess } from "../describe/operator/operator";
import { type Difference, pathText } from "./differences";

/** What the baseline says outright where the input left it out, with the same meaning. */
type Implied = (input: KubernetesObject, output: unknown, operator: OperatorGuess) => boolean;

const implied: Readonly<Record<string, Implied>> = {
  "Istio spec.version": (_, output, { version }) => output === version,
  // The version of the Istio object says nothing of these: each was filled in by the release of the day that it was made.
  "IstioCNI spec.version": (_, output, { filledIn }) => output === filledIn,
  "ZTunnel spec.version": (_, output, { filledIn }) => output === filledIn,
  // istiod trusts its own namespace, except on OpenShift, where the operator's platform values say kube-system.
  "Istio spec.values.pilot.trustedZtunnelNamespace": (istio, output, { distribution }) =>
    distribution.name !== "openshift" && output === (textAt(istio, "spec", "namespace") ?? "istio-system"),
  'Gateway metadata.labels["istio.io/waypoint-for"]': (_, output) => output === "service",
  // OLM takes the package's default channel, approves by itself, and reads startingCSV at the first install only.
  "Subscription spec.channel": () => true,
  "Subscription spec.installPlanApproval": (_, output) => output === "Automatic",
  "Subscription spec.startingCSV": (_, output, { distribution, release }) =>
    output === csvName(distribution, release.version),
};

/**
 * What the baseline says in another word that means the same, and why it does; undefined for every other difference. On OpenShift the operator adds the
 * platform's own values to either profile.
 */
export function sameInOtherWords(
  { path, input, output }: Difference,
  { distribution }: OperatorGuess,
): string | undefined {
  const isProfile = pathText(path) === "spec.profile" && output === "ambient" && input === "openshift-ambient";
  if (!isProfile || distribution.name !== "openshift") return undefined;
  return "the mesh writes ambient, and on OpenShift the operator makes the same of openshift-ambient";
}

/** Whether the baseline only says what leaving it out means, too. */
export function isImplied(object: KubernetesObject, difference: Difference, operator: OperatorGuess): boolean {
  const { path, input, output } = difference;
  return input === undefined && implied[`${object.kind} ${pathText(path)}`]?.(object, output, operator) === true;
}
