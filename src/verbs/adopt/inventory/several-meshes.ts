import { resolve } from "node:path";
import { InputError } from "../../../findings/input-error";
import { apiGroup } from "../../../objects/kubernetes-object";
import { pathBelow } from "../../../source/folder-files";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import { inputFiles } from "../input/input-files";
import { isOfIngressOperator } from "./choose-istio";
import { readInventory } from "./read-inventory";

/**
 * Whether the meshes of a folder run in one cluster: they have one IstioCNI, which stands in none of their own folders, and no two of their Istio objects have one
 * name. Then the folder is one state, in which labels and discovery say whose the namespaces are.
 * @param states the folders of the meshes
 */
export function shareOneCluster(input: string, states: readonly string[], io: ManifestIo): boolean {
  try {
    const { istios, cnis } = inventoryOf(input, io);
    const names = states.flatMap((one) => istioNames([one], io, nestedIn(one, states, io.cwd)));
    if (cnis.length !== 1 || istios.length !== names.length) return false;
    return states.every((one) => inventoryOf(one, io, nestedIn(one, states, io.cwd)).cnis.length === 0);
  } catch (error) {
    // What differs under one name is of two clusters; what cannot be read is said when it is adopted.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function inventoryOf(input: string, io: ManifestIo, apart: readonly string[] = []) {
  return readInventory([input], io, [], { apart }).inventory;
}

/** The states that stand inside another one: that is what is left without them. Absolute. */
export function nestedIn(state: string, states: readonly string[], cwd: string): readonly string[] {
  const folder = resolve(cwd, state);
  return states.map((one) => resolve(cwd, one)).filter((one) => one !== folder && pathBelow(folder, one) !== undefined);
}

/** The names of the Istio objects in some inputs, as they are found. What cannot be read is said when it is adopted. */
export function istioNames(
  inputs: readonly string[],
  io: ManifestIo,
  apart: readonly string[] = [],
): readonly string[] {
  const ignore = () => undefined;
  const sources = inputs.map((input) =>
    io.texts?.has(input) ? { files: [input], texts: io.texts } : inputFiles(input, io.cwd, ignore, apart),
  );
  const texts = new Map(sources.flatMap((one) => [...one.texts]));
  const names = new Set<string>();
  const left = new Set<string>();
  for (const { object } of readManifests(
    sources.flatMap((one) => one.files),
    { ...io, texts },
    { onSkipped: ignore },
  )) {
    if (apiGroup(object) === "sailoperator.io" && object.kind === "Istio")
      (isOfIngressOperator(object) ? left : names).add(object.metadata.name);
  }
  // On its own it is named where it is refused; beside one other, that is the mesh.
  return names.size > 0 ? [...names] : [...left];
}
