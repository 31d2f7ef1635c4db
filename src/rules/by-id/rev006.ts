import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import { askedTooLate, keptRevisions, letGoEarly, tagsAhead } from "../versions/kept-revisions";
import { provides, type Revisions, revisionsOf, revisionUses } from "../versions/revision-uses";
import { podTemplates } from "../waypoints";

export const rev006: Rule = {
  id: "REV006",
  state: (set) => {
    const revisions = revisionsOf(set);
    if (!revisions) return [];
    const unserved = revisionUses(set, podTemplates).filter(({ revision }) => !provides(revisions, revision));
    return [
      ...unserved.map(({ user, at, written, revision }) =>
        about("REV006", user, {
          at,
          message: `${written} asks for ${revision}, which no control plane and no tag in these manifests is called`,
          ...hintFor(revisions, revision),
        }),
      ),
      ...lostTargets(set, revisions),
      ...keptRevisions(set),
      ...tagsAhead(set),
    ];
  },
  // Phases of ours hold what they need, and their planner proves it.
  step: (step) => [...(step.kind === undefined ? askedTooLate(step) : []), ...letGoEarly(step)],
};

const targetKinds: readonly string[] = ["Istio", "IstioRevision"];

/** Tags and ZTunnel that point to a control plane which is not there. */
function lostTargets(set: ManifestSet, revisions: Revisions): readonly Finding[] {
  const istios = sailObjects(set, ["Istio"]).map(({ object }) => object.metadata.name);
  const targets = { ...revisions, names: revisions.targets };
  return sailObjects(set, ["IstioRevisionTag", "ZTunnel"]).flatMap((one) => {
    const kind = textAt(one.object, "spec", "targetRef", "kind");
    const name = textAt(one.object, "spec", "targetRef", "name");
    if (kind === undefined || name === undefined) return [];
    if (!targetKinds.includes(kind)) {
      const message = `spec.targetRef.kind is ${kind}; it takes ${targetKinds.join(" and ")}`;
      return [about("REV006", one, { at: ["spec", "targetRef", "kind"], message })];
    }
    // The operator makes revisions from Istio objects, so these need not be in Git.
    if (kind === "Istio" ? istios.includes(name) : provides(targets, name)) return [];
    return [
      about("REV006", one, {
        at: ["spec", "targetRef", "name"],
        message: `spec.targetRef names ${kind}/${name}, which is not among these manifests`,
        ...hintFor(targets, name),
      }),
    ];
  });
}

function hintFor(revisions: Revisions, revision: string) {
  const { names, current } = revisions;
  const dashed = revision.replaceAll(".", "-");
  if (dashed !== revision && provides(revisions, dashed)) return { hint: `Did you mean ${dashed}?` };
  const there = [...names, ...current].sort();
  const near = nearest(revision, there);
  if (near !== undefined) return { hint: `Did you mean ${near}?` };
  return there.length ? { hint: `There are: ${there.join(", ")}.` } : {};
}
