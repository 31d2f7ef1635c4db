import { isEnrolled } from "../labels";
import type { Mesh } from "../mesh";
import { platformSettings } from "./common";
import type { Setting } from "./setting";

/**
 * What keys of mesh.yaml decide under `spec.values` of IstioCNI. The CNI knows no control plane, so nothing here follows from the name
 * or the namespace of istiod.
 */
export function cniSettings(mesh: Mesh): readonly Setting[] {
  const from = ["spec", "dataPlane"];
  const ambient: readonly Setting[] = [
    { at: ["cni", "ambient", "enabled"], value: true, from },
    { at: ["cni", "env", "AMBIENT_ENABLED"], value: "true", from },
  ];
  return [
    ...(mesh.dataPlane === "ambient" ? ambient : []),
    ...mesh.namespaces.flatMap((namespace, index) =>
      isEnrolled(mesh, namespace) ? [notExcluded(namespace.name, index)] : [],
    ),
    ...platformSettings(mesh),
  ];
}

function notExcluded(name: string, index: number): Setting {
  return {
    at: ["cni", "excludeNamespaces"],
    accepts: (value) => !Array.isArray(value) || !value.includes(name),
    expected: `a list without ${name}`,
    from: ["spec", "namespaces", index, "name"],
    hint: "take it out of the list, or give the namespace dataPlane: none",
  };
}
