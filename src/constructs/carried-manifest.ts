import type { Construct } from "constructs";
import type { CarriedObject } from "../mesh/mesh";
import { LiteralObject } from "./literal-object";

/** A user's own object, unchanged but for annotations that concern its delivery. */
export class CarriedManifest extends LiteralObject {
  constructor(scope: Construct, id: string, carried: CarriedObject) {
    const { apiVersion, kind, metadata, ...body } = carried.object;
    super(scope, id, { apiVersion, kind, metadata, body });
  }
}
