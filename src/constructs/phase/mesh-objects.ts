import type { Construct } from "constructs";
import { csvName } from "../../catalog/csv-name";
import { distribution as findDistribution } from "../../catalog/lookup";
import { revisionLabel, strategyOf } from "../../mesh/istiod";
import type { CarriedObject, Mesh } from "../../mesh/mesh";
import { operatorGroupOf } from "../../mesh/operator-group";
import { waypointUsers } from "../../mesh/waypoint-uses";
import { identity } from "../../objects/kubernetes-object";
import { waypointIdentity } from "../../plan/change/carried";
import { namespaceLabelsHash } from "../../plan/namespace-labels";
import { cniValues, istioValues, ztunnelValues } from "../../plan/object-values";
import type { Phase } from "../../plan/phase";
import { holdName } from "../../plan/revisions/state";
import { controlPlaneVersion, ownCni } from "../../plan/state";
import { CarriedManifest } from "../carried-manifest";
import { Istio } from "../istio";
import { IstioCni } from "../istio-cni";
import { IstioRevisionTag } from "../istio-revision-tag";
import { OperatorGroup } from "../operator-group";
import { PhaseMarker } from "../phase-marker";
import { Subscription } from "../subscription";
import { Waypoint } from "../waypoint";
import { Ztunnel } from "../ztunnel";
import type { Built } from "./built";

const subscriptionOrigin = { path: ["spec", "operator", "subscription"] } as const;

export function operatorObjects(scope: Construct, mesh: Mesh, { state }: Phase): Built[] {
  const { subscription } = mesh.operator;
  if (!subscription) return [];
  const distribution = findDistribution(mesh.distribution, mesh.extraReleases);
  const { catalogSource } = distribution.policy;
  const object = new Subscription(scope, "subscription", {
    name: subscription.name,
    namespace: subscription.namespace,
    package: distribution.package,
    channel: state.channel ?? subscription.channel,
    approval: subscription.approval,
    source: subscription.source ?? catalogSource.name,
    sourceNamespace: subscription.sourceNamespace ?? catalogSource.namespace,
    startingCsv: csvName(distribution, state.operatorRelease),
    config: subscription.config,
    labels: subscription.labels,
    annotations: subscription.annotations,
  });
  const group = operatorGroupOf(mesh);
  const objects = group ? [new OperatorGroup(scope, "operator-group", group), object] : [object];
  return objects.map((one) => [one, subscriptionOrigin]);
}

export function controlPlaneObjects(scope: Construct, mesh: Mesh, { state }: Phase): Built[] {
  const { name, namespace, labels, annotations } = mesh.controlPlane;
  const object = new Istio(scope, "istio", {
    name,
    labels,
    annotations,
    version: controlPlaneVersion(state),
    namespace,
    profile: profileOf(mesh, mesh.controlPlane),
    updateStrategy: strategyOf(mesh),
    inactiveRevisionDeletionGracePeriodSeconds: mesh.controlPlane.inactiveRevisionDeletionGracePeriodSeconds,
    values: istioValues(mesh, state.kept),
  });
  return [[object, { path: ["spec", "controlPlane"] }]];
}

/** The tags of the mesh, and the one that holds a revision while another one comes beside it. */
export function revisionTagObjects(scope: Construct, mesh: Mesh, { state }: Phase): Built[] {
  const tags = state.tags.map(({ name, revision }): Built => {
    const index = mesh.revisionTags.findIndex((one) => one.name === name);
    return [new IstioRevisionTag(scope, `tag-${name}`, { name, revision }), { path: ["spec", "revisionTags", index] }];
  });
  const holds = (state.holds ?? []).map((revision): Built => {
    const object = new IstioRevisionTag(scope, "hold", { name: holdName(mesh), revision, hold: true });
    return [object, { path: ["spec", "upgrade", "strategy"] }];
  });
  return [...tags, ...holds];
}

export function cniObjects(scope: Construct, mesh: Mesh, { state }: Phase): Built[] {
  const version = ownCni(state);
  if (!mesh.cni || version === undefined) return [];
  const { namespace, labels, annotations } = mesh.cni;
  const object = new IstioCni(scope, "cni", {
    labels,
    annotations,
    version,
    namespace,
    profile: profileOf(mesh, mesh.cni),
    values: cniValues(mesh, state.kept),
  });
  return [[object, { path: ["spec", "cni"] }]];
}

export function ztunnelObjects(scope: Construct, mesh: Mesh, { state }: Phase): Built[] {
  if (!mesh.ztunnel || !state.ztunnel) return [];
  const { labels, annotations } = mesh.ztunnel;
  const object = new Ztunnel(scope, "ztunnel", {
    labels,
    annotations,
    version: state.ztunnel,
    namespace: mesh.ztunnel.namespace,
    apiVersion: state.ztunnelApiVersion,
    values: ztunnelValues(mesh, state.ztunnelSettings, undefined, state.kept),
  });
  return [[object, { path: ["spec", "ztunnel"] }]];
}

export function waypointObjects(scope: Construct, mesh: Mesh, { described, state }: Phase): Built[] {
  const users = described?.users ?? waypointUsers(mesh).filter(({ name }) => !state.notLetIn?.includes(name));
  return mesh.waypoints.map((waypoint, index) => {
    const usedBy = users
      .filter(
        ({ name, waypoint: used }) => used?.name === waypoint.name && (used.namespace ?? name) === waypoint.namespace,
      )
      .map(({ name }) => name);
    const object = new Waypoint(scope, `${waypoint.namespace}-${waypoint.name}`, {
      ...waypoint,
      usedBy,
      revision: revisionLabel(mesh.controlPlane.name),
      letGo: described?.letGo.includes(waypointIdentity(waypoint)),
    });
    return [object, { path: ["spec", "waypoints", index] }];
  });
}

export function routingObjects(scope: Construct, carried: readonly CarriedObject[], { described }: Phase): Built[] {
  return carried.map((one, index) => [
    new CarriedManifest(scope, `carried-${index}`, one, described?.letGo.includes(identity(one.object))),
    { place: one.place, ...(one.ignores && { ignores: one.ignores }) },
  ]);
}

export function markerObjects(scope: Construct, mesh: Mesh, phase: Phase, hash: string): Built[] {
  const { namespace } = mesh.controlPlane;
  const { state } = phase;
  const object = new PhaseMarker(scope, "marker", {
    mesh: mesh.name,
    namespace,
    phase: phase.dir,
    plan: hash,
    labels: namespaceLabelsHash(mesh, state),
    cni: state.cniOwnership,
  });
  return [[object, { path: ["metadata", "name"] }]];
}

/** `ambient` is right on every platform: on OpenShift the operator adds the platform's own values. */
function profileOf(mesh: Mesh, part: { readonly profile?: string | undefined }): string | undefined {
  return mesh.dataPlane === "ambient" ? "ambient" : part.profile;
}
