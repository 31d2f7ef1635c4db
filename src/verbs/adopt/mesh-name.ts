import { basename, resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { dnsLabel } from "../../mesh/scalars";
import { contextOf } from "./input/cluster";
import { nameOfInput } from "./input/input-names";
import type { AdoptChoices } from "./inventory/choices";
import type { Inventory } from "./inventory/inventory";

/**
 * What the mesh is called: as the user says, as an earlier synth did, or after the folder that was read.
 * @throws InputError for a --name that cannot be one
 */
export function meshName(
  inventory: Inventory,
  choices: AdoptChoices,
  inputs: readonly string[],
  cwd: string,
): { readonly name: string; readonly because?: string } {
  if (choices.name !== undefined) {
    if (dnsLabel.safeParse(choices.name).success) return { name: choices.name };
    throw InputError.of(`--name ${choices.name}: expected a DNS label (a-z, 0-9 and -)`);
  }
  const { markedMesh } = inventory;
  if (markedMesh !== undefined && dnsLabel.safeParse(markedMesh).success) {
    return { name: markedMesh, because: "the marker ConfigMap of an earlier synth" };
  }
  const [first = "-"] = inputs;
  const context = nameOfInput(contextOf(first) ?? "");
  if (context !== "") return { name: context, because: "the context that was read" };
  const word = first === "-" ? "" : nameOfInput(basename(resolve(cwd, first)));
  return word === ""
    ? { name: "my-mesh", because: "the input does not name it" }
    : { name: word, because: "the name of what was read" };
}
