import { InputError } from "../../../findings/input-error";
import type { KubernetesObject } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { AdoptChoices } from "./choices";
import type { Inventory } from "./inventory";
import { noIstio, noIstioHint } from "./no-istio";

/**
 * The Istio that the user chose, or the only one.
 * @throws InputError when there is none, or more than one to choose from
 */
export function chooseIstio(inventory: Inventory, { istio }: AdoptChoices): Found {
  const { istios } = inventory;
  const names = istios.map(({ object }) => object.metadata.name);
  const ours = istios.filter(({ object }) => !isOfIngressOperator(object));
  if (istio !== undefined) {
    const found = istios.find(({ object }) => object.metadata.name === istio);
    if (found) return found;
    throw InputError.of(`--istio ${istio}: there is no Istio object of that name`, {
      hint: names.length ? `There are: ${names.join(", ")}.` : noIstioHint,
    });
  }
  const [first, ...more] = ours;
  if (!first) throw noIstio(inventory);
  if (more.length === 0) return first;
  throw InputError.of(`${ours.length} Istio objects: ${names.join(", ")}; a mesh.yaml describes one`, {
    hint: "Choose one with --istio NAME, or adopt all of them, each into a file of its own, with --all.",
  });
}

/** The Istio that the ingress operator of OpenShift keeps for the Gateway API: it writes the object, and moves its version with the cluster. */
export function isOfIngressOperator(object: KubernetesObject): boolean {
  const isNamed =
    object.metadata.name === "openshift-gateway" && textAt(object, "spec", "namespace") === "openshift-ingress";
  return isNamed || Object.keys(labelsOf(object)).some((key) => key.startsWith("ingress.operator.openshift.io/"));
}
