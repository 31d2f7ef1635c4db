import { resolve } from "node:path";
import type { Finding } from "../../findings/finding";
import { InputError } from "../../findings/input-error";
import type { MeshSpecInput } from "../../mesh/schema";
import { pathBelow } from "../../source/folder-files";
import type { ManifestIo } from "../../source/manifests";
import { carriedWaves } from "./carry/carried-waves";
import { type Carriage, carry } from "./carry/carry";
import { ignoresIn } from "./carry/ignores";
import type { Uncarried } from "./carry/uncarried";
import { madeNames } from "./delivery/set-names";
import { takenNames } from "./delivery/taken-names";
import { catalogsOf } from "./describe/catalogs";
import { describe } from "./describe/describe";
import type { Guess } from "./describe/guesses";
import { releasesOf } from "./describe/operator/known";
import { operatorDoubts } from "./describe/operator/operator-words";
import { changedBases } from "./input/changed-bases";
import { refuseUnfollowed } from "./input/engines/unfollowed";
import type { Found } from "./input/found";
import { labelSetters } from "./input/label-setters";
import type { AdoptChoices } from "./inventory/choices";
import { readInventory } from "./inventory/read-inventory";
import { meshName } from "./mesh-name";
import { meshText } from "./mesh-text";
import { notesOf } from "./notes";
import { refusePlaceholders } from "./placeholders";
import { type Contradiction, explained, withoutContradictions } from "./proof/contradictions";
import { type RoundTrip, roundTrip } from "./proof/round-trip";

export type { AdoptChoices } from "./inventory/choices";

/** Where the mesh.yaml will stand: paths in it are relative to that folder. */
export interface AdoptTarget {
  /** The folder's path. */
  readonly folder: string;
  /** Its name in messages. */
  readonly shown: string;
  /** Folders that other mesh.yaml go into at the same time. @default none */
  readonly others?: readonly string[];
}

/** A mesh.yaml for what was read, and everything that has to be said about it. Nothing is written. */
export interface Adoption {
  readonly name: string;
  /** The text of mesh.yaml. */
  readonly text: string;
  readonly carriage: Carriage;
  /** Texts of files of operator releases that go beside mesh.yaml, by name. */
  readonly catalogs: ReadonlyMap<string, string>;
  /** Empty when the baseline equals the input. */
  readonly uncarried: readonly Uncarried[];
  /** Where the baseline says the same in other words. */
  readonly reworded: readonly Uncarried[];
  /** What the rules say of the baseline; errors keep synth from writing it. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** What of it is a guess to which there is another one. */
  readonly doubts: readonly string[];
  /** Whether files or folders of the input could not be read, so that nothing is known of what they hold. */
  readonly incomplete: boolean;
  /** How many objects were read. */
  readonly count: number;
  /** How many of them are no part of the mesh. */
  readonly left: number;
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
  const { inventory, unfollowed, notes, incomplete } = readInventory(
    inputs,
    io,
    [target.folder, ...(target.others ?? [])],
    choices,
  );
  const described = describe(inventory, choices);
  refuseUnfollowed([...described.described, ...described.carried], unfollowed);
  refusePlaceholders(described.spec, described);
  const named = meshName(inventory, choices, inputs, io.cwd);
  const carriage = carry(
    described.carried,
    { path: target.folder, shown: target.shown },
    inventory.engine !== undefined,
    ({ file }) => pathBelow(target.folder, resolve(io.cwd, file)) || undefined,
    ignoresIn(io.cwd),
    carriedWaves(described.carried, described.described),
  );
  const { patterns, uncarried } = carriage;
  const catalogs = catalogsOf(described.operator, choices, target.folder);
  const parts = {
    name: named.name,
    guesses: [...(named.because === undefined ? [] : [nameGuess(named.because)]), ...described.guesses],
    inputs: inputs.map((one) => (one === "-" ? "<stdin>" : one)),
  };
  const spec = {
    ...withCatalogs(described.spec, catalogs.names),
    ...(patterns.length > 0 && { manifests: [...patterns] }),
  };
  const proof = proven(spec, described.described[0], (one) =>
    roundTrip(
      meshText({ ...parts, spec: one, uncarried: [] }),
      carriage.objects,
      [...described.described, ...carriage.found],
      described.operator,
      releasesOf(described.operator, choices),
    ),
  );
  const all = [...described.uncarried, ...uncarried, ...proof.uncarried];
  return {
    name: named.name,
    text: meshText({ ...parts, spec: proof.spec, uncarried: all }),
    carriage,
    catalogs: catalogs.files,
    uncarried: all,
    reworded: proof.reworded,
    findings: proof.findings.filter((one) => one.severity === "error"),
    notes: [
      ...notes,
      ...described.notes,
      ...notesOf(
        inventory,
        [...described.described, ...described.carried],
        described.left,
        carriage,
        choices.besidePipe,
        choices.deliveries?.map(({ object }) => object),
      ),
    ],
    doubts: [
      ...takenNames(
        named.name,
        inventory.engine,
        [
          ...inventory.deliveries.map(({ object }) => object),
          ...(choices.deliveries ?? []).map(({ object }) => object),
          ...(choices.besidePipe ?? []),
        ],
        madeNames(choices.deliveries ?? [], inputs, io),
      ),
      ...labelSetters(
        [...inventory.others, ...(choices.deliveries ?? [])].map(({ object }) => object),
        inventory.istios.every(({ live }) => live),
      ),
      ...changedBases(inputs, io, inventory.appliers.isRead),
      ...operatorDoubts(described.operator),
    ],
    incomplete,
    count: inventory.count,
    left: described.left.length + (inventory.elsewhere ?? 0),
  };
}

/** What is written loads: a value that contradicts what keys say is left out, and told. */
function proven(
  spec: MeshSpecInput,
  istio: Found | undefined,
  prove: (spec: MeshSpecInput) => RoundTrip,
  left: readonly Contradiction[] = [],
): RoundTrip & { readonly spec: MeshSpecInput } {
  try {
    const { uncarried, ...proof } = prove(spec);
    return { ...proof, uncarried: explained(uncarried, left), spec };
  } catch (error) {
    if (!(error instanceof InputError) || !istio) throw error;
    const rest = withoutContradictions(spec, error.problems, istio);
    return proven(rest.spec, istio, prove, [...left, ...rest.left]);
  }
}

/** Behind the operator, as the schema has it. */
function withCatalogs(
  { distribution, dataPlane, version, operator, ...rest }: MeshSpecInput,
  names: readonly string[],
) {
  return { distribution, dataPlane, version, operator, ...(names.length > 0 && { catalogs: [...names] }), ...rest };
}

function nameGuess(because: string): Guess {
  return { path: ["metadata", "name"], because };
}
