import { ApiObject, type App, Chart } from "cdk8s";
import type { IConstruct } from "constructs";
import type { MeshUpgrade } from "../../constructs/mesh-upgrade";
import type { Finding } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import { objectId } from "../../mesh/mesh";
import type { RenderedMesh } from "../../render/render";

/** Charts with objects that belong to no upgrade: nothing would be written of them. */
export function strangerProblems(app: App, upgrades: readonly MeshUpgrade[]): Problem[] {
  const strangers = app.node
    .findAll()
    .filter((one) => ApiObject.isApiObject(one))
    .filter((object) => !object.node.scopes.some((scope) => upgrades.some((one) => one === scope)));
  const charts = new Set(strangers.map((object) => Chart.of(object)));
  const hint =
    "make it a child of the MeshUpgrade, whose every phase then carries it, or of one phase; or write it with a cdk8s App of its own";
  return [...charts].map((chart) => {
    const message = "this chart belongs to no phase of a mesh, so its objects would not be written";
    return { construct: chart.node.path, message, hint };
  });
}

/** What the validations in the tree have to say; a cdk8s App asks them, too. Upgrades give their own reasons as findings. */
export function validationProblems(app: App, upgrades: readonly MeshUpgrade[]): Problem[] {
  return app.node
    .findAll()
    .filter((construct) => !upgrades.some((one) => one === construct))
    .flatMap((construct) => construct.node.validate().map((message) => ({ construct: pathOf(construct), message })));
}

function pathOf({ node }: IConstruct): string {
  return node.path || "app";
}

/** A finding that stops a mesh, with the construct that it is about where the user added that. */
export function findingProblem({ rule, message, ...rest }: Finding, { snapshots }: RenderedMesh): Problem {
  const entries = snapshots.flatMap((snapshot) => snapshot.entries);
  const found = entries.find(({ object, origin }) => "construct" in origin && objectId(object) === rest.object);
  return {
    ...rest,
    message: `${rule}: ${message}`,
    ...(found && "construct" in found.origin && { construct: found.origin.construct }),
  };
}
