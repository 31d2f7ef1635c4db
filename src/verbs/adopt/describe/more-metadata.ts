import type { KubernetesObject } from "../../../mesh/mesh";
import { annotations, labels } from "../../../mesh/scalars";
import type { MeshSpecInput } from "../../../mesh/schema";
import { annotationsOf, labelsOf } from "../../../rules/objects";

/** Labels and annotations of other tools; those for the engines are meshstep's to write. */
export function moreMetadata(
  object: KubernetesObject,
): Pick<NonNullable<MeshSpecInput["cni"]>, "labels" | "annotations"> {
  const [own, notes] = [labelsOf(object), annotationsOf(object)].map((record) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => annotations.safeParse({ [key]: "" }).success)),
  );
  return {
    ...(own && labels.safeParse(own).success && Object.keys(own).length > 0 && { labels: own }),
    ...(notes && Object.keys(notes).length > 0 && { annotations: notes }),
  };
}
