import { istiodName, tagServiceName } from "../../catalog/revisions";
import { servingName, signedByIstioCsr } from "../../mesh/certificates";
import { canaryName } from "../../mesh/gateways";
import { activeRevision } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import type { Check } from "../checks";
import {
  addedCanaries,
  goneCanaries,
  holdName,
  isUsed,
  movedGateways,
  planesGone,
  tagResource,
} from "../revisions/state";
import { type ControlPlaneState, hasRestarted, type MeshState } from "../state";
import { canaryGates, injectedGatewayGates, pinnedGates } from "./gateways";
import { cniGates, controlPlaneGates, istiodStays, replicaGates, workloadGates } from "./mesh-parts";
import { labelGates, requestGates } from "./states";

/** What must hold when the cluster has gone from one state of a RevisionBased row to its neighbour, in either direction. */
export function revisionGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const moves = from.controlPlanes[0]?.revision !== to.controlPlanes[0]?.revision;
  const others = to.controlPlanes.filter(({ revision }) => revision !== activeRevision(mesh));
  const restarted = Object.keys(to.revisions ?? {}).filter((name) => hasRestarted(from, to, name));
  const pinned = movedGateways(mesh, from, to);
  const canaries = addedCanaries(mesh, from, to);
  const relabelled = JSON.stringify(from.revisions) !== JSON.stringify(to.revisions);
  const gates: readonly Check[] = [
    ...holdGates(mesh, from, to),
    ...(moves || planesGone(from, to).length > 0 ? [...controlPlaneGates(mesh, to), ...replicaGates(mesh)] : []),
    ...(moves ? others.flatMap((one) => [...istiodStays(mesh, one), inUse(one.revision)]) : []),
    ...planesGone(from, to).flatMap((one) => goneGates(mesh, one)),
    ...(from.cni === to.cni ? [] : cniGates(mesh, to)),
    ...to.tags.flatMap(({ name, revision }): Check[] =>
      from.tags.find((one) => one.name === name)?.revision === revision
        ? []
        : [{ check: "revision-tag", tag: name, revision }],
    ),
    ...(relabelled ? labelGates(mesh, to) : []),
    ...canaries.flatMap((one) => canaryGates(mesh, to, one)),
    ...injectedGatewayGates(mesh, to, restarted),
    ...goneCanaries(mesh, from, to).map(({ namespace, deployment }) =>
      gone("Deployment", "deployments.apps", canaryName(deployment), namespace),
    ),
    ...pinned.flatMap((one) => pinnedGates(mesh, to, one)),
    ...workloadGates(mesh, to, restarted),
  ];
  const carriesTraffic = restarted.length + pinned.length + canaries.length > 0 || from.cni !== to.cni;
  return gates.length > 0 && carriesTraffic ? [...gates, ...requestGates(mesh)] : gates;
}

/** Where a row begins in the middle of another one: what is held, what still serves beside the control plane that Istio asks for, and where tags point. */
export function standingGates(mesh: Mesh, state: MeshState): readonly Check[] {
  const { holds = [], controlPlanes, tags } = state;
  const others = controlPlanes.slice(1);
  if (others.length === 0 && holds.length === 0) return [];
  return [
    ...holds.flatMap((revision) => heldBy(mesh, revision)),
    ...others
      .filter((one) => isUsed(state, one) || holds.includes(one.revision))
      .flatMap((one) => [...istiodStays(mesh, one), inUse(one.revision)]),
    ...tags.map(({ name, revision }): Check => ({ check: "revision-tag", tag: name, revision })),
  ];
}

function heldBy(mesh: Mesh, revision: string): readonly Check[] {
  return [{ check: "revision-tag", tag: holdName(mesh), revision }, inUse(revision)];
}

/** A hold counts from when the operator says that the revision is in use, and not before. */
function holdGates(mesh: Mesh, from: MeshState, to: MeshState): readonly Check[] {
  const tag = holdName(mesh);
  const [was, is] = [from.holds ?? [], to.holds ?? []];
  return [
    ...is.filter((revision) => !was.includes(revision)).flatMap((revision) => heldBy(mesh, revision)),
    ...(was.length > 0 && is.length === 0
      ? [
          gone("IstioRevisionTag", tagResource, tag),
          gone("Service", "services", tagServiceName(tag), mesh.controlPlane.namespace),
          gone("MutatingWebhookConfiguration", mutatingWebhooks, `istio-revision-tag-${tag}${suffixOf(mesh)}`),
        ]
      : []),
  ];
}

/** The operator counts a use of it, which is what keeps it. */
function inUse(revision: string): Check {
  return { check: "sail-condition", resource: "istiorevisions", name: revision, condition: "InUse" };
}

/** Nothing of a control plane is left: its revision, istiod, the Service that proxies would look for, and its webhooks, which fail what they cannot ask. */
function goneGates(mesh: Mesh, { revision }: ControlPlaneState): readonly Check[] {
  const { namespace } = mesh.controlPlane;
  return [
    gone("IstioRevision", "istiorevisions.sailoperator.io", revision),
    gone("Deployment", "deployments.apps", istiodName(revision), namespace),
    gone("Service", "services", istiodName(revision), namespace),
    gone("MutatingWebhookConfiguration", mutatingWebhooks, `istio-sidecar-injector-${revision}${suffixOf(mesh)}`),
    gone(
      "ValidatingWebhookConfiguration",
      "validatingwebhookconfigurations.admissionregistration.k8s.io",
      `istio-validator-${revision}-${namespace}`,
    ),
  ];
}

const mutatingWebhooks = "mutatingwebhookconfigurations.admissionregistration.k8s.io";

/** The charts leave the namespace out of names of webhooks where it is the usual one. */
function suffixOf({ controlPlane: { namespace } }: Mesh): string {
  return namespace === "istio-system" ? "" : `-${namespace}`;
}

function gone(kind: string, resource: string, name: string, namespace?: string): Check {
  return { check: "object-gone", kind, resource, ...(namespace !== undefined && { namespace }), name };
}

/** istiod's certificate, where istio-csr has it issued: a name for each revision that is, or is to be. */
export function certificateGates(mesh: Mesh, has: readonly string[], lacks: readonly string[] = []): readonly Check[] {
  if (!signedByIstioCsr(mesh)) return [];
  const names = (revisions: readonly string[]) => revisions.map((one) => servingName(mesh, one));
  return [
    { check: "istiod-certificate", namespace: mesh.controlPlane.namespace, has: names(has), lacks: names(lacks) },
  ];
}

/** Nobody is left with a revision that is about to go. */
export function unusedGates(mesh: Mesh, revision: string): readonly Check[] {
  return [{ check: "revision-unused", revision, hold: holdName(mesh) }];
}
