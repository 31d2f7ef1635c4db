import { isAbsolute, relative, resolve, sep } from "node:path";
import { type Finding, formatPlace, type Place } from "../../findings/finding";
import { InputError, type Problem } from "../../findings/input-error";
import { objectId } from "../../mesh/mesh";
import { type ManifestIo, readManifests } from "../../source/manifests";
import { type Carriage, carry } from "./carry";
import { describe } from "./describe";
import type { AdoptChoices, Guess } from "./guess";
import { type Found, type Inventory, takeInventory } from "./inventory";
import { inputFiles } from "./kustomize";
import { meshText } from "./mesh-text";
import { meshName } from "./name";
import { roundTrip } from "./round-trip";
import type { Uncarried } from "./uncarried";

export type { AdoptChoices } from "./guess";

/** Where the mesh.yaml will stand: paths in it are relative to that folder. */
export interface AdoptTarget {
  /** The folder's path. */
  readonly folder: string;
  /** Its name in messages. */
  readonly shown: string;
}

/** A mesh.yaml for what was read, and everything that has to be said about it. Nothing is written. */
export interface Adoption {
  readonly name: string;
  /** The text of mesh.yaml. */
  readonly text: string;
  readonly carriage: Carriage;
  /** Empty when the baseline equals the input. */
  readonly uncarried: readonly Uncarried[];
  /** What the rules say of the baseline; errors keep synth from writing it. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** How many objects were read. */
  readonly count: number;
}

/**
 * Reads manifests of a mesh, describes them as a mesh.yaml, and proves that its baseline is what was read.
 * @param inputs folders, files, or `-` for the standard input
 * @throws InputError for input that cannot be read or that holds no Istio
 */
export function adopt(
  inputs: readonly string[],
  io: ManifestIo,
  target: AdoptTarget,
  choices: AdoptChoices = {},
): Adoption {
  const { inventory, notes } = read(inputs, io);
  const described = describe(inventory, choices);
  const named = meshName(inventory, choices, inputs, io.cwd);
  const carriage = carry(
    described.carried,
    { path: target.folder, shown: target.shown },
    inventory.engine !== undefined,
    ({ file }) => nameInside(target.folder, resolve(io.cwd, file)),
  );
  const { patterns, uncarried } = carriage;
  const parts = {
    name: named.name,
    spec: { ...described.spec, ...(patterns.length > 0 && { manifests: [...patterns] }) },
    guesses: [...(named.because === undefined ? [] : [nameGuess(named.because)]), ...described.guesses],
    inputs: inputs.map((one) => (one === "-" ? "<stdin>" : one)),
  };
  const proof = roundTrip(
    meshText({ ...parts, uncarried: [] }),
    carriage.objects,
    [...described.described, ...carriage.found],
    described.operator,
  );
  const all = [...described.uncarried, ...uncarried, ...proof.uncarried];
  return {
    name: named.name,
    text: meshText({ ...parts, uncarried: all }),
    carriage,
    uncarried: all,
    findings: proof.findings.filter((one) => one.severity === "error"),
    notes: [
      ...notes,
      ...described.notes,
      ...leftOut(inventory),
      ...leftSecrets(inventory),
      ...placeholderNotes([...described.described, ...described.carried]),
      ...inPlaceNote(carriage),
    ],
    count: inventory.count,
  };
}

/**
 * A template that no tool has filled in is noted and left out: `helm template` of the same chart is often in the same folder.
 * A manifest that the API server would not read is an error, as a mesh without it would delete what it stands for.
 */
function read(inputs: readonly string[], io: ManifestIo): { readonly inventory: Inventory; readonly notes: string[] } {
  const notes: string[] = [];
  const broken: Problem[] = [];
  const note = (place: Place, why: string) => notes.push(`${formatPlace(place)}: ${why}; left out`);
  const sources = inputs.map((input) =>
    io.texts?.has(input)
      ? { files: [input], texts: io.texts }
      : inputFiles(input, io.cwd, (why) => notes.push(`${why}; left out`)),
  );
  const texts = new Map(sources.flatMap((one) => [...one.texts]));
  const files = sources.flatMap((one) => one.files);
  const documents = readManifests(
    files,
    { ...io, texts },
    {
      onSkipped: (place, message, reason) => {
        if (reason === "template") note(place, message);
        else if (reason === "broken") broken.push({ place, message });
      },
    },
  );
  const inventory = takeInventory(documents);
  if (broken.length > 0) throw new InputError(broken);
  if (inventory.istios.length === 0 && notes.length > 0) {
    throw new InputError([{ message: "no Istio object in the input" }, ...notes.map((message) => ({ message }))]);
  }
  return { inventory, notes };
}

/** A path relative to a folder, with `/` on every system; undefined for what is not inside. */
function nameInside(folder: string, path: string): string | undefined {
  const name = relative(folder, path);
  const outside = name === "" || isAbsolute(name) || name.split(sep)[0] === "..";
  return outside ? undefined : name.split(sep).join("/");
}

function nameGuess(because: string): Guess {
  return { path: ["metadata", "name"], because };
}

function leftOut({ leftOut }: Inventory): readonly string[] {
  if (leftOut.size === 0) return [];
  const kinds = [...leftOut].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  return [`left to the controllers that made them: ${kinds.join(", ")}`];
}

/** How many objects a note names. */
const named = 3;

function inShort(ids: readonly string[]): string {
  const more = ids.length > named ? ` and ${ids.length - named} more` : "";
  return `${ids.slice(0, named).join(", ")}${more}`;
}

function leftSecrets({ secrets }: Inventory): readonly string[] {
  if (secrets.length === 0) return [];
  return [`left where they are, as no Secret is copied: ${inShort(secrets)}`];
}

/** What envsubst or Flux fills in is carried as it stands. */
function placeholderNotes(found: readonly Found[]): readonly string[] {
  const open = found.flatMap(({ object }) => {
    const [placeholder] = /\$\{\w[^}]*\}/.exec(JSON.stringify(object)) ?? [];
    return placeholder === undefined ? [] : [`${placeholder} in ${objectId(object)}`];
  });
  return open.length === 0 ? [] : [`placeholders stand as they are, for whoever fills them in: ${inShort(open)}`];
}

function inPlaceNote({ referenced }: Carriage): readonly string[] {
  if (referenced.length === 0) return [];
  return [
    `spec.manifests names ${referenced.length === 1 ? "a file" : `${referenced.length} files`} where they are; move them if promote is to replace that folder`,
  ];
}
