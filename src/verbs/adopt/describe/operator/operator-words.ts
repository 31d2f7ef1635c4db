import { findRelease, resolveAlias } from "../../../../catalog/lookup";
import type { Distribution } from "../../../../catalog/types";
import { isAlias, isOpenVersion } from "../../../../catalog/version";
import { InputError } from "../../../../findings/input-error";
import { type KubernetesObject, objectId } from "../../../../mesh/mesh";
import { textAt } from "../../../../objects/object-paths";
import { apiVersionOf } from "../../../../rules/objects";
import { platformOf } from "../../../../rules/platform";
import type { AdoptChoices, Around } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import { type Candidate, type MeshEvidence, platformObjects } from "./candidates";

/** Why it is this distribution, when nobody says so. */
export function distributionReason({ distribution, release, version }: Candidate, inventory: Inventory): string {
  const platform = platformOf(platformObjects(inventory));
  if (platform?.name === distribution.name) return platform.because;
  return release.defaultVersion === version
    ? `it has a release whose default is ${version}`
    : `it has a release that installs ${version}`;
}

/** Why it is this release, when nobody says so. */
export function releaseReason({ release, version }: Candidate, { ztunnel }: MeshEvidence): string {
  const what = release.defaultVersion === version ? `its default is ${version}` : `it installs ${version}`;
  const api = ztunnel && release.ztunnel.apiVersions[0] === apiVersionOf(ztunnel);
  return api ? `${what}, and it serves ZTunnel as ${apiVersionOf(ztunnel)}` : what;
}

/** Why the release that stands elsewhere in the tree is not taken for that of the mesh. */
export function passedOver(
  { distribution, release, version }: Candidate,
  { version: said, because }: NonNullable<Around["release"]>,
): string {
  const why = findRelease(distribution, said) ? `does not install ${version}` : "the catalogue does not have";
  return `operator release ${release.version} is a guess: ${because} says ${said}, which ${why}; --release names it`;
}

/** Why it is this version, when the Istio object does not say it exactly. */
export function versionReason(
  { release, version }: Candidate,
  istio: KubernetesObject,
  { runningVersions }: Inventory,
): string {
  const written = textAt(istio, "spec", "version");
  const from = runningVersions.has(istio.metadata.name)
    ? `IstioRevision/${istio.metadata.name} spec.version`
    : `operator release ${release.version}`;
  if (written === undefined) return `${objectId(istio)} has no spec.version; ${from} says ${version}`;
  return isAlias(written) ? `${written}, as ${from} resolves it` : `${objectId(istio)} spec.version ${written}`;
}

/** What other parts say is no proof of what istiod runs: they may be behind it. */
function versionsBeside(parts: readonly (KubernetesObject | undefined)[]): string {
  const said = parts.flatMap((part) => {
    const version = textAt(part, "spec", "version");
    return part && version !== undefined && !isAlias(version) && !isOpenVersion(version)
      ? [`${objectId(part)} has ${version}`]
      : [];
  });
  return said.length === 0 ? "" : ` ${said.join(", ")}.`;
}

/**
 * What is said when no release can run the mesh.
 * @param said the version that the user says runs, where the Istio object leaves it open
 * @param named the distribution, and what says that it is this one
 */
export function nothingFits(
  { istio, cni, ztunnel }: MeshEvidence,
  distributions: readonly Distribution[],
  { release }: AdoptChoices,
  said: string | undefined,
  named?: Around,
): InputError {
  const version = said ?? textAt(istio, "spec", "version");
  if (version === undefined) {
    return InputError.of(
      `${objectId(istio)} has no spec.version, and nothing says which operator release filled it in`,
      {
        hint: `Give --istio-version, the version that runs (kubectl get istiorevisions), or --release, the operator release that filled it in.${versionsBeside([cni, ztunnel])}`,
      },
    );
  }
  if (isOpenVersion(version)) {
    return InputError.of(`${objectId(istio)} spec.version is the placeholder ${version}`, {
      hint: "Give --istio-version, the version that runs, or adopt what the placeholder becomes.",
    });
  }
  const resolves = distributions.some(({ releases }) =>
    releases.some((one) => isAlias(version) && resolveAlias(one, version)),
  );
  if (resolves && release === undefined) {
    return InputError.of(
      `${objectId(istio)} spec.version is ${version}, and nothing says which operator release resolves that`,
      {
        hint: `Give --istio-version, the version that runs (kubectl get istiorevisions), or --release, the operator release that is installed.${versionsBeside([cni, ztunnel])}`,
      },
    );
  }
  const titles = distributions.map(({ title }) => title).join(", ");
  const because = named?.because ? `, and ${named.because} says that it is this operator` : "";
  return InputError.of(`no operator release of ${titles} installs ${version}${because}`, {
    hint: "meshstep catalog lists what each installs; --with FILE adds a release that it does not have.",
  });
}

/** Whose operator it is taken for. */
interface Taken extends Pick<Candidate, "distribution"> {
  readonly passedOver?: string;
  readonly distributionBecause?: string;
  /** Distributions that could run the mesh as well. */
  readonly others: readonly Distribution[];
}

/** A guess that another distribution fits as well, or that the tree speaks against: from it the row raises an operator, and that is another one then. */
export function operatorDoubts({
  distribution,
  distributionBecause,
  others,
  passedOver: said,
}: Taken): readonly string[] {
  const doubts = said === undefined ? [] : [said];
  if (others.length === 0) return doubts;
  const titles = others.map(({ title }) => title).join(" and ");
  return [
    `taken for ${distribution.title}, as ${distributionBecause}; ${titles} ${others.length > 1 ? "have" : "has"} what runs as well: --distribution names it`,
    ...doubts,
  ];
}
