import { packageVersion } from "../basics/package-folder";
import { sha256 } from "../basics/sha256";
import type { Mesh } from "../mesh/mesh";
import { canonicalJson } from "../objects/canonical-json";

/** How a plan.json ends: what a tree was made by, of what, and what it holds. While all three are as they were, making it again gives the same bytes. */
export interface Made {
  /** The meshstep that wrote it, as a version. */
  readonly by: string;
  /** sha256 of the mesh, with every file that its mesh.yaml names and where its objects stand in them. */
  readonly of: string;
  /** sha256 over the names and the bytes of all files of the tree; of plan.json as far as to this. */
  readonly files: string;
}

/** What this meshstep makes of a mesh. */
export function madeOf(mesh: Mesh): Omit<Made, "files"> {
  return { by: packageVersion(), of: sha256(canonicalJson(mesh)) };
}

/** The digest of a tree. @param hashes sha256 of each file, by its path; in any order */
export function filesDigest(hashes: Iterable<readonly [path: string, sha256: string]>): string {
  const lines = [...hashes].map(([path, hash]) => `${path} ${hash}\n`);
  return sha256(lines.sort().join(""));
}

/** The text of a plan.json. @param digest what {@link filesDigest} says of the tree, with the hash of plan.json so far */
export function planText(plan: object, mesh: Mesh, digest: (soFar: string) => string): string {
  const soFar = JSON.stringify(plan, null, 2).slice(0, -"\n}".length);
  const made: Made = { ...madeOf(mesh), files: digest(sha256(soFar)) };
  return `${soFar}${start}${JSON.stringify(made, null, 2).replaceAll("\n", "\n  ")}\n}\n`;
}

/** The end of a plan.json, and the hash of all before it; nothing where it has no such end. */
export function madeIn(text: string): { readonly made: Partial<Made>; readonly soFar: string } | undefined {
  const at = text.lastIndexOf(start);
  if (at === -1) return undefined;
  try {
    const { made } = JSON.parse(`{${text.slice(at + 1)}`) as { made: Partial<Made> };
    return { made, soFar: sha256(text.slice(0, at)) };
  } catch {
    return undefined;
  }
}

const start = ',\n  "made": ';
