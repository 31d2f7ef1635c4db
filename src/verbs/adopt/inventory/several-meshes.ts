import { resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { InputError } from "../../../findings/input-error";
import { commandLine } from "../../../gates/quote";
import { apiGroup } from "../../../objects/kubernetes-object";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import type { AppliedState } from "../input/engines/applied-states";
import { enginesAround } from "../input/engines/around";
import { inputFiles } from "../input/input-files";
import { isOfIngressOperator } from "./choose-istio";
import { areApart } from "./one-cluster";
import { readInventory } from "./read-inventory";

/**
 * Whether the meshes of a folder run in one cluster: they have one IstioCNI, which stands in none of their own folders, and no two of their Istio objects have one
 * name. Then the folder is one state, in which labels and discovery say whose the namespaces are.
 */
export function shareOneCluster(input: string, states: readonly AppliedState[], io: ManifestIo): boolean {
  try {
    const { istios, cnis, appliers } = inventoryOf([input], io);
    const clusters = istios.map((one) => appliers.of(one).map(({ cluster }) => cluster));
    if (areApart(clusters)) return false;
    if (cnis.length !== 1 || istios.length !== states.flatMap((one) => istioNames(one.inputs, io)).length) return false;
    return states.every((one) => inventoryOf(one.inputs, io).cnis.length === 0);
  } catch (error) {
    // What differs under one name is of two clusters; what cannot be read is said when it is adopted.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function inventoryOf(inputs: readonly string[], io: ManifestIo) {
  return readInventory(inputs, io, [], { deliveries: enginesAround(inputs, io) }).inventory;
}

/** @throws InputError for a folder of several meshes, of which none is chosen @param istio the one that is chosen */
export function refuseSeveral(
  input: string,
  states: readonly AppliedState[],
  istio: string | undefined,
  io: ManifestIo,
): void {
  if (states.length < 2) return;
  const together = shareOneCluster(input, states, io);
  if (together && istio !== undefined) return;
  const isInput = ({ name }: AppliedState) => resolve(io.cwd, name) === resolve(io.cwd, input);
  const own = states.find(isInput);
  const others = states.filter((one) => one !== own).map(({ name }) => name);
  const chosen = istio === undefined ? undefined : placeOf(istio, states, own, io);
  const one = together
    ? "one of this cluster with --istio NAME"
    : (chosen ??
      (own
        ? `${firstFew(others)} by ${others.length > 1 ? "their folders" : "that folder"}, the one beside by its files: ${commandLine("meshstep", "adopt", ...own.inputs)}`
        : "one by its folder, together with the folders of what belongs to it"));
  throw InputError.of(`${input}: ${states.length} meshes: ${states.map(({ name }) => name).join(", ")}`, {
    hint: `Adopt ${one}, or all of them, each into a file of its own: meshstep adopt ${input} --all`,
  });
}

/** How to name the one state that holds an Istio object; undefined where none does, or several do. */
function placeOf(
  istio: string,
  states: readonly AppliedState[],
  own: AppliedState | undefined,
  io: ManifestIo,
): string | undefined {
  const [state, ...more] = states.filter(({ inputs }) => istioNames(inputs, io).includes(istio));
  if (!state || more.length > 0) return undefined;
  const how = state === own ? "its files" : "its folder";
  return `Istio/${istio} by ${how}: ${commandLine("meshstep", "adopt", ...state.inputs, "--istio", istio)}`;
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
