import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { chartRevisions, unreadRevisions } from "../charts/revisions";
import { sailObjects } from "../objects";
import { isRevisionBased, revisionOf } from "../revisions";
import { about, type ManifestSet, type Rule, type Step } from "../rule";
import { askedTooLate, isVersionedName, keptRevisions, letGoEarly, tagsAhead } from "../versions/kept-revisions";
import { passedOver } from "../versions/passed-over";
import { provides, type Revisions, revisionsOf, revisionUses } from "../versions/revision-uses";
import { podTemplates } from "../waypoints";

export const rev006: Rule = {
  id: "REV006",
  state: (set) => {
    const revisions = revisionsOf(set);
    if (!revisions) return unservedByCharts(set);
    const unserved = revisionUses(set, podTemplates).filter(({ revision }) => !provides(revisions, revision));
    return [
      ...unserved.map(({ user, at, written, revision }) =>
        about("REV006", user, {
          at,
          message:
            revision === ""
              ? `${written.split("=")[0]} is empty, and no control plane and no tag is called so: nothing is injected by it`
              : `${written} asks for ${revision}, which no control plane and no tag in these manifests is called`,
          ...(neverMade(set, revision) ?? hintFor(revisions, revision)),
        }),
      ),
      ...lostTargets(set, revisions),
      ...keptRevisions(set),
      ...tagsAhead(set),
      ...passedOver(set),
    ];
  },
  unjudged: unreadRevisions,
  // Phases of ours hold what they need, and their planner proves it.
  step: (step) => [
    ...(step.kind === undefined ? [...askedTooLate(step), ...goneFromCharts(step)] : []),
    ...letGoEarly(step),
  ],
};

/** Where charts install Istio. A tag may have been made by hand all the same. */
function unservedByCharts(set: ManifestSet): readonly Finding[] {
  const names = chartRevisions(set);
  if (!names) return [];
  return revisionUses(set, podTemplates).flatMap(({ user, at, written, revision }) => {
    if (names.has(revision)) return [];
    const near = nearest(revision, [...names]);
    const hint =
      near === undefined
        ? `There are: ${[...names].sort().join(", ")}. Values of the chart make a tag: revisionTags: [${revision}].`
        : `Did you mean ${near}?`;
    const message = `${written} asks for ${revision}, and no chart istiod in these manifests has that revision or that tag: only a tag made by hand serves it`;
    return [about("REV006", user, { at, severity: "warning", message, hint })];
  });
}

/** Revisions and tags that charts had until a step, and that are asked for still. */
function goneFromCharts({ before, after }: Step): readonly Finding[] {
  const [had, has] = [chartRevisions(before), chartRevisions(after)];
  if (!had || !has) return [];
  return revisionUses(after, podTemplates).flatMap(({ user, at, written, revision }) => {
    if (!had.has(revision) || has.has(revision)) return [];
    const message = `${written} asks for ${revision}, which no chart istiod has any more from this step on: pods that are made then get no proxy`;
    return [about("REV006", user, { at, message, hint: "Move what asks for it first, in a step of its own." })];
  });
}

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

/** A revision that would be of an Istio here, of a version that its operator does not have: another label moves workloads, so none is proposed. */
function neverMade(set: ManifestSet, revision: string) {
  const istio = sailObjects(set, ["Istio"])
    .filter(isRevisionBased)
    .find(({ object }) => isVersionedName(object.metadata.name, revision));
  if (!istio) return undefined;
  const { name } = istio.object.metadata;
  const version = revision.slice(name.length + 1).replaceAll("-", ".");
  return {
    hint: `${set.distribution.title} has no ${version} that meshstep knows. Istio/${name} makes ${revisionOf(istio)}; workloads move to it when their pods are made again.`,
  };
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
