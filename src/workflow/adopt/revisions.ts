import { isAlias } from "../../catalog/version";
import { isLetGo, labelsOf } from "../../check/objects";
import { InputError } from "../../findings/input-error";
import { revisionName } from "../../mesh/istiod";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { textAt } from "../../source/object-paths";
import type { Found, Inventory } from "./inventory";

/** The revisions of a RevisionBased mesh at rest, as mesh.yaml describes them. */
export interface AdoptedRevisions {
  /** The one that runs. */
  readonly revision: string;
  readonly tags: readonly string[];
  /** The tags' objects. */
  readonly described: readonly Found[];
  readonly notes: readonly string[];
}

/**
 * Reads revisions and tags.
 * @param version that the Istio object asks for
 * @throws InputError for a mesh that is not at rest, and for one that meshstep does not plan: neither is written down as something else
 */
export function adoptRevisions(
  istio: KubernetesObject,
  version: string,
  { revisions, namespaces, ztunnels }: Inventory,
): AdoptedRevisions {
  const { name } = istio.metadata;
  const refuse = (why: string, hint: string) =>
    InputError.of(`${objectId(istio)} is RevisionBased, and ${why}`, { hint });
  const check = "meshstep check holds its manifests against the rules all the same.";
  if (isAlias(version)) {
    throw refuse(
      `${version} is an alias: its revision is called after that, whatever it stands for`,
      `Write the exact version first. ${check}`,
    );
  }
  if (ztunnels.length > 0) throw refuse("meshstep plans that for sidecars only; here is a ZTunnel", check);
  const revision = revisionName(name, version);
  const tags = revisions.filter(({ object }) => object.kind === "IstioRevisionTag");
  const moving = [
    ...revisions.flatMap(({ object }) => otherRevision(object, name, revision)),
    ...tags.filter(({ object }) => isLetGo(object)).map(({ object }) => `${objectId(object)} holds a revision`),
    ...namespaces.flatMap(({ object }) => {
      const asked = labelsOf(object)["istio.io/rev"];
      return asked?.startsWith(`${name}-v`) && asked !== revision ? [`${objectId(object)} asks for ${asked}`] : [];
    }),
  ];
  if (moving.length > 0) {
    throw refuse(
      `in the middle of a move to ${revision}: ${moving.join("; ")}`,
      `mesh.yaml describes one control plane: finish the move, or take it back, and adopt then. ${check}`,
    );
  }
  return {
    revision,
    tags: tags.map(({ object }) => object.metadata.name),
    described: tags,
    notes: tags
      .filter(({ object }) => textAt(object, "spec", "targetRef", "kind") === "Istio")
      .map(
        ({ object }) =>
          `${objectId(object)} follows Istio, and moves before a new revision is ready; meshstep has it name the revision`,
      ),
  };
}

/** A revision, or a tag on one, that is not the one which Istio asks for. */
function otherRevision(object: KubernetesObject, istio: string, revision: string): readonly string[] {
  if (object.kind === "IstioRevision") {
    const { name } = object.metadata;
    return name !== revision && name.startsWith(`${istio}-v`) ? [`${objectId(object)} is there`] : [];
  }
  const target = textAt(object, "spec", "targetRef", "name");
  const isOther = textAt(object, "spec", "targetRef", "kind") === "IstioRevision" && target !== revision;
  return isOther ? [`${objectId(object)} points at ${target}`] : [];
}
