import { findRelease, isInstallable, resolveAlias } from "../../../../catalog/lookup";
import type { Distribution, OperatorRelease } from "../../../../catalog/types";
import { compareVersions, isAlias, isExactVersion, withV } from "../../../../catalog/version";
import type { KubernetesObject } from "../../../../mesh/mesh";
import { textAt } from "../../../../objects/object-paths";
import { isElsewhere, platformOf } from "../../../../rules/platform";
import { alternatives, likeliestFirst, type OperatorClues } from "../../../../rules/versions/likely-operator";
import type { Found } from "../../input/found";
import { isOfIngressOperator } from "../../inventory/choose-istio";
import type { Inventory } from "../../inventory/inventory";
import { singleton } from "../../inventory/sail-parts";

/** What is known of the mesh when its operator is looked for. */
export interface MeshEvidence {
  readonly istio: KubernetesObject;
  readonly ztunnel: KubernetesObject | undefined;
  readonly cni: KubernetesObject | undefined;
  /** Whether another mesh has it. */
  readonly elsewhere: boolean;
  readonly ambient: boolean;
  /** The version of a second control plane. */
  readonly beside?: string;
}

/** An operator that may run the mesh. */
export interface Candidate {
  readonly distribution: Distribution;
  readonly release: OperatorRelease;
  /** The exact version that the mesh then runs. */
  readonly version: string;
}

/** The releases that can run a mesh, best first, and what else could. */
export interface Candidates {
  readonly sorted: readonly Candidate[];
  /** Distributions that fit as well as that of the first. */
  readonly others: readonly Distribution[];
}

/**
 * @param stated the release that is installed for certain: it is taken whatever it installs
 * @param istioVersion the version that the user says runs
 */
export function candidatesFor(
  inventory: Inventory,
  mesh: MeshEvidence,
  distributions: readonly Distribution[],
  stated: string | undefined,
  istioVersion?: string,
): Candidates {
  const found = distributions.flatMap((distribution) =>
    releasesOf(distribution, stated).flatMap((release): Candidate[] => {
      const version = istioVersion ?? runningVersion(inventory, mesh.istio, release, stated);
      const fits = version !== undefined && (stated !== undefined || isInstallable(release, version));
      return fits ? [{ distribution, release, version }] : [];
    }),
  );
  const [first] = found;
  if (!first) return { sorted: [], others: [] };
  const clues = cluesOf(inventory, mesh, first.version);
  const sorted = likeliestFirst(found, clues);
  return { sorted, others: alternatives(sorted, clues) };
}

/** One operator serves all control planes of a cluster, so that it is looked for with all of them, whichever of them is described. */
function cluesOf(inventory: Inventory, mesh: MeshEvidence, version: string): OperatorClues {
  const objects = platformObjects(inventory);
  const others = inventory.istios.flatMap(({ object }) => exactVersion(object, mesh.istio));
  const isShared = others.length > 0;
  const ztunnel = isShared ? singleton(inventory.ztunnels)?.object : mesh.ztunnel;
  return {
    newest: [version, ...others].filter(isExactVersion).sort(compareVersions).at(-1) ?? version,
    versions: [version, ...(mesh.beside === undefined ? [] : [mesh.beside]), ...others],
    cni: mesh.cni,
    cniElsewhere: mesh.elsewhere,
    ztunnel,
    ambient: isShared ? ztunnel !== undefined : mesh.ambient,
    platform: platformOf(objects)?.name,
    isElsewhere: isElsewhere(objects),
    channels: inventory.subscriptions.map(({ object }) => textAt(object, "spec", "channel") ?? ""),
  };
}

/** Of another control plane than the one that is described, and than the one that OpenShift keeps with an operator of its own version. */
function exactVersion(object: KubernetesObject, described: KubernetesObject): readonly string[] {
  const version = textAt(object, "spec", "version");
  if (object === described || isOfIngressOperator(object) || version === undefined) return [];
  return isExactVersion(version) ? [withV(version)] : [];
}

/** Objects that may bear the marks of a platform: `check` asks all that it reads. */
export function platformObjects(inventory: Inventory): readonly Found[] {
  const { istios, cnis, ztunnels, revisions, namespaces, subscriptions, waypoints, deliveries, others } = inventory;
  return [istios, cnis, ztunnels, revisions, namespaces, subscriptions, waypoints, deliveries, others].flat();
}

function releasesOf(distribution: Distribution, stated: string | undefined): readonly OperatorRelease[] {
  if (stated === undefined) return distribution.releases;
  const release = findRelease(distribution, stated);
  return release ? [release] : [];
}

/** The exact version: as its revision says, as written, as the release resolves an alias or fills in what is left out. */
function runningVersion(
  inventory: Inventory,
  istio: KubernetesObject,
  release: OperatorRelease,
  stated: string | undefined,
): string | undefined {
  const written = textAt(istio, "spec", "version");
  const running = inventory.runningVersions.get(istio.metadata.name);
  if (written !== undefined && !isAlias(written)) return withV(written);
  // What nobody says is not made up: without a release that is installed for certain there is no default, and an alias is one patch of many.
  if (stated === undefined) return running;
  return running ?? (written === undefined ? release.defaultVersion : resolveAlias(release, written));
}
