import { servesZtunnelField } from "../catalog/lookup";
import type { ZtunnelField } from "../catalog/types";
import { type DroppedZtunnelValue, droppedZtunnelValues } from "../catalog/ztunnel-values";
import type { FindingDetails } from "../findings/finding";
import { valueAt } from "../objects/object-paths";
import { apiVersionOf, type SailKind } from "./objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "./rule";
import { releasesInForce } from "./versions/releases-in-force";

/** Fields of ZTunnel that only some operator releases serve. */
const ztunnelFields: Readonly<Record<ZtunnelField, readonly string[]>> = {
  terminationGracePeriodSeconds: ["spec", "values", "ztunnel", "terminationGracePeriodSeconds"],
  updateStrategy: ["spec", "values", "ztunnel", "updateStrategy"],
  targetRef: ["spec", "targetRef"],
};

/** Values that Istio's charts read and that no release's CRD has: the API server drops them before the operator sees them. */
const prunedValues: readonly {
  readonly kinds: readonly SailKind[];
  readonly path: readonly string[];
  readonly hint: string;
}[] = [
  {
    kinds: ["Istio", "IstioRevision"],
    path: ["spec", "values", "pilot", "pdb"],
    hint: "Leave it out: spec.values.global.defaultPodDisruptionBudget gives istiod a budget once it has two replicas.",
  },
  {
    kinds: ["IstioCNI"],
    path: ["spec", "values", "cni", "updateStrategy"],
    hint: "Leave it out: how the CNI rolls cannot be set through the operator.",
  },
];

/** Fields that the API server drops, of which there is more to say than the schema does. */
export function droppedFields(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const ztunnel = one.object.kind === "ZTunnel";
  return [...(ztunnel ? [...unservedFields(set, one), ...droppedValues(set, one)] : []), ...chartOnly(one)];
}

function unservedFields(set: ManifestSet, { object }: CheckedObject): readonly AboutDetails[] {
  const version = apiVersionOf(object);
  const { releases, called, minor } = releasesInForce(set);
  const isNarrow = set.release !== undefined || minor !== undefined;
  const details: AboutDetails[] = [];
  for (const [field, path] of Object.entries(ztunnelFields) as [ZtunnelField, readonly string[]][]) {
    if (valueAt(object, ...path) === undefined || !isNarrow) continue;
    if (releases.some((release) => servesZtunnelField(release, field))) continue;
    const since = set.distribution.releases.find((other) => servesZtunnelField(other, field));
    details.push({
      at: path,
      part: "key",
      message: `${path.join(".")} is not served by ${called}: the API server drops it`,
      ...(since && { hint: `Served since ${since.version}.` }),
    });
  }
  if (version === "v1" && valueAt(object, "spec", "profile") !== undefined) {
    details.push({
      at: ["spec", "profile"],
      message: "spec.profile is gone from sailoperator.io/v1 of ZTunnel, where the profile is always ambient",
      hint: "Leave it out.",
      fix: [{ at: ["spec", "profile"], value: undefined }],
    });
  }
  if (version === "v1alpha1" && valueAt(object, "spec", "targetRef") !== undefined) {
    details.push({
      at: ["spec", "targetRef"],
      message: "sailoperator.io/v1alpha1 of ZTunnel has no spec.targetRef",
      hint: "Use sailoperator.io/v1.",
    });
  }
  return details;
}

function droppedValues({ distribution, release }: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const values = valueAt(one.object, "spec", "values", "ztunnel");
  if (typeof values !== "object" || values === null) return [];
  return droppedZtunnelValues(distribution, release, Object.keys(values)).map((dropped) => {
    const at = ["spec", "values", "ztunnel", dropped.name];
    return { at, part: "key" as const, ...reasonOf(dropped, at.join("."), release?.version) };
  });
}

function reasonOf(dropped: DroppedZtunnelValue, path: string, release: string | undefined): FindingDetails {
  if ("since" in dropped) {
    return {
      message: `${path} is not served by operator release ${release}: the API server drops it`,
      hint: `Served since ${dropped.since}.`,
    };
  }
  return {
    message: `${path} is in Istio's chart and not in the CRD, which spells it ${dropped.spelt}: the API server drops it`,
    hint: "Leave it out: spec.values.ztunnel.podLabels and podAnnotations reach the pods.",
  };
}

function chartOnly({ object }: CheckedObject): readonly AboutDetails[] {
  return prunedValues
    .filter(({ kinds, path }) => kinds.some((kind) => kind === object.kind) && valueAt(object, ...path) !== undefined)
    .map(({ path, hint }) => ({
      at: path,
      part: "key" as const,
      message: `${path.join(".")} is in Istio's chart and not in the CRD: the API server drops it`,
      hint,
    }));
}
