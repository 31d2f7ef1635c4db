import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { Inventory } from "./inventory";
import { isRevisionOf } from "./revision-traces";

/** Tells by name which Istio of the input is behind a revision, a tag, or a label that asks for one of them. */
export interface RevisionOwners {
  readonly ofRevision: (name: string) => string | undefined;
  /** The Istio that a tag points at, by itself or by one of its revisions. */
  readonly ofTag: (tag: Found) => string | undefined;
  /** The Istio that an object asks for by its labels. */
  readonly ofLabels: (found: Found) => string | undefined;
}

export function revisionOwners({ istios, revisions, seenRevisions }: Inventory): RevisionOwners {
  const names = istios.map(({ object }) => object.metadata.name);
  const owners = new Map(seenRevisions.map(({ name, istio }) => [name, istio]));
  // `prod-v2-v1-28-3` is a revision of prod-v2 where there is one, and else may be one of prod.
  const byLength = [...names].sort((a, b) => b.length - a.length);
  const ofRevision = (revision: string): string | undefined =>
    owners.get(revision) ??
    (names.includes(revision) ? revision : byLength.find((name) => isRevisionOf(name, revision)));
  const ofTag = ({ object }: Found) => {
    const target = textAt(object, "spec", "targetRef", "name");
    if (target === undefined) return undefined;
    return textAt(object, "spec", "targetRef", "kind") === "Istio" ? target : ofRevision(target);
  };
  const tags = new Map(
    revisions.flatMap((one) =>
      one.object.kind === "IstioRevisionTag" ? [[one.object.metadata.name, ofTag(one)] as const] : [],
    ),
  );
  const ofLabels = ({ object }: Found) => {
    const { "istio.io/rev": asked, "istio-injection": injection } = labelsOf(object);
    const revision = injection === "enabled" ? "default" : asked;
    return revision === undefined ? undefined : (tags.get(revision) ?? ofRevision(revision));
  };
  return { ofRevision, ofTag, ofLabels };
}
