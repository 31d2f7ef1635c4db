import { fallbackNamespace, livesInNamespace } from "../delivery/permissions";
import { type Finding, finding } from "../findings/finding";
import { type Mesh, objectId } from "../mesh/mesh";

/** NS008 for carried objects that name no namespace: a snapshot holds them as they are, and nothing sets one on the way. */
export function homeless({ carried, delivery }: Mesh): readonly Finding[] {
  const where =
    delivery.engine === "none"
      ? "whatever namespace its engine, or the kubectl of who applies it, has set"
      : fallbackNamespace;
  return carried
    .filter(({ object }) => object.metadata.namespace === undefined && livesInNamespace(object))
    .map(({ object, place }) =>
      finding("NS008", {
        place,
        object: objectId(object),
        message: `it names no namespace, and nothing sets one on the way: it goes to ${where}`,
        hint: "Write metadata.namespace.",
      }),
    );
}
