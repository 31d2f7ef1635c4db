import type { Mesh } from "../../mesh/mesh";
import type { Running } from "../../mesh/running-schema";
import type { MeshState } from "../../plan/state";

/** What mesh.yaml has to say of a state: the version that is simply run, and what runs something else. */
export interface Standing {
  readonly version: string;
  /** Left out when every part runs the version. */
  readonly running?: Running;
}

/** Versions as mesh.yaml takes them: one alone is no list. */
export function oneOrMore(versions: readonly string[]): string | string[] {
  return versions.length === 1 ? (versions[0] as string) : [...versions];
}

/** A CNI plugin that somebody else moves: no folder of ours knows where it stands, so mesh.yaml goes on saying it. */
export function othersCni(mesh: Mesh, state: MeshState, version: string): Pick<Running, "cni"> {
  const cni = state.cniOwnership === "external" ? (mesh.running?.cni ?? state.cni) : undefined;
  return cni === undefined || cni === version ? {} : { cni };
}
