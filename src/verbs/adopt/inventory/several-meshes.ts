import { InputError } from "../../../findings/input-error";
import { apiGroup } from "../../../objects/kubernetes-object";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import { enginesAround } from "../input/engines/around";
import { inputFiles } from "../input/input-files";
import { isOfIngressOperator } from "./choose-istio";
import { areApart } from "./one-cluster";
import { readInventory } from "./read-inventory";

/**
 * Whether the meshes of a folder run in one cluster: they have one IstioCNI, which stands in none of their own folders, and no two of their Istio objects have one
 * name. Then the folder is one state, in which labels and discovery say whose the namespaces are.
 * @param states the folders of the meshes
 */
export function shareOneCluster(input: string, states: readonly string[], io: ManifestIo): boolean {
  try {
    const { istios, cnis, appliers } = inventoryOf(input, io);
    const clusters = istios.map((one) => appliers.of(one).map(({ cluster }) => cluster));
    if (areApart(clusters)) return false;
    if (cnis.length !== 1 || istios.length !== states.flatMap((one) => istioNames([one], io)).length) return false;
    return states.every((one) => inventoryOf(one, io).cnis.length === 0);
  } catch (error) {
    // What differs under one name is of two clusters; what cannot be read is said when it is adopted.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function inventoryOf(input: string, io: ManifestIo) {
  return readInventory([input], io, [], { deliveries: enginesAround([input], io) }).inventory;
}

/** The names of the Istio objects in some inputs, as they are found. What cannot be read is said when it is adopted. */
export function istioNames(inputs: readonly string[], io: ManifestIo): readonly string[] {
  const ignore = () => undefined;
  const sources = inputs.map((input) =>
    io.texts?.has(input) ? { files: [input], texts: io.texts } : inputFiles(input, io.cwd, ignore),
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
