import { canonicalJson } from "../../objects/canonical-json";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { annotationsOf, labelsOf } from "../../rules/objects";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";

const flux = "kustomize.toolkit.fluxcd.io";

/** Kustomizations of Flux that fill in variables. Most folders have none, and every object would have to be looked through. */
export function variableGivers(objects: readonly FileObject[]): readonly FileObject[] {
  return objects.filter(
    ({ object }) => kindOf(object) === `${flux}/Kustomization` && valueAt(object, "spec", "postBuild") !== undefined,
  );
}

/** Whether an object asks Flux to leave what looks like variables in it. */
export function isLeftAlone({ object }: FileObject): boolean {
  const key = `${flux}/substitute`;
  return annotationsOf(object)[key] === "disabled" || labelsOf(object)[key] === "disabled";
}

/** The ConfigMaps that an entry of `substituteFrom` may mean; of a Secret nothing is read, as it may be sealed. */
export function configMapsOf(source: unknown, by: FileObject, objects: readonly FileObject[]): readonly FileObject[] {
  if (textAt(source, "kind") !== "ConfigMap") return [];
  const home = by.object.metadata.namespace;
  return objects.filter(
    ({ object }) =>
      kindOf(object) === "/ConfigMap" &&
      object.metadata.name === textAt(source, "name") &&
      (object.metadata.namespace ?? home) === home,
  );
}

/**
 * Whether somebody adds to the Kustomization before it is applied: one above it, or the kustomization that lists it.
 * @param fields what patches of one above it speak of
 */
export function mayBePatched(
  by: FileObject,
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
  fields = /postBuild|substitute/,
): boolean {
  const parents = objects.filter(({ object }) => kindOf(object) === `${flux}/Kustomization`);
  const isMeant = (patches: unknown) => fields.test(canonicalJson(patches));
  return (
    parents.some(({ object }) => isMeant(listAt(object, "spec", "patches"))) ||
    files.some(
      ({ named, source: { value } }) =>
        named.has(by.file) &&
        ["patches", "patchesStrategicMerge", "patchesJson6902", "components", "replacements", "transformers"].some(
          (key) => listAt(value, key).length > 0,
        ),
    )
  );
}
