import type { Refusal } from "../../findings/refusal";
import { word } from "../../gates/quote";
import type { LiveMesh } from "../../live/mesh";
import { type Edit, onlyLineEnds, type Standing } from "../../live/standing";
import { leftBehind } from "../../live/way-on";
import type { Target } from "./route";
import { isSafeCopy } from "./safe-copy";

/** Why a folder that is no phase is not promoted: which files, and what to do about them. */
export function refusedByStanding(
  found: LiveMesh,
  { nearest, edits, marker }: Extract<Standing, { at: "no phase" }>,
  out: string,
): Refusal {
  const { live, rendered, phases } = found;
  const { mesh, hash } = rendered.plan;
  const near = phases[nearest];
  const manifests = `${out}/${mesh.name}/phases/${near?.dir}/manifests`;
  const count = edits.length === 1 ? "1 file differs" : `${edits.length} files differ`;
  const message = `${live.shown} stands at no phase; nearest is ${near?.dir}, from which ${count}`;
  const line = ({ file, what }: Edit) => `${what.padEnd(7)}  ${live.shown}/${file}`;
  const files = edits.map(line);
  if (marker && marker.mesh !== mesh.name) {
    return { message, files, hint: `Its marker names mesh ${marker.mesh}: give the mesh.yaml of that one with -f.` };
  }
  if (onlyLineEnds(edits, near?.files ?? new Map(), live.files)) {
    const hint = `Only the ends of lines differ: Git converts them here. Write "${live.shown}/** -text" into .gitattributes and check the folder out again.`;
    return { message, files, hint };
  }
  if (marker && marker.plan !== hash) {
    const command = leftBehind(found);
    const hint = `An earlier plan left it, at ${marker.phase}. Nothing is copied over it: that could move everything at once. ${command} ${
      command.startsWith("meshstep rebase")
        ? `lets mesh.yaml describe what ${live.shown} holds now, with the target that it had; then run meshstep synth: the folder stands at the new baseline.`
        : "lays out as phases, from there, what mesh.yaml says otherwise."
    }`;
    return { message, files, hint };
  }
  const foreign = edits.filter(({ what }) => what === "added");
  if (foreign.length === live.files.size) {
    const hint = `meshstep wrote nothing of what is in it, and promote replaces a live folder as a whole. Name a folder of its own with --live; where the mesh's manifests stand in this one, meshstep adopt ${word(live.shown)} describes them.`;
    return { message: `${live.shown} is no live folder of ${mesh.name}`, files: foreign.map(line), hint };
  }
  const back = `Put these files back as they were (git log -- ${word(live.shown)}). What they should say instead belongs in mesh.yaml.`;
  const isSafe = near !== undefined && isSafeCopy(live, rendered, nearest);
  const hint = isSafe ? `${back} The whole folder replaced by a copy of ${manifests} is the same.` : back;
  return { message, files, hint };
}

/**
 * A folder that is empty here and that Git has had: beginning at the baseline would take what runs back to it in one commit.
 * Who means that names the baseline.
 */
export function refusedByLoss({ live, lost, phases }: LiveMesh, target: Target | number): Refusal | undefined {
  if (lost === undefined || typeof target === "number") return undefined;
  return {
    message: `${live.shown} is empty or missing, and Git has what it held`,
    hint: `Put it back: git checkout ${lost} -- ${word(live.shown)}. Where nothing of the mesh is in the cluster any more: --to ${phases[0]?.dir}.`,
  };
}
