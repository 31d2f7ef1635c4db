import { type ApiObject, App, Chart, Names } from "cdk8s";
import { Construct } from "constructs";
import type { CarriedObject } from "../mesh/mesh";
import { syncWave } from "../order/argocd/annotations";
import { meshIn, type Phase, type Plan } from "../plan/phase";
import { inLayer } from "./layer-choice";
import { type LayerId, layerIds, layers } from "./layers";
import { isLiteral } from "./literal-object";
import type { Built, PhaseObject } from "./phase/built";
import { movedObjects, precheckObjects, requestObjects, restartObjects, verifyObjects } from "./phase/gate-objects";
import {
  cniObjects,
  controlPlaneObjects,
  markerObjects,
  operatorObjects,
  revisionTagObjects,
  routingObjects,
  waypointObjects,
  ztunnelObjects,
} from "./phase/mesh-objects";
import { namespaceObjects, ownedOperatorNamespace, ownedSystemNamespaces } from "./phase/namespace-objects";

export type { AddedOrigin, Origin, PhaseObject } from "./phase/built";

export interface PhaseChartProps {
  readonly plan: Plan;
  readonly phase: Phase;
  /** The user's own objects in it. @default all that the mesh carries */
  readonly carried?: readonly CarriedObject[];
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

  constructor(scope: Construct, id: string, { plan, phase, carried }: PhaseChartProps) {
    super(scope, id);
    this.phase = phase;
    const { hash } = plan;
    const mesh = meshIn(plan, phase);
    const build: Partial<Record<LayerId, (scope: Construct) => Built[]>> = {
      operator: (scope) => [...ownedOperatorNamespace(scope, mesh, phase), ...operatorObjects(scope, mesh, phase)],
      precheck: (scope) => [...ownedSystemNamespaces(scope, mesh, phase), ...precheckObjects(scope, plan, phase)],
      "control-plane": (scope) => controlPlaneObjects(scope, mesh, phase),
      "revision-tags": (scope) => revisionTagObjects(scope, mesh, phase),
      cni: (scope) => cniObjects(scope, mesh, phase),
      ztunnel: (scope) => ztunnelObjects(scope, mesh, phase),
      waypoints: (scope) => waypointObjects(scope, mesh, phase),
      routing: (scope) => routingObjects(scope, carried ?? mesh.carried, phase),
      "before-restarts": (scope) => movedObjects(scope, plan, phase),
      restarts: (scope) => restartObjects(scope, plan, phase),
      verify: (scope) => verifyObjects(scope, plan, phase),
      requests: (scope) => requestObjects(scope, plan, phase),
      marker: (scope) => markerObjects(scope, mesh, phase, hash),
      namespaces: (scope) => namespaceObjects(scope, mesh, phase),
    };
    this.objects = layerIds.flatMap((id) => layerObjects(this, id, build[id] ?? (() => [])));
    this.dependLayers();
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

/** Builds one layer and puts its wave on every object that has none of its own; the deliveries beside `mesh/` have no order inside. */
export function layerObjects(parent: Construct, id: LayerId, build: (scope: Construct) => Built[]): PhaseObject[] {
  const { wave } = layers[id];
  return build(inLayer(new Construct(parent, id), id)).map(([object, origin]) => {
    const hasWave = isLiteral(object) && object.isAnnotated(syncWave);
    if (wave > 0 && !hasWave) object.metadata.addAnnotation(syncWave, String(wave));
    return { layer: id, object, origin };
  });
}
