import type { LiveMesh } from "../live/mesh";
import { onlyLineEnds, type Standing } from "../live/standing";
import type { Refusal } from "./route";

/** Why a folder that is no phase is not promoted: which files, and what to do about them. */
export function refusedByStanding(
  { live, rendered, phases }: LiveMesh,
  { nearest, edits, marker }: Extract<Standing, { at: "no phase" }>,
  out: string,
): Refusal {
  const { mesh, hash } = rendered.plan;
  const near = phases[nearest];
  const manifests = `${out}/${mesh.name}/phases/${near?.dir}/manifests`;
  const count = edits.length === 1 ? "1 file differs" : `${edits.length} files differ`;
  const message = `${live.shown} stands at no phase; nearest is ${near?.dir}, from which ${count}`;
  const files = edits.map(({ file, what }) => `${what.padEnd(7)}  ${live.shown}/${file}`);
  if (marker && marker.mesh !== mesh.name) {
    return { message, files, hint: `Its marker names mesh ${marker.mesh}: give the mesh.yaml of that one with -f.` };
  }
  if (onlyLineEnds(edits, near?.files ?? new Map(), live.files)) {
    const hint = `Only the ends of lines differ: Git converts them here. Write "${live.shown}/** -text" into .gitattributes and check the folder out again.`;
    return { message, files, hint };
  }
  if (marker && marker.plan !== hash) {
    const hint = `An earlier plan left it, and this one changes more than the marker there. Take the difference over as a change of its own: review it, replace ${live.shown} by a copy of ${manifests}, commit, then promote.`;
    return { message, files, hint };
  }
  const hint = `Put these files back as they were, or replace ${live.shown} by a copy of ${manifests}. What they should say instead belongs in mesh.yaml.`;
  return { message, files, hint };
}
