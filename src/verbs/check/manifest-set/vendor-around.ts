import { distribution } from "../../../catalog/lookup";
import { type DistributionName, distributionNames } from "../../../catalog/types";
import type { MeshObjects } from "../../../repository/meshes/split-meshes";
import { vendorOfAll } from "../../../repository/objects/fitting-vendors";
import { evidenceOf } from "../../../repository/objects/operator-evidence";
import { platformOf } from "../../../rules/platform";
import type { OperatorChoices } from "./operator";

/**
 * The vendor of the meshes of one tree, for those that do not say whose they are: the one that any of them names, else the one that all could be of. `adopt` asks
 * the same of a tree.
 */
export function vendorAround(
  meshes: readonly MeshObjects[],
  { distribution: chosen, extraReleases }: OperatorChoices,
): DistributionName | undefined {
  if (chosen !== undefined || meshes.length < 2) return undefined;
  const known = distributionNames.map((name) => distribution(name, extraReleases?.[name]));
  const objects = new Set(meshes.flatMap((one) => one.objects));
  const said = new Set(
    [...objects].flatMap((one) => [
      ...evidenceOf(one, known).map((each) => each.distribution.name),
      ...(platformOf([one]) ? [platformOf([one])?.name] : []),
    ]),
  );
  if (said.size > 0) return said.size === 1 ? [...said][0] : undefined;
  return vendorOfAll(
    meshes.map((one) => one.objects),
    known,
  )?.name;
}
