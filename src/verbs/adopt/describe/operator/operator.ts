import type { Distribution } from "../../../../catalog/types";
import { isAlias, minorOf } from "../../../../catalog/version";
import { InputError } from "../../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../../mesh/mesh";
import { textAt } from "../../../../objects/object-paths";
import type { AdoptChoices } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import { type Candidate, type Candidates, candidatesFor, type MeshEvidence } from "./candidates";
import { allDistributions } from "./known";
import { distributionReason, nothingFits, passedOver, releaseReason, versionReason } from "./operator-words";
import { type StatedDistribution, statedDistribution, statedRelease, statedVersion } from "./stated-operator";

/** The operator that runs a mesh, and why it is taken to be that one; nothing is said of what the user chose. */
export interface OperatorGuess extends Candidate {
  readonly distributionBecause?: string;
  readonly releaseBecause?: string;
  readonly versionBecause?: string;
  /** What the operator writes into an object without a version, where the release is known and no guess, or what the user says that runs. */
  readonly filledIn?: string;
  /** Distributions that could run the mesh as well, where nothing says which it is. */
  readonly others: readonly Distribution[];
  /** What stands in the tree of another release, which is not taken. */
  readonly passedOver?: string;
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
  const all = allDistributions(choices);
  const distributions = all.filter(({ name }) => !named || name === named.name);
  const written = textAt(mesh.istio, "spec", "version");
  const stated = statedRelease(inventory, distributions, choices, written);
  // What the Istio object says outright is what runs.
  const isOpen = written === undefined || isAlias(written) || !/^v?\d/.test(written);
  const given = statedVersion(choices);
  const said = isOpen ? given : undefined;
  refuseOtherMinor(mesh.istio, written, said);
  const { sorted, others } = candidatesFor(inventory, mesh, distributions, stated?.release, said);
  const [best] = sorted;
  const filledIn = given ?? (stated && best?.release.defaultVersion);
  if (!best && named?.isLikely) return guessFrom(inventory, mesh, choices, undefined);
  if (!best) throw nothingFits(mesh, distributions, choices, said, named);
  return {
    ...best,
    ...(filledIn !== undefined && { filledIn }),
    others:
      stated || (named && !named.isLikely)
        ? []
        : guessedOthers(best, others, named, () => candidatesFor(inventory, mesh, all, undefined, said)),
    ...(stated === undefined && named?.release && { passedOver: passedOver(best, named.release) }),
    ...(choices.distribution === undefined && {
      distributionBecause: named?.because ?? distributionReason(best, inventory),
    }),
    ...(choices.release === undefined && { releaseBecause: stated?.because ?? releaseReason(best, mesh) }),
    ...(written !== best.version &&
      said === undefined && { versionBecause: versionReason(best, mesh.istio, inventory) }),
  };
}

/** What a tree makes likely is a guess as well. */
function guessedOthers(
  best: Candidate,
  others: readonly Distribution[],
  named: StatedDistribution,
  ofAll: () => Candidates,
): readonly Distribution[] {
  if (!named) return others;
  const { sorted, others: more } = ofAll();
  return [...(sorted[0] ? [sorted[0].distribution] : []), ...more].filter(
    ({ name }) => name !== best.distribution.name,
  );
}

/** @throws InputError for a version that is none of those that an alias of the file stands for: one word for several meshes fits none of another minor */
function refuseOtherMinor(istio: KubernetesObject, written: string | undefined, said: string | undefined): void {
  if (written === undefined || said === undefined || !isAlias(written) || minorOf(written) === minorOf(said)) return;
  throw InputError.of(`${objectId(istio)} spec.version is ${written}, and --istio-version ${said} is none of these`, {
    hint: "It is the version that runs: kubectl get istiorevisions. Adopt meshes of other versions one by one.",
  });
}
