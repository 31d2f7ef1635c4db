import { Construct } from "constructs";
import { formatProblem, InputError } from "../findings/input-error";
import { meshFromSpec } from "../mesh/defaults";
import type { Mesh } from "../mesh/mesh";
import type { MeshSpecInput } from "../mesh/schema";
import type { Plan } from "../plan/phase";
import { isEmittable, planUpgrade } from "../plan/plan";
import { renderedPhases } from "./added-objects";
import { misprinted } from "./misprinted";
import { PhaseChart } from "./phase-chart";

/**
 * A mesh as in `spec` of mesh.yaml.
 * @example
 * const props: MeshUpgradeProps = {
 *   distribution: "openshift",
 *   dataPlane: "ambient",
 *   version: "v1.28.4",
 *   operator: { release: "3.3.1" },
 *   upgrade: { to: "v1.28.5" },
 * };
 */
export interface MeshUpgradeProps extends MeshSpecInput {
  /**
   * Folder that `manifests` and `catalogs` are relative to.
   * @default the working directory
   * @example "./mesh"
   */
  readonly baseDir?: string | undefined;
}

/**
 * A whole upgrade: one chart per phase, each with the full state of the mesh. In a plain cdk8s App the charts become files
 * like any other; `MeshApp` writes them as meshstep's output tree.
 *
 * Objects of your own become part of a phase when they are added below its chart, and of every phase when they stand in a chart
 * below the upgrade; `inLayer` says where in the order.
 *
 * A plan that the planner refuses fails the validation of any app, with its findings as messages, and so does an object that a phase
 * cannot carry, or that cdk8s would print so that kubectl reads something else. A plain App asks no more than that; `MeshApp` prints
 * by itself and also asks the rules about the manifests, as `synth` does.
 *
 * @example
 * new MeshUpgrade(app, "prod-east", {
 *   distribution: "openshift",
 *   dataPlane: "ambient",
 *   version: "v1.28.4",
 *   operator: { release: "3.3.1" },
 *   upgrade: { to: "v1.28.5" },
 * });
 */
export class MeshUpgrade extends Construct {
  /** How the mesh gets from what it runs to what is wanted. */
  readonly plan: Plan;
  /** In the order in which they are promoted. */
  readonly phases: readonly PhaseChart[];

  /**
   * @param id name of the mesh, and of its folder in the output
   * @param props a description of the mesh, or a plan that was made from one
   * @throws InputError when the description is wrong, with the path of every problem as in mesh.yaml: `spec.upgrade.to`
   */
  constructor(scope: Construct, id: string, props: MeshUpgradeProps | Plan) {
    const plan = isPlan(props) ? props : planUpgrade(meshOf(id, props));
    super(scope, id);
    this.plan = plan;
    this.phases = plan.phases.map((phase) => new PhaseChart(this, phase.dir, { plan, phase }));
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** cdk8s asks before it renders the first object: the one moment when all of them are there. */
  private problems(): string[] {
    if (!isEmittable(this.plan)) return this.plan.findings.map((one) => `${one.rule}: ${one.message}`);
    try {
      return misprinted(renderedPhases(this)).map(formatProblem);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems.map(formatProblem);
    }
  }
}

/** Beside `phases`, which a description might hold by mistake, a plan has what only a planner writes. */
function isPlan(props: unknown): props is Plan {
  const { phases, mesh, hash } = Object(props) as Partial<Plan>;
  return Array.isArray(phases) && typeof mesh === "object" && typeof hash === "string";
}

function meshOf(id: string, props: unknown): Mesh {
  if (typeof props !== "object" || props === null || !("baseDir" in props))
    return meshFromSpec(id, props as MeshSpecInput);
  const { baseDir, ...spec } = props as MeshUpgradeProps;
  if (baseDir === undefined) return meshFromSpec(id, spec);
  if (typeof baseDir !== "string") throw InputError.of("expected the path of a folder", { path: ["baseDir"] });
  return meshFromSpec(id, spec, { baseDir });
}
