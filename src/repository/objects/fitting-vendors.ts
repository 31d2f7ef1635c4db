import { knows } from "../../catalog/lookup";
import type { Distribution } from "../../catalog/types";
import { compareVersions, isExactVersion, withV } from "../../catalog/version";
import { kindOf } from "../../objects/kubernetes-object";
import { leavesCniToOthers, sailObjects, versionedKinds, versionOf } from "../../rules/objects";
import { isElsewhere } from "../../rules/platform";
import type { CheckedObject } from "../../rules/rule";
import { type LikelyRelease, likeliestFirst, type OperatorClues } from "../../rules/versions/likely-operator";
import { heldVersions } from "./held-versions";

/** Whose operator may run a mesh that does not say it. */
export interface Fitting {
  /** The distributions that have all its versions, the likeliest first; empty where none has. */
  readonly vendors: readonly Distribution[];
  /** What its parts ask for. */
  readonly versions: readonly string[];
  /** What it holds of versions before. */
  readonly held: readonly string[];
}

/**
 * The distributions that fit the objects of a mesh.
 * @param among those of which one is to be found
 */
export function fittingVendors(objects: readonly CheckedObject[], among: readonly Distribution[]): Fitting {
  const set = { objects, distribution: among[0] as Distribution, acceptedJumps: [] };
  const versions = versionsIn(objects, set.distribution);
  const able = among.filter((one) => versions.every((version) => knows(one, version)));
  const held = heldVersions(set);
  // A mesh on k3s is nobody's who runs on OpenShift alone, and a revision that is held, or still asked for, was made by somebody who has its version.
  const likely = able.filter(
    (one) => (one.name !== "openshift" || !isElsewhere(objects)) && held.every((version) => knows(one, version)),
  );
  const fitting = likely.length > 0 ? likely : able;
  const first = likeliest(fitting, objects, versions);
  return {
    vendors: [...(first ? [first] : []), ...fitting.filter((one) => one !== first)],
    versions,
    held,
  };
}

/**
 * The one vendor of meshes that stand in one tree and would each be taken for another one's by themselves: whoever keeps them together rarely runs operators
 * of two. It has the versions of all; of several, the one that most of them speak for. Undefined where all are taken for one vendor's, or nobody has all.
 */
export function vendorOfAll(
  meshes: readonly (readonly CheckedObject[])[],
  known: readonly Distribution[],
): Distribution | undefined {
  const each = meshes.map((objects) => ({ objects, ...fittingVendors(objects, known) }));
  if (new Set(each.map(({ vendors }) => vendors[0])).size < 2) return undefined;
  const able = known.filter((one) => each.every(({ vendors }) => vendors.includes(one)));
  const votes = (one: Distribution) =>
    each.filter(({ objects, vendors, versions }) => speaksFor(one, vendors, objects, versions)).length;
  return [...able].sort((a, b) => votes(b) - votes(a))[0];
}

/** Whether nothing is likelier: of equals the first is taken. */
function speaksFor(
  one: Distribution,
  vendors: readonly Distribution[],
  objects: readonly CheckedObject[],
  versions: readonly string[],
): boolean {
  return likeliest([one, ...vendors.filter((other) => other !== one)], objects, versions) === one;
}

function versionsIn(objects: readonly CheckedObject[], distribution: Distribution): readonly string[] {
  const written = sailObjects({ objects, distribution, acceptedJumps: [] }, versionedKinds).flatMap(
    (one) => versionOf(one) ?? [],
  );
  // A placeholder is no version of anybody.
  return [...new Set(written.filter((version) => /^v?\d/.test(version)).map(withV))].sort();
}

/** The one that `adopt` takes, by the same marks of its releases; what says no version is of the first that needs no CNI which is not there. */
function likeliest(
  known: readonly Distribution[],
  objects: readonly CheckedObject[],
  said: readonly string[],
): Distribution | undefined {
  const releases = known.flatMap((distribution) =>
    distribution.releases.map((release): LikelyRelease => ({ distribution, release })),
  );
  return likeliestFirst(releases, cluesIn(objects, said.filter(isExactVersion)))[0]?.distribution;
}

function cluesIn(objects: readonly CheckedObject[], versions: readonly string[]): OperatorClues {
  const part = (kind: string) => objects.find(({ object }) => kindOf(object) === `sailoperator.io/${kind}`)?.object;
  const ztunnel = part("ZTunnel");
  return {
    newest: [...versions].sort(compareVersions).at(-1),
    versions,
    cni: part("IstioCNI"),
    cniElsewhere: objects.some(({ object }) => leavesCniToOthers(object)),
    ztunnel,
    ambient: ztunnel !== undefined,
    platform: undefined,
    isElsewhere: isElsewhere(objects),
    channels: [],
  };
}
