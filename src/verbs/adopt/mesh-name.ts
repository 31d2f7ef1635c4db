import { basename, resolve } from "node:path";
import { InputError } from "../../findings/input-error";
import { dnsLabel } from "../../mesh/scalars";
import { apiGroup } from "../../objects/kubernetes-object";
import { type ManifestIo, readManifests } from "../../source/manifests";
import { contextOf } from "./input/cluster";
import { inputFiles } from "./input/input-files";
import { labelOf } from "./input/label";
import type { AdoptChoices } from "./inventory/choices";
import { isOfIngressOperator } from "./inventory/ingress-operator";
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
  const context = labelOf(contextOf(first) ?? "");
  if (context !== "") return { name: context, because: "the context that was read" };
  const word = first === "-" ? "" : labelOf(basename(resolve(cwd, first)));
  return word === ""
    ? { name: "my-mesh", because: "the input does not name it" }
    : { name: word, because: "the name of what was read" };
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
