import { orElse } from "../../findings/or-else";
import type { KubernetesObject } from "../../mesh/mesh";
import { isMap, textAt, valueAt } from "../../objects/object-paths";
import { parseYamlDocuments } from "../../source/yaml-source";
import { goFilled } from "./go-template";
import { allFilled, languageOf, type Parameters } from "./set-templates";

/**
 * An ApplicationSet as it is for one element, where its `templatePatch` can be filled in with what is known of that: the patch is in the template then, and gone. As
 * it stands where that is more than values, conditions on them and lists of them: other functions, what others give.
 */
export function patchedFor(object: KubernetesObject, parameters: Parameters): KubernetesObject {
  const written = textAt(object, "spec", "templatePatch");
  // Argo CD asks for the patch in this language alone.
  if (written === undefined || languageOf(object) !== "go") return object;
  const text = goFilled(written, parameters);
  if (text === undefined) return object;
  const patch = orElse(undefined, () => parseYamlDocuments(text, "templatePatch"))?.[0]?.value;
  // With nothing below it, the key of the spec would take all of the template away.
  if (!isMap(patch) || patch["spec"] === null) return object;
  const { templatePatch: _, ...spec } = Object(object["spec"]) as Readonly<Record<string, unknown>>;
  const template = allFilled(valueAt(object, "spec", "template"), parameters, "go");
  return { ...object, spec: { ...spec, template: merged(template, patch) } };
}

/** Maps into maps, and null takes a key away; a list takes the place of a list. */
function merged(value: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: Record<string, unknown> = isMap(value) ? { ...value } : {};
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) delete result[key];
    else result[key] = merged(result[key], part);
  }
  return result;
}
