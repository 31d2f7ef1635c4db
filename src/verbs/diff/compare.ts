import { InputError } from "../../findings/input-error";
import { word } from "../../gates/quote";
import type { Folder } from "../../live/named-folder";
import { meshBehind } from "../../live/owner";
import type { Standing } from "../../live/standing";
import type { LoadedMesh } from "../../mesh/load";
import { phaseNumber } from "../../plan/phase-number";
import { locating, placed } from "../../render/places";
import { isWritable, type RenderedMesh, renderMesh } from "../../render/render";
import { type Comparison, compareFolder, comparePhases, phaseOf, type Row, rowOf, standingIn } from "./comparison";

/** Phases by number or folder, as the user named them. */
export interface PhasePair {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Compares phases of every mesh: those that are named, or each with the one before.
 * @throws InputError for a phase that there is none of, and for a mesh that findings stop
 */
export function* phaseComparisons(meshes: Iterable<LoadedMesh>, { from, to }: PhasePair): Generator<Comparison> {
  for (const source of meshes) {
    const row = rowOf(rendered(source));
    for (const [before, after] of pairs(row.rendered, from, to)) yield comparePhases(row, before, after);
  }
}

/**
 * Compares a folder with a phase of the mesh that it belongs to.
 * @param to the phase; left out: the one after, or the nearest one when the folder is no phase
 * @param next the one after in any case
 * @param into the same folder after a change, which must stand at a phase: that phase
 * @throws InputError when it could belong to several meshes, and for a phase that there is none of
 */
export function folderComparison(
  meshes: Iterable<LoadedMesh>,
  folder: Folder,
  {
    to,
    next,
    into,
  }: { readonly to?: string | undefined; readonly next?: boolean | undefined; readonly into?: Folder | undefined },
): Comparison {
  const row = rowOf(rendered(meshBehind(folder.label, folder.files, meshes)));
  const { plan } = row.rendered;
  if (to !== undefined) {
    const phase = phaseNumber(plan, to);
    return compareFolder(row, folder, () => phase);
  }
  if (into) return compareFolder(row, folder, () => phaseReached(row, into));
  return compareFolder(row, folder, (standing) => phaseAfter(standing, row.rendered, folder, next ?? false));
}

function rendered(source: LoadedMesh): RenderedMesh {
  const mesh = locating(source, () => renderMesh(source.mesh));
  if (isWritable(mesh)) return mesh;
  const errors = placed(source, mesh.findings).filter(({ severity }) => severity === "error");
  throw new InputError(errors.map(({ rule, ...rest }) => ({ ...rest, message: `${rule}: ${rest.message}` })));
}

function pairs(
  { plan }: RenderedMesh,
  from: string | undefined,
  to: string | undefined,
): readonly (readonly [number, number])[] {
  const last = plan.phases.length - 1;
  if (from === undefined) return Array.from({ length: last }, (_, index) => [index, index + 1] as const);
  const first = phaseNumber(plan, from);
  if (to !== undefined) return [[first, phaseNumber(plan, to)]];
  if (first < last) return [[first, first + 1]];
  const hint = `Name the phase to compare it with, for example: meshstep diff ${from} 0`;
  throw InputError.of(`${plan.mesh.name}: nothing comes after ${plan.phases[last]?.dir}`, { hint });
}

/** What a change of the live folder promotes; anything but a phase is no promotion, and a comment on it would say something false. */
function phaseReached(row: Row, into: Folder): number {
  const standing = standingIn(row, into);
  if (standing.at === "phase") return standing.phase;
  throw InputError.of(`${into.label} stands at no phase of this plan, so there is no phase to compare with`, {
    hint: `meshstep status --live ${word(into.label)} says which files differ; to compare with a phase all the same, name it`,
  });
}

function phaseAfter(standing: Standing, { plan }: RenderedMesh, folder: Folder, next: boolean): number {
  const phase = phaseOf(standing);
  if (phase === undefined) return 0;
  if (standing.at === "no phase" && !next) return phase;
  if (plan.phases[phase + 1]) return phase + 1;
  if (!next) return phase;
  throw InputError.of(`${folder.label}: nothing comes after ${plan.phases[phase]?.dir}, the last phase`);
}
