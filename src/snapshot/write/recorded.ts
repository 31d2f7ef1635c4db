import { readFileSync } from "node:fs";
import { sha256 } from "../../basics/sha256";
import type { Mesh } from "../../mesh/mesh";
import { filesDigest, madeIn, madeOf } from "../made";
import type { PlanFile } from "../plan-schema";
import { inWords } from "./io-error";
import { meshPaths } from "./names";
import { walk } from "./walk";

/** A tree that is as a synth of the same mesh wrote it, without that synth. */
export interface RecordedTree {
  readonly plan: PlanFile;
  /** How many files it has. */
  readonly files: number;
}

/**
 * The tree of a mesh where plan.json and the files themselves show that rendering it would change nothing: the same meshstep made it of the same mesh, every
 * file has the bytes that it had then, and there is no file more. Whatever is otherwise is for the renderer to say.
 */
export function recordedTree(outDir: string, mesh: Mesh): RecordedTree | undefined {
  const root = meshPaths(outDir || ".", mesh.name).current;
  return inWords(() => {
    const { entries, empty } = walk(root);
    if (entries.get("plan.json") !== "file" || empty.length > 0) return undefined;
    const text = readFileSync(`${root}/plan.json`, "utf8");
    const recorded = madeIn(text);
    const { by, of } = madeOf(mesh);
    if (recorded?.made.by !== by || recorded.made.of !== of) return undefined;
    const hashes: (readonly [string, string])[] = [["plan.json", recorded.soFar]];
    for (const [path, kind] of entries) {
      if (kind === "folder" || path === "plan.json") continue;
      if (kind !== "file") return undefined;
      hashes.push([path, sha256(readFileSync(`${root}/${path}`))]);
    }
    if (filesDigest(hashes) !== recorded.made.files) return undefined;
    return { plan: JSON.parse(text) as PlanFile, files: hashes.length };
  });
}
