import { nearest } from "../basics/nearest";
import { istiodName } from "../catalog/revisions";
import type { Problem } from "../findings/input-error";
import { deliveryProblems } from "./delivery-problems";
import { duplicateProblems } from "./duplicates";
import { externalCniProblems } from "./external-cni";
import type { Naming } from "./naming";
import { runningProblems } from "./running-problems";
import type { LabelSelector, MeshSpec } from "./schema";
import { verifyProblems } from "./verify-problems";

/** What is wrong with a mesh although each part of it is well-formed: parts that contradict each other. */
export function specProblems(spec: MeshSpec, naming: Naming): Problem[] {
  return [
    ...(spec.dataPlane === "sidecar" ? ambientOnlyProblems(spec) : profileProblems(spec)),
    ...remoteProfileProblems(spec),
    ...mixedDataPlaneProblems(spec),
    ...foreignNamespaceProblems(spec),
    ...externalCniProblems(spec),
    ...runningProblems(spec),
    ...longNameProblems(spec),
    ...revisionTagProblems(spec),
    ...pinnedCatalogProblems(spec),
    ...chartProblems(spec),
    ...spec.controlPlane.discoverySelectors.flatMap(selectorProblems),
    ...duplicateProblems(spec, naming),
    ...deliveryProblems(spec),
    ...verifyProblems(spec),
  ];
}

/** The profile of an ambient mesh is ambient, on every platform. */
function profileProblems({ controlPlane, cni }: MeshSpec): Problem[] {
  const message = "an ambient mesh has the profile ambient; this one is for sidecars";
  return [...(controlPlane.profile ? [["controlPlane"]] : []), ...(cni?.profile ? [["cni"]] : [])].map((path) => ({
    message,
    path: ["spec", ...path, "profile"],
    hint: "remove it",
  }));
}

/** With this profile the operator installs no istiod: every phase would wait for a Deployment that never comes. */
function remoteProfileProblems({ controlPlane: { profile } }: MeshSpec): Problem[] {
  if (profile !== "remote") return [];
  return [
    {
      message: "with profile remote istiod runs elsewhere, and no phase could wait for it",
      path: ["spec", "controlPlane", "profile"],
      hint: "leave it out where istiod runs in this cluster; a remote cluster is upgraded with the cluster of its istiod, and cannot be described yet",
    },
  ];
}

/** ZTunnel and waypoints exist in ambient meshes only. */
function ambientOnlyProblems(spec: MeshSpec): Problem[] {
  const problems: Problem[] = [];
  const hint = "remove it, or set dataPlane: ambient";
  if (spec.ztunnel) problems.push({ message: "a sidecar mesh has no ZTunnel", path: ["spec", "ztunnel"], hint });
  if (spec.upgrade?.ztunnel) {
    problems.push({ message: "a sidecar mesh has no ZTunnel", path: ["spec", "upgrade", "ztunnel"], hint });
  }
  spec.waypoints.forEach((_, index) => {
    problems.push({ message: "a sidecar mesh has no waypoints", path: ["spec", "waypoints", index], hint });
  });
  spec.namespaces.forEach(({ waypoint }, index) => {
    const path = ["spec", "namespaces", index, "waypoint"];
    if (waypoint) problems.push({ message: "a sidecar mesh has no waypoints", path, hint });
  });
  return problems;
}

/** No row of phases is made for both. Red Hat offers them in one mesh as Developer Preview (OpenShift Service Mesh 3.3). */
function mixedDataPlaneProblems(spec: MeshSpec): Problem[] {
  return spec.namespaces.flatMap(({ dataPlane }, index) => {
    if (dataPlane === undefined || dataPlane === "none" || dataPlane === spec.dataPlane) return [];
    const message = `${dataPlane} in a mesh of dataPlane ${spec.dataPlane}; expected ${spec.dataPlane} or none`;
    const hint =
      "a mesh is planned with one data plane; OpenShift Service Mesh offers both in one as Developer Preview";
    return [{ message, path: ["spec", "namespaces", index, "dataPlane"], hint }];
  });
}

/** What stands on the Namespace of somebody else is theirs, but for the labels of the mesh. */
function foreignNamespaceProblems({ namespaces }: MeshSpec): Problem[] {
  return namespaces.flatMap(({ name, ownership, annotations }, index): Problem[] => {
    if (annotations === undefined || ownership === "owned") return [];
    const message = `annotations are for namespaces that are owned, and ${name} is ${ownership}`;
    const hint = "leave them to its owner, or say ownership: owned where the whole Namespace is yours";
    return [{ message, path: ["spec", "namespaces", index, "annotations"], hint }];
  });
}

/** The Service of istiod carries the name, and a Service has one of at most 63 characters. */
function longNameProblems({ controlPlane: { name } }: MeshSpec): Problem[] {
  const service = istiodName(name);
  if (service.length <= 63) return [];
  const message = `its Service would be called ${service}, of ${service.length} characters; expected at most 63`;
  return [{ message, path: ["spec", "controlPlane", "name"], hint: "choose a shorter name" }];
}

/** The catalogue that everybody follows cannot be pinned, so the Subscription has to name another one. */
function pinnedCatalogProblems({ operator: { catalog, subscription } }: MeshSpec): Problem[] {
  if (catalog !== "pinned" || !subscription || subscription.source !== undefined) return [];
  const message = "catalog is pinned, and the Subscription does not name the CatalogSource that is";
  const hint = "write the mirrored CatalogSource under spec.operator.subscription.source; docs/operators.md shows one";
  return [{ message, path: ["spec", "operator", "catalog"], hint }];
}

/** What Helm installs, OLM does not; and of the operators only Sail has a chart. */
function chartProblems({ distribution, operator }: MeshSpec): Problem[] {
  const { helm, subscription, namespace, catalog } = operator;
  if (!helm) return [];
  const both = "helm says that a chart installs the operator, and this is for one that OLM installs";
  const of = (key: string, message: string, hint: string): Problem => ({
    message,
    path: ["spec", "operator", key],
    hint,
  });
  return [
    ...(distribution === "sail"
      ? []
      : [
          of(
            "helm",
            `only the Sail Operator has a chart, and this mesh is ${distribution}`,
            "leave it out, or say distribution: sail",
          ),
        ]),
    ...(subscription ? [of("subscription", both, "keep the one that is true")] : []),
    ...(catalog === "pinned"
      ? [of("catalog", both, "leave it out: whatever release the chart has can be installed")]
      : []),
    ...(namespace === undefined || namespace === helm.namespace
      ? []
      : [of("namespace", `the operator is where its chart is installed, in ${helm.namespace}`, "leave it out")]),
  ];
}

/** InPlace there is one revision, which keeps its name. */
function revisionTagProblems({ revisionTags, namespaces, controlPlane, upgrade }: MeshSpec): Problem[] {
  const isRevisionBased = (controlPlane.updateStrategy ?? upgrade?.strategy) === "RevisionBased";
  const message = "revision tags are for RevisionBased, and this mesh runs InPlace";
  const hint = "leave it out, or say spec.controlPlane.updateStrategy: RevisionBased where the mesh runs like that";
  if (!isRevisionBased && controlPlane.inactiveRevisionDeletionGracePeriodSeconds !== undefined) {
    const path = ["spec", "controlPlane", "inactiveRevisionDeletionGracePeriodSeconds"];
    return [{ message: "inactive revisions are for RevisionBased, and this mesh runs InPlace", path, hint }];
  }
  if (!isRevisionBased && revisionTags.length > 0) return [{ message, path: ["spec", "revisionTags"], hint }];
  const known = revisionTags.map(({ name }) => name);
  return namespaces.flatMap(({ revisionTag, dataPlane }, index): Problem[] => {
    const path = ["spec", "namespaces", index, "revisionTag"];
    if (revisionTag === undefined) return [];
    if (!isRevisionBased) return [{ message, path, hint }];
    if (dataPlane === "none") {
      const outside = "a namespace of dataPlane: none has no sidecars that could follow a tag";
      return [{ message: outside, path, hint: "leave it out, or take out dataPlane: none" }];
    }
    if (known.includes(revisionTag)) return [];
    const near = nearest(revisionTag, known);
    const list = near ? `did you mean ${near}?` : "list it there";
    return [{ message: `no tag ${revisionTag} under spec.revisionTags`, path, hint: list }];
  });
}

/** What the API server says about label selectors. */
function selectorProblems(selector: LabelSelector, index: number): Problem[] {
  return (selector.matchExpressions ?? []).flatMap(({ operator, values = [] }, at) => {
    const path = ["spec", "controlPlane", "discoverySelectors", index, "matchExpressions", at, "values"];
    const wantsValues = operator === "In" || operator === "NotIn";
    if (wantsValues === values.length > 0) return [];
    return [{ message: wantsValues ? `${operator} needs at least one value` : `${operator} takes no values`, path }];
  });
}
