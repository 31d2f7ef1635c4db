import { hasErrors } from "../../findings/finding";
import { orElse } from "../../findings/or-else";
import type { LiveFolder } from "../../live/folder";
import { clusterObject } from "../../mesh/manifest-object";
import { type RenderedMesh, rowState } from "../../render/render";
import { checkStep } from "../../rules/run";
import { kustomizationNames, objectsOf } from "../../source/manifest-object";
import { parseYamlDocuments } from "../../source/yaml-source";

/**
 * Whether replacing a live folder by a phase is a step that the rules allow. What cannot be read is not safe: nobody knows what it holds.
 * @param index number of the phase
 */
export function isSafeCopy(live: LiveFolder, { plan, snapshots }: RenderedMesh, index: number): boolean {
  const snapshot = snapshots[index];
  if (!snapshot) return false;
  const after = rowState(plan, snapshot).set;
  return orElse(false, () => {
    const objects = [...live.files].flatMap(([file, text]) => objectsIn(file, text));
    return !hasErrors(checkStep({ before: { ...after, objects }, after }));
  });
}

function objectsIn(file: string, text: string) {
  if (kustomizationNames.includes(file.split("/").at(-1) ?? "") || !/\.ya?ml$/.test(file)) return [];
  return parseYamlDocuments(text, file)
    .flatMap((document) => objectsOf(document))
    .map((source) => ({ object: clusterObject(source) }));
}
