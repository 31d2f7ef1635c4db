import { isDeepStrictEqual } from "node:util";
import { hasErrors } from "../findings/finding";
import { word } from "../gates/quote";
import type { LiveMesh } from "./mesh";
import { onlyLineEnds } from "./standing";

/** The one command to go on with, from wherever a live folder stands. */
export function wayOn(found: LiveMesh): string {
  const { live: folder, rendered, phases, standing, lost, findings, stale } = found;
  const { shown, files } = folder;
  const { mesh, hash } = rendered.plan;
  const at = word(shown);
  const live = `--live ${at}`;
  if (lost !== undefined) return `git checkout ${lost} -- ${at}`;
  if (hasErrors(findings)) return "meshstep plan";
  const left = standing.at === "no phase" && standing.marker?.mesh === mesh.name && standing.marker.plan !== hash;
  if (left) return leftBehind(found);
  const other = standing.at === "no phase" ? standing.marker?.mesh : undefined;
  if (other !== undefined && other !== mesh.name) return `meshstep status ${live} -f <mesh.yaml of ${other}>`;
  if (stale.length > 0) return "meshstep synth";
  if (standing.at === "no phase") {
    const near = phases[standing.nearest]?.files ?? new Map();
    return onlyLineEnds(standing.edits, near, files)
      ? `echo "${shown}/** -text" >> .gitattributes`
      : `meshstep diff ${live}`;
  }
  const isEnd = standing.at === "phase" && standing.phase === phases.length - 1;
  return isEnd ? `meshstep rebase ${live} --to VERSION --write` : `meshstep promote ${live} --next`;
}

/**
 * What brings a folder that an earlier plan left into the present one: with another target, or where mesh.yaml says other versions than run there, what
 * it holds becomes the baseline; any other edit is laid out as phases from there.
 */
export function leftBehind({ live: { shown }, rendered: { plan }, left }: LiveMesh): string {
  const runs = left && !("refused" in left) ? left.state : undefined;
  const said = plan.phases[0]?.state;
  const moves =
    runs && said && versioned.some((key) => runs[key] && said[key] && !isDeepStrictEqual(runs[key], said[key]));
  return plan.mesh.upgrade || moves
    ? `meshstep rebase --live ${word(shown)} --write`
    : `meshstep synth --live ${word(shown)}`;
}

/** What moves by an upgrade, where both sides have it. */
const versioned = ["operatorRelease", "controlPlanes", "inTransit", "cni", "ztunnel", "gateways", "workloads"] as const;

/** Between what is here and what is merged: whatever is behind catches up first. */
export function wayToMerged(ahead: number, label: string): string {
  const ref = label.split(":")[0] ?? label;
  return ahead < 0 ? `git merge ${ref}` : `git push, and merge it into ${ref}`;
}
