import type { Construct } from "constructs";
import type { CarriedObject, KubernetesObject } from "../mesh/mesh";
import { LiteralObject } from "./literal-object";
import { protect, unprotect } from "./protection";

/** A user's own object, unchanged but for annotations that concern its delivery. */
export class CarriedManifest extends LiteralObject {
  /** @param prunable whether engines may delete it once it is gone from Git */
  constructor(scope: Construct, id: string, carried: CarriedObject, prunable = false) {
    const { apiVersion, kind, metadata, ...body } = carried.object;
    super(scope, id, {
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        annotations: prunable ? unprotect(metadata.annotations) : carriedAnnotations(carried.object),
      },
      body,
      ...(prunable && { prunable }),
    });
  }
}

/** The annotations of a user's own object, with those that its delivery needs. */
export function carriedAnnotations(object: KubernetesObject): Record<string, string> {
  return protect(object, object.metadata.annotations);
}
