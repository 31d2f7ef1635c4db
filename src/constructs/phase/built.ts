import type { ApiObject } from "cdk8s";
import type { MeshPath, Place } from "../../findings/finding";
import type { LayerId } from "../layers";

/** What an object was made from: a path in mesh.yaml, or a place in a file of the user's own. */
export type Origin = { readonly path: MeshPath } | { readonly place: Place };

/** An object and what it was made from. */
export type Built = [ApiObject, Origin];

/** One object of a phase, with its layer. */
export interface PhaseObject {
  readonly layer: LayerId;
  readonly object: ApiObject;
  readonly origin: Origin;
}
