import { servesZtunnelField } from "../../catalog/lookup";
import type { ZtunnelField } from "../../catalog/types";
import { type DroppedZtunnelValue, droppedZtunnelValues } from "../../catalog/ztunnel-values";
import type { Finding, FindingDetails } from "../../findings/finding";
import { apiVersionOf, type SailKind, sailKinds, sailObjects, valueAt } from "../objects";
import { type AboutDetails, about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

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

export const ver005: Rule = {
  id: "VER005",
  state: (set) => [
    ...sailObjects(set, sailKinds).flatMap((one) => unservedApi(set, one)),
    ...sailObjects(set, ["ZTunnel"]).flatMap((one) => unservedFields(set, one)),
    ...sailObjects(set, ["ZTunnel"]).flatMap((one) => droppedValues(set, one)),
    ...prunedValues.flatMap(({ kinds, path, hint }) =>
      sailObjects(set, kinds)
        .filter(({ object }) => valueAt(object, ...path) !== undefined)
        .map((one) =>
          about("VER005", one, {
            at: path,
            message: `${path.join(".")} is in Istio's chart and not in the CRD: the API server drops it`,
            hint,
          }),
        ),
    ),
    ...sailObjects(set, ["Istio"]).flatMap(idleWorkloadUpdate),
  ],
};

function unservedApi({ distribution, release }: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { apiVersion, kind } = one.object;
  const version = apiVersionOf(one.object);
  // Every release that the catalogue holds serves the other kinds as v1 and as nothing else.
  const servedBy = (api: { readonly apiVersions: readonly string[] }) =>
    kind === "ZTunnel" ? api.apiVersions.includes(version) : version === "v1";
  const releases = release ? [release] : distribution.releases;
  if (releases.length === 0 || releases.some(({ ztunnel }) => servedBy(ztunnel))) return [];
  const served = kind === "ZTunnel" ? [...new Set(releases.flatMap(({ ztunnel }) => ztunnel.apiVersions))] : ["v1"];
  const who = release ? `operator release ${release.version}` : `any operator release of ${distribution.title}`;
  return [
    about("VER005", one, {
      at: ["apiVersion"],
      message: `${apiVersion} of ${kind} is not served by ${who}`,
      hint: `Served: ${served.map((name) => `sailoperator.io/${name}`).join(", ")}.`,
    }),
  ];
}

function unservedFields({ distribution, release }: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const version = apiVersionOf(object);
  const details: AboutDetails[] = [];
  for (const [field, path] of Object.entries(ztunnelFields) as [ZtunnelField, readonly string[]][]) {
    if (valueAt(object, ...path) === undefined || !release || servesZtunnelField(release, field)) continue;
    const since = distribution.releases.find((other) => servesZtunnelField(other, field));
    details.push({
      at: path,
      message: `${path.join(".")} is not served by operator release ${release.version}: the API server drops it`,
      ...(since && { hint: `Served since ${since.version}.` }),
    });
  }
  if (version === "v1" && valueAt(object, "spec", "profile") !== undefined) {
    details.push({
      at: ["spec", "profile"],
      message: "spec.profile is gone from sailoperator.io/v1 of ZTunnel, where the profile is always ambient",
      hint: "Leave it out.",
    });
  }
  if (version === "v1alpha1" && valueAt(object, "spec", "targetRef") !== undefined) {
    details.push({
      at: ["spec", "targetRef"],
      message: "sailoperator.io/v1alpha1 of ZTunnel has no spec.targetRef",
      hint: "Use sailoperator.io/v1.",
    });
  }
  return details.map((detail) => about("VER005", one, detail));
}

function droppedValues({ distribution, release }: ManifestSet, one: CheckedObject): readonly Finding[] {
  const values = valueAt(one.object, "spec", "values", "ztunnel");
  if (typeof values !== "object" || values === null) return [];
  return droppedZtunnelValues(distribution, release, Object.keys(values)).map((dropped) => {
    const at = ["spec", "values", "ztunnel", dropped.name];
    return about("VER005", one, { at, ...reasonOf(dropped, at.join("."), release?.version) });
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

function idleWorkloadUpdate(one: CheckedObject): readonly Finding[] {
  if (valueAt(one.object, "spec", "updateStrategy", "updateWorkloads") !== true) return [];
  return [
    about("VER005", one, {
      at: ["spec", "updateStrategy", "updateWorkloads"],
      severity: "warning",
      message: "spec.updateStrategy.updateWorkloads is true, and no operator release does anything with it",
      hint: "Leave it out, and restart the workloads in a phase of their own.",
    }),
  ];
}
