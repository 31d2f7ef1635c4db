import { hasErrors } from "../../findings/finding";
import type { LiveMesh } from "./mesh";
import { onlyLineEnds } from "./standing";

/** The one command to go on with, from wherever a live folder stands. */
export function wayOn({ live: { shown, files }, rendered, phases, standing, lost, findings, stale }: LiveMesh): string {
  const { mesh, hash } = rendered.plan;
  const live = `--live ${shown}`;
  if (lost !== undefined) return `git checkout ${lost} -- ${shown}`;
  if (hasErrors(findings)) return "meshstep plan";
  const left = standing.at === "no phase" && standing.marker?.mesh === mesh.name && standing.marker.plan !== hash;
  if (left) return leftBehind(mesh.upgrade !== undefined, shown);
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
 * What brings a folder that an earlier plan left into the present one: another target makes what it holds the baseline, any other edit is laid out as
 * phases from there.
 */
export function leftBehind(hasUpgrade: boolean, live: string): string {
  return hasUpgrade ? `meshstep rebase --live ${live} --write` : `meshstep synth --live ${live}`;
}

/** Between what is here and what is merged: whatever is behind catches up first. */
export function wayToMerged(ahead: number, label: string): string {
  const ref = label.split(":")[0] ?? label;
  return ahead < 0 ? `git merge ${ref}` : `git push, and merge it into ${ref}`;
}
