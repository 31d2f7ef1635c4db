import { restartedGateways } from "../../mesh/gateways";
import { activeRevision, istiodName } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import { holdName, planesGone, tagResource } from "../revisions/state";
import { type ControlPlaneState, hasRestarted, type MeshState } from "../state";
import {
  cniGates,
  controlPlaneGates,
  istiodStays,
  replicaGates,
  restartedGatewayGates,
  workloadGates,
} from "./mesh-parts";
import { labelGates, requestGates } from "./states";

/** What must hold when the cluster has gone from one state of a RevisionBased row to its neighbour, in either direction. */
export function revisionGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const moves = from.controlPlanes[0]?.revision !== to.controlPlanes[0]?.revision;
  const others = to.controlPlanes.filter(({ revision }) => revision !== activeRevision(mesh));
  const restarted = Object.keys(to.revisions ?? {}).filter((name) => hasRestarted(from, to, name));
  const gateways = restartedGateways(mesh).filter(({ namespace }) => restarted.includes(namespace));
  const relabelled = JSON.stringify(from.revisions) !== JSON.stringify(to.revisions);
  const gates: readonly Check[] = [
    ...holdGates(mesh, from, to),
    ...(moves || planesGone(from, to).length > 0 ? [...controlPlaneGates(mesh, to), ...replicaGates(mesh)] : []),
    ...(moves ? others.flatMap((one) => istiodStays(mesh, one)) : []),
    ...planesGone(from, to).flatMap((one) => goneGates(mesh, one)),
    ...(from.cni === to.cni ? [] : cniGates(mesh, to)),
    ...to.tags.flatMap(({ name, revision }): Check[] =>
      from.tags.find((one) => one.name === name)?.revision === revision
        ? []
        : [{ check: "revision-tag", tag: name, revision }],
    ),
    ...(relabelled ? labelGates(mesh, to) : []),
    ...(gateways.length > 0
      ? restartedGatewayGates(
          { ...mesh, gateways: mesh.gateways.filter(({ namespace }) => restarted.includes(namespace)) },
          to,
        )
      : []),
    ...workloadGates(mesh, to, restarted),
  ];
  return gates.length > 0 && (restarted.length > 0 || from.cni !== to.cni) ? [...gates, ...requestGates(mesh)] : gates;
}

/** A hold counts from when the operator says that the revision is in use, and not before. */
function holdGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const tag = holdName(mesh);
  const [was, is] = [from.holds ?? [], to.holds ?? []];
  return [
    ...is
      .filter((revision) => !was.includes(revision))
      .flatMap((revision): Check[] => [
        { check: "revision-tag", tag, revision },
        { check: "sail-condition", resource: "istiorevisions", name: revision, condition: "InUse" },
      ]),
    ...(was.length > 0 && is.length === 0
      ? [
          {
            check: "object-gone" as const,
            kind: "IstioRevisionTag",
            resource: tagResource,
            name: tag,
          },
        ]
      : []),
  ];
}

/** Nothing of a control plane is left: its revision, istiod, the Service that proxies would look for, and its webhooks, which fail what they cannot ask. */
function goneGates({ controlPlane: { namespace } }: Mesh, { revision }: ControlPlaneState): readonly Check[] {
  const gone = (kind: string, resource: string, name: string, at?: string): Check => ({
    check: "object-gone",
    kind,
    resource,
    ...(at !== undefined && { namespace: at }),
    name,
  });
  const suffix = namespace === "istio-system" ? "" : `-${namespace}`;
  return [
    gone("IstioRevision", "istiorevisions.sailoperator.io", revision),
    gone("Deployment", "deployments.apps", istiodName(revision), namespace),
    gone("Service", "services", istiodName(revision), namespace),
    gone(
      "MutatingWebhookConfiguration",
      "mutatingwebhookconfigurations.admissionregistration.k8s.io",
      `istio-sidecar-injector-${revision}${suffix}`,
    ),
    gone(
      "ValidatingWebhookConfiguration",
      "validatingwebhookconfigurations.admissionregistration.k8s.io",
      `istio-validator-${revision}-${namespace}`,
    ),
  ];
}

/** Nobody is left with a revision that is about to go. */
export function unusedGates(revision: string): readonly Check[] {
  return [{ check: "revision-unused", revision }];
}
