import { join } from "node:path";
import { sha256 } from "../basics/sha256";
import type { Refusal } from "../findings/refusal";
import { word } from "../gates/quote";
import { isShallow, repositoryIfAny } from "../git/git";
import { describedMesh } from "../mesh/description";
import type { LiveBesides, LivePhase, Mesh } from "../mesh/mesh";
import { canonicalJson } from "../objects/canonical-json";
import type { MeshState } from "../plan/state";
import { carriedBy } from "./carried";
import type { LiveFolder } from "./folder";
import { markerOf } from "./marker";
import { planWithHash } from "./plan-file";
import type { Edit } from "./standing";

/** The phase that a live folder holds, of whichever plan it is. */
export interface Held {
  readonly phase: string;
  readonly state: MeshState;
  /** Whether it is the last one of its row. */
  readonly isEnd: boolean;
  /** The mesh as that phase describes it; nothing where an older meshstep wrote the plan. */
  readonly mesh: Mesh | undefined;
  /** What it has beside that. */
  readonly besides?: LiveBesides | undefined;
  /** Which plan's it is, and its files. */
  readonly from: LivePhase;
}

export type HeldOrRefused = Held | { readonly refused: Refusal };

/**
 * What a live folder holds by its marker and a plan.json alone: mesh.yaml may say by now what it likes.
 * @param like the mesh as mesh.yaml describes it now
 */
export function heldByFile(live: LiveFolder, like: Mesh, outDir: string): HeldOrRefused {
  if (live.files.size === 0) {
    return {
      refused: {
        message: `${live.shown} is empty or missing: there is no state to start from`,
        hint: "Promote the baseline first: meshstep promote --next.",
      },
    };
  }
  const marker = markerOf(live.files);
  if (!marker) return { refused: noPhase(live.shown, "its marker is missing or cannot be read") };
  if (marker.mesh !== like.name) {
    const hint = `Give the mesh.yaml of ${marker.mesh} with -f.`;
    return { refused: noPhase(live.shown, `its marker names mesh ${marker.mesh}`, hint) };
  }
  const file = planWithHash(join(outDir, like.name), marker.plan);
  const entry = file?.phases.find(({ dir }) => dir === marker.phase);
  if (!file || !entry) {
    const why = `its marker names a plan (${marker.plan.slice(0, 12)}, ${marker.phase}) that neither the output folder nor its history in Git has`;
    return { refused: noPhase(live.shown, why, lookingFor(live)) };
  }
  const changes = editsAgainst(entry.files, live.files);
  if (changes.length > 0) return { refused: edited(live, changes) };
  const description = entry.described ?? file.described;
  const described = description && describedMesh(description, carriedBy(live.files, like.carried), like);
  const { hopValues, to } = file;
  // Values that came with a version count as long as the row is not over, whatever mesh.yaml says of it by now.
  const mesh =
    described && hopValues ? { ...described, upgrade: { to, values: hopValues } as Mesh["upgrade"] } : described;
  return {
    phase: entry.dir,
    state: entry.state as MeshState,
    isEnd: file.phases.at(-1) === entry,
    mesh,
    besides: entry.besides,
    from: { plan: marker.plan, phase: marker.phase, files: filesHash(live.files) },
  };
}

/** Where a plan may still be that was not found. */
function lookingFor({ path, shown }: LiveFolder): string {
  const root = repositoryIfAny(path, shown)?.root;
  if (root !== undefined && isShallow(root))
    return "The history that may have it was not fetched: git fetch --unshallow.";
  return `Where synth wrote to another folder, name that with --out; otherwise meshstep adopt ${word(shown)} describes it from its objects.`;
}

/** sha256 over all files of a live folder. */
export function filesHash(files: ReadonlyMap<string, string>): string {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return sha256(canonicalJson(sorted));
}

function editsAgainst(hashes: Readonly<Record<string, string>>, files: ReadonlyMap<string, string>): Edit[] {
  const all = [...new Set([...Object.keys(hashes), ...files.keys()])].sort();
  return all.flatMap((file): Edit[] => {
    const text = files.get(file);
    if (text === undefined) return [{ file, what: "missing" }];
    if (hashes[file] === undefined) return [{ file, what: "added" }];
    return sha256(text) === hashes[file] ? [] : [{ file, what: "changed" }];
  });
}

function noPhase(
  live: string,
  why: string,
  hint = "Take the folder as Git had it, or describe it with meshstep adopt.",
): Refusal {
  return { message: `${live}: ${why}`, hint };
}

/** Why a folder that is not as its phase has it is no state to start from. */
export function edited(live: LiveFolder, edits: readonly Edit[], ends = false): Refusal {
  return {
    message: `${live.shown} was edited by hand: ${edits.length === 1 ? "1 file is" : `${edits.length} files are`} not as the phase has them`,
    files: edits.map(({ file, what }) => `${what.padEnd(7)}  ${live.shown}/${file}`),
    hint: ends
      ? `Only the ends of lines differ: write "${live.shown}/** -text" into .gitattributes and check the folder out again.`
      : `Put these files back as they were (git log -- ${live.shown}); a baseline that nobody has proved is not written down.`,
  };
}
