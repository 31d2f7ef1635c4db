import type { Construct } from "constructs";
import type { CarriedObject, KubernetesObject } from "../mesh/mesh";
import { LiteralObject } from "./literal-object";
import { withSyncOption } from "./protection";

/** CRDs of these groups come with the operator, so a dry run on a new cluster does not find them. */
const operatorGroups = /(^|\.)istio\.io$|^sailoperator\.io$/;

/** A user's own object, unchanged but for annotations that concern its delivery. */
export class CarriedManifest extends LiteralObject {
  constructor(scope: Construct, id: string, carried: CarriedObject) {
    const { apiVersion, kind, metadata, ...body } = carried.object;
    super(scope, id, {
      apiVersion,
      kind,
      metadata: { ...metadata, annotations: carriedAnnotations(carried.object) },
      body,
    });
  }
}

/** The annotations of a user's own object, with those that its delivery needs. */
export function carriedAnnotations({ apiVersion, metadata }: KubernetesObject): Record<string, string> {
  const [group = ""] = apiVersion.split("/");
  const annotations = { ...metadata.annotations };
  return operatorGroups.test(group) ? withSyncOption(annotations, "SkipDryRunOnMissingResource=true") : annotations;
}
