import { distribution as findDistribution } from "../../../../catalog/lookup";
import { distributionNames } from "../../../../catalog/types";
import { isAlias } from "../../../../catalog/version";
import { textAt } from "../../../../objects/object-paths";
import type { AdoptChoices } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import { type Candidate, candidatesFor, type MeshEvidence } from "./candidates";
import { distributionReason, nothingFits, releaseReason, versionReason } from "./operator-words";
import { type StatedDistribution, statedDistribution, statedRelease, statedVersion } from "./stated-operator";

/** The operator that runs a mesh, and why it is taken to be that one; nothing is said of what the user chose. */
export interface OperatorGuess extends Candidate {
  readonly distributionBecause?: string;
  readonly releaseBecause?: string;
  readonly versionBecause?: string;
}

/**
 * The distribution and the operator release: what OLM says is installed, else the release that fits the objects best and has the
 * running version as its default.
 * @throws InputError when the input and the choices leave nothing to go by
 */
export function guessOperator(inventory: Inventory, mesh: MeshEvidence, choices: AdoptChoices): OperatorGuess {
  return guessFrom(inventory, mesh, choices, statedDistribution(inventory, choices));
}

function guessFrom(
  inventory: Inventory,
  mesh: MeshEvidence,
  choices: AdoptChoices,
  named: StatedDistribution,
): OperatorGuess {
  const names = named ? [named.name] : distributionNames;
  const distributions = names.map((name) => findDistribution(name));
  const written = textAt(mesh.istio, "spec", "version");
  const stated = statedRelease(inventory, distributions, choices, written);
  // What the Istio object says outright is what runs.
  const isOpen = written === undefined || isAlias(written) || !/^v?\d/.test(written);
  const given = statedVersion(choices);
  const said = isOpen ? given : undefined;
  const [best] = candidatesFor(inventory, mesh, distributions, stated?.release, said);
  if (!best && named?.isLikely) return guessFrom(inventory, mesh, choices, undefined);
  if (!best) throw nothingFits(mesh, distributions, choices, said);
  return {
    ...best,
    ...(choices.distribution === undefined && {
      distributionBecause: named?.because ?? distributionReason(best, inventory),
    }),
    ...(choices.release === undefined && { releaseBecause: stated?.because ?? releaseReason(best, mesh, inventory) }),
    ...(written !== best.version &&
      said === undefined && { versionBecause: versionReason(best, mesh.istio, inventory) }),
  };
}
