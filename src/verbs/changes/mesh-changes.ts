import { distribution as findDistribution, findRelease } from "../../catalog/lookup";
import { withV } from "../../catalog/version";
import { InputError } from "../../findings/input-error";
import type { Mesh } from "../../mesh/mesh";
import { type Brought, changesFor } from "../../plan/brought";
import { baselineState } from "../../plan/in-place/baseline";
import { planUpgrade } from "../../plan/plan";
import { allAt } from "../../plan/running";
import type { MeshState } from "../../plan/state";

/** What is asked for; what is left out comes from the mesh. */
export interface ChangesRequest {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What a move from one Istio version to another brings to a mesh. */
export interface MeshChanges {
  readonly mesh: string;
  readonly distribution: string;
  readonly dataPlane: string;
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Brought[];
}

/**
 * What differs at the end of the way from its start: a fault of a version in between is told by the phase that stops there (`meshstep plan`).
 * @throws InputError for a mesh that goes nowhere, and for versions that are none
 */
export function meshChanges(mesh: Mesh, request: ChangesRequest): MeshChanges {
  const { name, distribution, dataPlane } = mesh;
  const [before, after, from, to] = ends(mesh, request);
  return { mesh: name, distribution, dataPlane, from, to, changes: changesFor(before, after, mesh) };
}

function ends(mesh: Mesh, request: ChangesRequest): readonly [MeshState, MeshState, string, string] {
  if (request.from === undefined && request.to === undefined) return plannedEnds(mesh);
  const to = request.to ?? mesh.upgrade?.to;
  if (to === undefined) throw nowhere(mesh);
  const [start, end] = [withV(request.from ?? mesh.version), withV(to)];
  const release = findRelease(findDistribution(mesh.distribution, mesh.extraReleases), mesh.operator.release);
  if (!release) {
    throw InputError.of(`operator release ${mesh.operator.release} of mesh ${mesh.name} is not in the catalogue`, {
      hint: "meshstep plan says more",
    });
  }
  const at = (version: string) => baselineState(mesh, release, allAt(version));
  return [at(start), at(end), start, end];
}

function plannedEnds(mesh: Mesh): readonly [MeshState, MeshState, string, string] {
  if (!mesh.upgrade) throw nowhere(mesh);
  const { phases, from, to } = planUpgrade(mesh);
  const [first, last] = [phases[0], phases.at(-1)];
  if (!first || !last) {
    throw InputError.of(`mesh ${mesh.name} has no row from ${from} to ${to}`, {
      hint: "meshstep plan says why; with --from and --to the changes are listed all the same",
    });
  }
  return [first.state, last.state, from, to];
}

function nowhere(mesh: Mesh): InputError {
  return InputError.of(`mesh ${mesh.name} has no spec.upgrade`, {
    hint: "say where to go with --to, for example --to v1.30.3",
  });
}
