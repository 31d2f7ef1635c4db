import { ApiObject, App, Chart, Names } from "cdk8s";
import { Construct } from "constructs";
import { csvName } from "../catalog/csv-name";
import { distribution as findDistribution } from "../catalog/lookup";
import type { MeshPath, Place } from "../findings/finding";
import { labelledNamespaces, meshLabels } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import type { Phase, Plan } from "../plan/phase";
import { controlPlaneVersion } from "../plan/state";
import { CarriedManifest } from "./carried-manifest";
import { Istio } from "./istio";
import { IstioCni } from "./istio-cni";
import { inLayer } from "./layer-choice";
import { type LayerId, layerIds, layers } from "./layers";
import type { LiteralObject } from "./literal-object";
import { MeshNamespace } from "./mesh-namespace";
import { PhaseMarker } from "./phase-marker";
import { syncWave } from "./protection";
import { Subscription } from "./subscription";
import { cniValues, istioValues, ztunnelValues } from "./values";
import { Waypoint } from "./waypoint";
import { Ztunnel } from "./ztunnel";

/** What an object was made from: a path in mesh.yaml, a place in a file of the user's own, or a construct that the user added. */
export type Origin = { readonly path: MeshPath } | { readonly place: Place } | AddedOrigin;

/** A construct of the user's own: its whole path, and the part below its phase, which is the same in every phase. */
export interface AddedOrigin {
  readonly construct: string;
  readonly below: string;
}

/**
 * One object of a phase.
 * @example const isOurs = ({ layer }: PhaseObject) => layer === "control-plane";
 */
export interface PhaseObject {
  /** `undefined` for namespace labels, which are a delivery of their own. */
  readonly layer: LayerId | undefined;
  readonly object: ApiObject;
  /** What it was made from. */
  readonly origin: Origin;
}

export interface PhaseChartProps {
  readonly plan: Plan;
  readonly phase: Phase;
}

/**
 * One phase as a chart: every object of the mesh in the state that the phase declares. What is added below it is part of the phase.
 *
 * @example
 * function label(phase: PhaseChart, team: string) {
 *   for (const { object } of phase.objects) object.metadata.addLabel("team", team);
 * }
 * for (const phase of upgrade.phases) label(phase, "mesh");
 */
export class PhaseChart extends Chart {
  /** What the planner says of it. */
  readonly phase: Phase;
  /** What meshstep makes, in layer order. What is added below the chart is found when the phase is rendered. */
  readonly objects: readonly PhaseObject[];

  constructor(scope: Construct, id: string, props: PhaseChartProps) {
    super(scope, id);
    this.phase = props.phase;
    const { mesh, hash } = props.plan;
    const built = [
      ...this.layer("operator", (scope) => operator(scope, mesh, props.phase)),
      ...this.layer("control-plane", (scope) => controlPlane(scope, mesh, props.phase)),
      ...this.layer("cni", (scope) => cni(scope, mesh, props.phase)),
      ...this.layer("ztunnel", (scope) => ztunnel(scope, mesh, props.phase)),
      ...this.layer("waypoints", (scope) => waypoints(scope, mesh)),
      ...this.layer("routing", (scope) => routing(scope, mesh)),
      ...this.layer("verify", (scope) => marker(scope, mesh, props.phase, hash)),
    ];
    this.dependLayers();
    this.objects = [...built, ...namespaces(new Construct(this, "namespaces"), mesh)];
  }

  /** Builds one layer and puts its wave on every object that has none of its own. */
  private layer(id: LayerId, build: (scope: Construct) => [LiteralObject, Origin][]): PhaseObject[] {
    const scope = inLayer(new Construct(this, id), id);
    return build(scope).map(([object, origin]) => {
      if (!object.isAnnotated(syncWave)) object.metadata.addAnnotation(syncWave, String(layers[id].wave));
      return { layer: id, object, origin };
    });
  }

  /** The name of an added object that has none of its own. It does not hold the phase: the object is the same one in all of them. */
  override generateObjectName(object: ApiObject): string {
    const ids = object.node.scopes.filter((scope) => scope !== this && scope.node.scope).map(({ node }) => node.id);
    const twin = ids.reduce<Construct>((scope, id) => new Construct(scope, id), new App());
    return Names.toDnsLabel(twin, object.kind === "CronJob" ? { maxLen: 52 } : {});
  }

  private dependLayers(): void {
    for (const id of layerIds) {
      const scope = this.node.tryFindChild(id);
      for (const before of layers[id].after) {
        const target = this.node.tryFindChild(before);
        if (scope && target) scope.node.addDependency(target);
      }
    }
  }
}

function operator(scope: Construct, mesh: Mesh, phase: Phase): [LiteralObject, Origin][] {
  const { subscription } = mesh.operator;
  if (!subscription) return [];
  const distribution = findDistribution(mesh.distribution, mesh.extraReleases);
  const { catalogSource } = distribution.policy;
  const object = new Subscription(scope, "subscription", {
    name: subscription.name,
    namespace: subscription.namespace,
    package: distribution.package,
    channel: phase.state.channel ?? subscription.channel,
    approval: subscription.approval,
    source: subscription.source ?? catalogSource.name,
    sourceNamespace: subscription.sourceNamespace ?? catalogSource.namespace,
    startingCsv: csvName(distribution, phase.state.operatorRelease),
  });
  return [[object, { path: ["spec", "operator", "subscription"] }]];
}

function controlPlane(scope: Construct, mesh: Mesh, { state }: Phase): [LiteralObject, Origin][] {
  const { name, namespace } = mesh.controlPlane;
  const object = new Istio(scope, "istio", {
    name,
    version: controlPlaneVersion(state),
    namespace,
    profile: profileOf(mesh),
    values: istioValues(mesh),
  });
  return [[object, { path: ["spec", "controlPlane"] }]];
}

function cni(scope: Construct, mesh: Mesh, { state }: Phase): [LiteralObject, Origin][] {
  if (!mesh.cni || !state.cni) return [];
  const { namespace } = mesh.cni;
  const object = new IstioCni(scope, "cni", {
    version: state.cni,
    namespace,
    profile: profileOf(mesh),
    values: cniValues(mesh),
  });
  return [[object, { path: ["spec", "cni"] }]];
}

function ztunnel(scope: Construct, mesh: Mesh, { state }: Phase): [LiteralObject, Origin][] {
  if (!mesh.ztunnel || !state.ztunnel) return [];
  const object = new Ztunnel(scope, "ztunnel", {
    version: state.ztunnel,
    namespace: mesh.ztunnel.namespace,
    apiVersion: state.ztunnelApiVersion,
    values: ztunnelValues(mesh, state.ztunnelSettings),
  });
  return [[object, { path: ["spec", "ztunnel"] }]];
}

function waypoints(scope: Construct, mesh: Mesh): [LiteralObject, Origin][] {
  return mesh.waypoints.map((waypoint, index) => {
    const usedBy = mesh.namespaces
      .filter(
        ({ name, waypoint: used }) => used?.name === waypoint.name && (used.namespace ?? name) === waypoint.namespace,
      )
      .map(({ name }) => name);
    const object = new Waypoint(scope, `${waypoint.namespace}-${waypoint.name}`, { ...waypoint, usedBy });
    return [object, { path: ["spec", "waypoints", index] }];
  });
}

function routing(scope: Construct, mesh: Mesh): [LiteralObject, Origin][] {
  return mesh.carried.map((carried, index) => [
    new CarriedManifest(scope, `carried-${index}`, carried),
    { place: carried.place },
  ]);
}

function marker(scope: Construct, mesh: Mesh, phase: Phase, hash: string): [LiteralObject, Origin][] {
  const { namespace } = mesh.controlPlane;
  const object = new PhaseMarker(scope, "marker", { mesh: mesh.name, namespace, phase: phase.dir, plan: hash });
  return [[object, { path: ["metadata", "name"] }]];
}

function namespaces(scope: Construct, mesh: Mesh): PhaseObject[] {
  return labelledNamespaces(mesh).map((namespace) => {
    const { name, ownership } = namespace;
    const index = mesh.namespaces.indexOf(namespace);
    const object = ApiObject.of(
      new MeshNamespace(scope, `namespace-${name}`, { name, ownership, labels: meshLabels(mesh, namespace) }),
    );
    const path = index < 0 ? ["spec", "controlPlane", "discoverySelectors"] : ["spec", "namespaces", index];
    return { layer: undefined, object, origin: { path } };
  });
}

/** `ambient` is right on every platform: on OpenShift the operator adds the platform's own values. */
function profileOf(mesh: Mesh): string | undefined {
  return mesh.dataPlane === "ambient" ? "ambient" : undefined;
}
