import type { MeshPath } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { patchSays } from "./template-patch";

export { sourcesIn } from "../../objects/application-sources";

/** Where the spec of an Application stands, in itself or in the template of an ApplicationSet; undefined in any other object. */
export function applicationSpec(object: KubernetesObject): MeshPath | undefined {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
      return ["spec"];
    case "argoproj.io/ApplicationSet":
      return ["spec", "template", "spec"];
    default:
      return undefined;
  }
}

/** Whether a text of templates, of which nobody here makes YAML, may say more of a key of that spec. */
export function isPatched(object: unknown, ...keys: readonly string[]): boolean {
  const patch = textAt(object, "spec", "templatePatch");
  return patch !== undefined && keys.some((key) => patchSays(patch, key));
}
