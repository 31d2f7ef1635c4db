import type { ApiObject } from "cdk8s";
import { InputError, type Problem } from "../findings/input-error";
import { ownerOf } from "../mesh/carried-problems";
import { dataSource, withPathsOnly } from "../mesh/data-source";
import { managedGateways } from "../mesh/gateways";
import { clusterObject } from "../mesh/manifest-object";
import { type KubernetesObject, type Mesh, objectId } from "../mesh/mesh";
import { isList } from "../source/manifest-object";
import { manifestOf } from "./manifest";

/** What is said of an object without the construct that it is about. */
type Refusal = Omit<Problem, "construct">;

/**
 * The manifest of an object that the user added, as a snapshot can carry it: one object, whose name is known now, that only its owner writes.
 * @throws InputError with the construct's path and what to do instead
 */
export function carriableManifest(object: ApiObject, mesh: Mesh): KubernetesObject {
  try {
    const manifest = manifestOf(object);
    const problem = nameProblem(object) ?? formProblem(manifest);
    if (problem) throw new InputError([problem]);
    const checked = withPathsOnly([], () => clusterObject(dataSource(manifest)));
    const conflict = meshProblem(checked, mesh);
    if (conflict) throw new InputError([conflict]);
    return checked;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((one) => ({ ...one, construct: object.node.path })));
  }
}

/** Files, checks and other constructs go by the name, and they are made before a token is resolved. */
function nameProblem({ name }: { readonly name: unknown }): Refusal | undefined {
  if (typeof name === "string") return undefined;
  return { message: "expected a name of text, got a token", path: ["metadata", "name"], hint: "write the name out" };
}

function formProblem(manifest: KubernetesObject): Refusal | undefined {
  if (manifest.kind === "List" || isList(manifest)) {
    return { message: `a ${manifest.kind} is no object of a cluster`, hint: "add each of its items by itself" };
  }
  const { generateName, annotations } = manifest.metadata ?? {};
  if (generateName !== undefined) {
    const message = "the API server would make another object of it at every apply";
    return { message, path: ["metadata", "generateName"], hint: "give it metadata.name instead" };
  }
  if (annotations && Object.hasOwn(annotations, "helm.sh/hook")) {
    const message = "a Helm hook is run and forgotten by Argo CD, and kept like any other object by Flux";
    const hint = 'leave hooks out (helmFlags: ["--no-hooks"]), or take the annotation away';
    return { message, path: ["metadata", "annotations", "helm.sh/hook"], hint };
  }
  return undefined;
}

function meshProblem(object: KubernetesObject, mesh: Mesh): Refusal | undefined {
  const owner = ownerOf(mesh, object);
  if (owner) {
    const message = `${objectId(object)} is written by meshstep; it is described at ${owner.join(".")}`;
    return { message, hint: "change it there, or change the object that each phase already has" };
  }
  const carried = [{ object, place: { file: "", line: 1, column: 1 } }];
  const planned = managedGateways(mesh);
  const unplanned = managedGateways({ ...mesh, carried, waypoints: [], gateways: [] }).find(
    (one) =>
      !planned.some(
        ({ namespace, name, deployment }) =>
          namespace === one.namespace && name === one.name && deployment === one.deployment,
      ),
  );
  if (!unplanned) return undefined;
  const { namespace, name, deployment, kind } = unplanned;
  const message = `istiod deploys proxies for ${objectId(object)}, and the plan does not know them`;
  const entry = `{ name: "${name}", namespace: "${namespace}", kind: "gateway-api", deployment: "${deployment}" }`;
  const hint =
    kind === "waypoint" ? "describe it under waypoints: meshstep writes it" : `describe it: gateways: [${entry}]`;
  return { message, hint };
}
