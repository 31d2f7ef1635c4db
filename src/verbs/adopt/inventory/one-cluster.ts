import { InputError } from "../../../findings/input-error";
import type { ManifestIo } from "../../../source/manifests";
import { istioNames } from "../mesh-name";
import { readInventory } from "./read-inventory";

/**
 * Whether the meshes of a folder run in one cluster: they have one IstioCNI, which stands in none of their own folders, and no two of their Istio objects have one
 * name. Then the folder is one state, in which labels and discovery say whose the namespaces are.
 * @param states the folders of the meshes
 */
export function shareOneCluster(input: string, states: readonly string[], io: ManifestIo): boolean {
  try {
    const { istios, cnis } = inventoryOf(input, io);
    if (cnis.length !== 1 || istios.length !== states.flatMap((one) => istioNames([one], io)).length) return false;
    return states.every((one) => inventoryOf(one, io).cnis.length === 0);
  } catch (error) {
    // What differs under one name is of two clusters; what cannot be read is said when it is adopted.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function inventoryOf(input: string, io: ManifestIo) {
  return readInventory([input], io, [], {}).inventory;
}
