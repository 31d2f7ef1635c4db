import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import type { Pair } from "../changed";
import { labelsOf, objectsOf, sailObjects } from "../objects";
import { isRevisionBased, movedRevisions, namesRevision, revisionOf } from "../revisions";
import { about, type ManifestSet, type Rule, type Step } from "../rule";

export const rev001: Rule = {
  id: "REV001",
  step: (step) => movedRevisions(step).flatMap((pair) => unheld(step, pair)),
};

/** What keeps a revision has to be there before Istio asks for another one, and to stay. */
function unheld(step: Step, { before, after }: Pair): readonly Finding[] {
  if (!isRevisionBased(after)) return [];
  const old = revisionOf(before);
  const [was, is] = [step.before, step.after].map((set) => isKept(set, old));
  if (was && is) return [];
  const moves = `Istio ${after.object.metadata.name} asks for ${revisionOf(after)}`;
  if (is) {
    const message = `${moves}, and what holds ${old} comes in the same step: by then the operator has deleted it`;
    return [about("REV001", after, { at: ["spec", "version"], message })];
  }
  // Pods with sidecars keep their revision by an annotation; whose they are, these manifests need not say.
  if (sailObjects(step.before, ["ZTunnel"]).length === 0) return [];
  const message = `${moves}, and nothing here holds ${old}, which ztunnel still uses: the operator deletes it at once`;
  return [about("REV001", after, { at: ["spec", "version"], message })];
}

/** By a tag that names it, by the label of a Namespace or a Gateway, whose pods carry its name, or by a ztunnel whose pods do. */
function isKept(set: ManifestSet, revision: string): boolean {
  return (
    sailObjects(set, ["IstioRevisionTag", "ZTunnel"]).some((one) => namesRevision(one, revision)) ||
    sailObjects(set, ["ZTunnel"]).some(
      ({ object }) => textAt(object, "spec", "values", "ztunnel", "revision") === revision,
    ) ||
    [...objectsOf(set, "", "Namespace"), ...objectsOf(set, "gateway.networking.k8s.io", "Gateway")].some(
      ({ object }) => labelsOf(object)["istio.io/rev"] === revision,
    )
  );
}
