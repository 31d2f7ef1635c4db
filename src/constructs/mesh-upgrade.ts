import type { Construct as IConstruct } from "constructs";
import { Construct } from "constructs";
import { meshFromSpec } from "../mesh/defaults";
import type { MeshSpecInput } from "../mesh/schema";
import type { Plan } from "../plan/phase";
import { isEmittable, planUpgrade } from "../plan/plan";
import { PhaseChart } from "./phase-chart";

/** A mesh as in `spec` of mesh.yaml. */
export interface MeshUpgradeProps extends MeshSpecInput {
  /** Folder that `manifests` and `catalogs` are relative to. @default the working directory */
  readonly baseDir?: string;
}

/**
 * A whole upgrade: one chart per phase, each with the full state of the mesh. In a plain cdk8s App the charts become files
 * like any other; `MeshApp` writes them as meshstep's output tree.
 *
 * A plan that the planner refuses fails the validation of any app, with its findings as messages. A plain App asks no more
 * than that; `MeshApp` also asks the rules about the manifests themselves, as `synth` does.
 */
export class MeshUpgrade extends Construct {
  readonly plan: Plan;
  readonly phases: readonly PhaseChart[];

  /**
   * @param id name of the mesh
   * @param props a description of the mesh, or a plan that was made from one
   * @throws InputError when the description is wrong
   */
  constructor(scope: IConstruct, id: string, props: MeshUpgradeProps | Plan) {
    super(scope, id);
    this.plan = "phases" in props ? props : planUpgrade(meshOf(id, props));
    this.phases = this.plan.phases.map((phase) => new PhaseChart(this, phase.dir, { plan: this.plan, phase }));
    this.node.addValidation({
      validate: () => (isEmittable(this.plan) ? [] : this.plan.findings.map((one) => `${one.rule}: ${one.message}`)),
    });
  }
}

function meshOf(id: string, props: MeshUpgradeProps) {
  const { baseDir, ...spec } = props;
  return meshFromSpec(id, spec, baseDir === undefined ? {} : { baseDir });
}
