import { InputError } from "../../../findings/input-error";
import type { Found } from "../input/found";
import type { AdoptChoices } from "./choices";
import { isOfIngressOperator } from "./ingress-operator";
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
