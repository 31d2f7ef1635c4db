import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { labelsOf, objectsOf, sailObjects } from "../objects";
import { isRevisionBased, movedRevisions, namesRevision, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";

export const rev002: Rule = {
  id: "REV002",
  // A tag that follows is the form of Sail's own sample: of that, the step tells in which it goes over.
  state: (set) =>
    followers(set).flatMap(({ one, istio }) =>
      one.object.kind === "IstioRevisionTag"
        ? []
        : [
            about("REV002", one, {
              at: ["spec", "targetRef", "kind"],
              severity: "warning",
              message: `it follows Istio ${istio.object.metadata.name}: with the next version it goes over before the new revision is ready`,
              hint: `Name the revision: { kind: IstioRevision, name: ${revisionOf(istio)} }.`,
            }),
          ],
    ),
  step: (step) => {
    const moved = movedRevisions(step).map(({ after }) => after);
    const early = step.kind === undefined ? tooEarly(step) : [];
    const following = followers(step.after)
      .filter(({ istio }) => moved.includes(istio))
      .map(({ one, istio }) =>
        about("REV002", one, {
          at: ["spec", "targetRef", "kind"],
          message: `it follows Istio ${istio.object.metadata.name}, which asks for ${revisionOf(istio)} in this step: it goes over at once, ready or not`,
        }),
      );
    return [...following, ...early];
  },
};

/** Tags and namespaces that go over to a revision in the step in which it is made: who starts then is injected by an istiod that is not there yet. */
function tooEarly(step: Step): readonly Finding[] {
  const made = movedRevisions(step).flatMap(({ after }) => (isRevisionBased(after) ? [revisionOf(after)] : []));
  const says = (one: CheckedObject, at: readonly string[], revision: string) =>
    about("REV002", one, {
      at,
      message: `it goes over to ${revision}, which Istio asks for in this step only: what starts now finds no control plane`,
      hint: "Move the version first, and this in a step of its own when the new revision is ready.",
    });
  const tags = pairs(step, (set) => sailObjects(set, ["IstioRevisionTag", "ZTunnel"])).flatMap(({ before, after }) =>
    made.flatMap((revision) =>
      namesRevision(after, revision) && !namesRevision(before, revision)
        ? [says(after, ["spec", "targetRef", "name"], revision)]
        : [],
    ),
  );
  const namespaces = pairs(step, (set) => objectsOf(set, "", "Namespace")).flatMap(({ before, after }) => {
    const [was, is] = [before, after].map(({ object }) => labelsOf(object)["istio.io/rev"]);
    return is !== undefined && is !== was && made.includes(is)
      ? [says(after, ["metadata", "labels", "istio.io/rev"], is)]
      : [];
  });
  return [...tags, ...namespaces];
}

/** Tags and ZTunnels that follow an Istio whose revisions come and go. */
function followers(set: ManifestSet): readonly { readonly one: CheckedObject; readonly istio: CheckedObject }[] {
  const istios = sailObjects(set, ["Istio"]).filter(isRevisionBased);
  return sailObjects(set, ["IstioRevisionTag", "ZTunnel"]).flatMap((one) => {
    const { object } = one;
    if (textAt(object, "spec", "targetRef", "kind") !== "Istio") return [];
    const istio = istios.find((it) => it.object.metadata.name === textAt(object, "spec", "targetRef", "name"));
    return istio ? [{ one, istio }] : [];
  });
}
