import type { Problem } from "../findings/input-error";
import { lossesIn, lossHint } from "./kustomize-losses";
import { type Mesh, objectId } from "./mesh";
import type { Naming } from "./naming";
import type { MeshSpec } from "./schema";

/** Texts and annotations that an engine would not deliver as they are: it builds with kustomize. People with kubectl do not. */
export function deliveryLosses(spec: MeshSpec, { carried }: Pick<Mesh, "carried">, naming: Naming): Problem[] {
  if (spec.delivery.engine === "none") return [];
  const inSpec = lossesIn(spec, ["spec"]).map(({ path, why }): Problem => ({ path, message: why, hint: lossHint }));
  const inCarried = carried.flatMap(({ object, place }) =>
    lossesIn(object).map(({ path, why }): Problem => {
      const hint = `${lossHint}, or leave ${objectId(object)} out of spec.manifests`;
      return { place: naming.carried(place), path, message: why, hint };
    }),
  );
  return [...inSpec, ...inCarried];
}
