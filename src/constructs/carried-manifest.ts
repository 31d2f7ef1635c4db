import type { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import type { CarriedObject, KubernetesObject } from "../mesh/mesh";
import { LiteralObject } from "./literal-object";
import { protect, unprotect } from "./protection";

/** A user's own object, unchanged but for annotations that concern its delivery. */
export class CarriedManifest extends LiteralObject {
  /** @param letGo whether the next commit takes it out of Git, and engines may delete it then */
  constructor(scope: Construct, id: string, carried: CarriedObject, letGo = false) {
    const { apiVersion, kind, metadata, ...body } = carried.object;
    super(scope, id, {
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        annotations: letGo
          ? { ...unprotect(carriedAnnotations(carried.object)), [letGoMark]: "true" }
          : carriedAnnotations(carried.object),
      },
      body,
      prunable: letGo,
    });
  }
}

/** The annotations of a user's own object, with those that its delivery needs. */
export function carriedAnnotations(object: KubernetesObject): Record<string, string> {
  return protect(object, object.metadata.annotations);
}
