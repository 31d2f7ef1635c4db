import { few } from "../../../basics/first-few";
import { formatPlace } from "../../../findings/finding";
import { InputError, type Problem } from "../../../findings/input-error";
import { type ManifestIo, readManifests } from "../../../source/manifests";
import { appliersOf } from "../delivery/appliers";
import { deliveryOf } from "../delivery/spec-delivery";
import { earlierCopies } from "../input/earlier-copies";
import { inputFiles, type OnNote } from "../input/input-files";
import { substituted } from "../input/substituted";
import type { AdoptChoices } from "./choices";
import { type Inventory, takeInventory } from "./inventory";
import { refuseChart } from "./no-istio";

/** What was read. */
export interface Read {
  readonly inventory: Inventory;
  readonly notes: string[];
  /** Whether something of the input could not be read. */
  readonly incomplete: boolean;
}

/**
 * A template that no tool has filled in is noted and left out: `helm template` of the same chart is often in the same folder.
 * A manifest that the API server would not read is an error, as a mesh without it would delete what it stands for.
 * @param outputs the folders that a mesh.yaml is being written into
 * @throws InputError for input that cannot be read or that holds no Istio
 */
export function readInventory(
  inputs: readonly string[],
  io: ManifestIo,
  outputs: readonly string[],
  { istioVersion, deliveries: around = [] }: AdoptChoices,
): Read {
  const notes: string[] = [];
  let unread = 0;
  const onNote: OnNote = (note, what) => {
    if (what === "unread") unread += 1;
    notes.push(note);
  };
  const broken: Problem[] = [];
  const templates = new Map<string, string>();
  const sources = inputs.map((input) =>
    io.texts?.has(input)
      ? { files: [input], texts: io.texts, folders: new Map<string, string>() }
      : inputFiles(input, io.cwd, onNote),
  );
  const texts = new Map(sources.flatMap((one) => [...one.texts]));
  const files = sources.flatMap((one) => one.files);
  const copies = earlierCopies({ inputs, files, cwd: io.cwd }, outputs);
  const documents = readManifests(
    files,
    { ...io, texts },
    {
      onText: copies.onText,
      onSkipped: (place, message, reason) => {
        if (reason === "template") {
          const first = templates.get(place.file) ?? `${formatPlace(place)}: ${message}; left out`;
          templates.set(place.file, first);
        } else if (reason === "broken") broken.push({ place, message });
      },
    },
  );
  const folders = new Map(sources.flatMap((one) => [...one.folders]));
  const taken = takeInventory(
    substituted(copies.without(documents), { inputs, folders, io, onNote, keepsVersion: istioVersion !== undefined }),
  );
  const appliers = appliersOf(taken, { inputs, folders, io, around });
  const engine = taken.engine ?? deliveryOf(taken.istios, appliers);
  const inventory = { ...taken, appliers, ...(engine && { engine }) };
  notes.push(...copies.notes());
  notes.push(...[...templates.values()].slice(0, few));
  if (templates.size > few) notes.push(`${templates.size - few} more files with templates left out`);
  if (broken.length > 0) throw new InputError(broken);
  if (inventory.istios.length === 0) refuseChart(inputs, io.cwd);
  if (inventory.istios.length === 0 && notes.length > 0) {
    throw new InputError([{ message: "no Istio object in the input" }, ...notes.map((message) => ({ message }))]);
  }
  return { inventory, notes, incomplete: unread > 0 || templates.size > 0 };
}
