import type { Construct } from "constructs";
import { letGoMark } from "../mesh/labels";
import { isLeftToCluster } from "../mesh/left-to-cluster";
import type { CarriedObject, KubernetesObject } from "../mesh/mesh";
import { LiteralObject } from "./literal-object";
import { leftToCluster, protect, unprotect } from "./protection";

/** A user's own object, unchanged but for annotations that concern its delivery. */
export class CarriedManifest extends LiteralObject {
  /** @param letGo whether the next commit takes it out of Git, and engines may delete it then, unless more would go with it */
  constructor(scope: Construct, id: string, carried: CarriedObject, letGo = false) {
    const { apiVersion, kind, metadata, ...body } = carried.object;
    super(scope, id, {
      apiVersion,
      kind,
      metadata: {
        ...metadata,
        annotations: letGo ? letGoAnnotations(carried.object) : carriedAnnotations(carried.object),
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

function letGoAnnotations(object: KubernetesObject): Record<string, string> {
  const annotations = carriedAnnotations(object);
  const left = isLeftToCluster(object) ? leftToCluster(annotations) : unprotect(annotations);
  return { ...left, [letGoMark]: "true" };
}
