import { firstFew } from "../basics/first-few";
import { type Finding, finding, type Place } from "../findings/finding";
import type { Distribution, OperatorRelease } from "./types";

/** How a release of the user's differs from the one of the same version that ships with meshstep. */
interface ReleaseChange {
  readonly place: Place;
  /** One part each, never empty. */
  readonly differs: readonly string[];
}

/** How many versions a message names. */
const named = 4;

/** Beside the releases and not in them: where a user's file stands must not reach the hash of a plan. */
const changes = new WeakMap<OperatorRelease, ReleaseChange>();

/**
 * Remembers of a release from a user's file in what it changes the one that it replaces, if it does.
 *
 * @param place where the file describes it
 * @param ours the release of the same version that ships with meshstep
 */
export function noteChanges(theirs: OperatorRelease, ours: OperatorRelease | undefined, place: Place): void {
  const differs = ours ? differences(theirs, ours) : [];
  if (differs.length > 0) changes.set(theirs, { place, differs });
}

/** A warning (VER010) for every release of a distribution that a user's file has changed. */
export function changedReleases({ releases, title }: Distribution): readonly Finding[] {
  return releases.flatMap((release) => {
    const change = changes.get(release);
    if (!change) return [];
    return [
      finding("VER010", {
        path: ["spec", "catalogs"],
        place: change.place,
        message: `operator release ${release.version} of ${title} ships with meshstep, and this file changes it: ${change.differs.join("; ")}`,
      }),
    ];
  });
}

/** In what a release of a user's file changes ours; nothing where it is as ours is, or is not in the catalogue. */
export function changesTo(release: OperatorRelease): readonly string[] {
  return changes.get(release)?.differs ?? [];
}

function differences(theirs: OperatorRelease, ours: OperatorRelease): readonly string[] {
  const installable = listDifference("installable", theirs.installable, ours.installable);
  const ztunnel = (key: keyof OperatorRelease["ztunnel"]) =>
    listDifference(`ztunnel.${key}`, theirs.ztunnel[key], ours.ztunnel[key]);
  return [
    ...(theirs.released === undefined ? [] : replaced("released", theirs.released, ours.released)),
    ...replaced("defaultVersion", theirs.defaultVersion, ours.defaultVersion),
    ...installable,
    ...listDifference("endOfLife", theirs.endOfLife, ours.endOfLife),
    // They follow the installable versions, so a change there says it all.
    ...(installable.length > 0 ? [] : aliasDifferences(theirs.aliases, ours.aliases)),
    ...ztunnel("apiVersions"),
    ...ztunnel("fields"),
    ...ztunnel("lacks"),
  ];
}

function listDifference(key: string, theirs: readonly string[], ours: readonly string[]): readonly string[] {
  const added = theirs.filter((one) => !ours.includes(one));
  const gone = ours.filter((one) => !theirs.includes(one));
  const said = [
    ...(added.length ? [`with ${firstFew(added, named)}`] : []),
    ...(gone.length ? [`without ${firstFew(gone, named)}`] : []),
  ];
  return said.length ? [`${key} ${said.join(" and ")}`] : [];
}

function aliasDifferences(
  theirs: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
  return names.flatMap((name) => replaced(name, theirs[name], ours[name]));
}

function replaced(key: string, theirs: string | undefined, ours: string | undefined): readonly string[] {
  return theirs === ours ? [] : [`${key} ${theirs ?? "left out"} instead of ${ours ?? "none"}`];
}
