import type { ApiObject } from "cdk8s";
import type { MeshPath, Place } from "../../findings/finding";
import type { LayerId } from "../layers";

/** A place in a file of the user's own, and the comments there that ask for silence. */
export interface CarriedOrigin {
  readonly place: Place;
  readonly ignores?: readonly string[];
}

/** What an object was made from: a path in mesh.yaml, a place in a file of the user's own, or a construct that the user added. */
export type Origin = { readonly path: MeshPath } | CarriedOrigin | AddedOrigin;

/** A construct of the user's own: its whole path, and the part below its phase, which is the same in every phase. */
export interface AddedOrigin {
  readonly construct: string;
  readonly below: string;
}

/** An object and what it was made from. */
export type Built = [ApiObject, Origin];

/**
 * One object of a phase.
 * @example const isOurs = ({ layer }: PhaseObject) => layer === "control-plane";
 */
export interface PhaseObject {
  readonly layer: LayerId;
  readonly object: ApiObject;
  /** What it was made from. */
  readonly origin: Origin;
}
