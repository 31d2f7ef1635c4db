import { firstFew } from "../../basics/first-few";
import { platformPrefix } from "../../delivery/names";
import { mark } from "../../mesh/labels";
import { type KubernetesObject, kindOf, objectId } from "../../objects/kubernetes-object";
import { labelsOf } from "../../rules/objects";
import type { MeshEngine } from "./delivery/engines";

/**
 * Applications that are called as those would be that synth writes for the mesh: applied, they would take the place of these, whose folder nobody reads any more.
 * @param namespace where Applications stand that say no namespace
 */
export function takenNames(
  name: string,
  engine: MeshEngine | undefined,
  objects: readonly KubernetesObject[],
): readonly string[] {
  if (engine?.name !== "argocd") return [];
  const { namespace, applicationNamespace = namespace } = engine.delivery?.argocd ?? {};
  const prefix = platformPrefix({ name });
  const names = ["operator", "mesh", "namespaces"].map((delivery) => `${prefix}-${delivery}`);
  const taken = objects.filter(
    (one) =>
      kindOf(one) === "argoproj.io/Application" &&
      names.includes(one.metadata.name) &&
      labelsOf(one)[mark.mesh] === undefined &&
      [one.metadata.namespace ?? applicationNamespace, undefined].includes(applicationNamespace),
  );
  if (taken.length === 0) return [];
  const ids = [...new Set(taken.map(objectId))];
  return [
    `${firstFew(ids)} ${ids.length > 1 ? "have names" : "has a name"} that synth gives to an Application of mesh ${name}: what it writes to platform/ would take its place, and prune what only its folder holds; give the mesh another metadata.name (--name)`,
  ];
}
