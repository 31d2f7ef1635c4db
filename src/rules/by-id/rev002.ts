import { textAt } from "../../source/object-paths";
import { sailObjects } from "../objects";
import { isRevisionBased, movedRevisions, revisionOf } from "../revisions";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const rev002: Rule = {
  id: "REV002",
  state: (set) =>
    followers(set).map(({ one, istio }) =>
      about("REV002", one, {
        at: ["spec", "targetRef", "kind"],
        severity: "warning",
        message: `it follows Istio ${istio.object.metadata.name}: with the next version it goes over before the new revision is ready`,
        hint: `Name the revision: { kind: IstioRevision, name: ${revisionOf(istio)} }.`,
      }),
    ),
  step: (step) => {
    const moved = movedRevisions(step).map(({ after }) => after);
    return followers(step.after)
      .filter(({ istio }) => moved.includes(istio))
      .map(({ one, istio }) =>
        about("REV002", one, {
          at: ["spec", "targetRef", "kind"],
          message: `it follows Istio ${istio.object.metadata.name}, which asks for ${revisionOf(istio)} in this step: it goes over at once, ready or not`,
        }),
      );
  },
};

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
