import { type Finding, finding, type MeshPath } from "../../findings/finding";
import { rowApplies } from "../../ledger/applies";
import { compatibilityPath, notKeepable, profilesIn } from "../../ledger/kept";
import { findRow } from "../../ledger/rows";
import { valuesOf } from "../../ledger/subject";
import type { Mesh } from "../../mesh/mesh";
import { subjectOf } from "../../mesh/subject";
import type { Phase } from "../phase";
import { controlPlaneVersion } from "../state";
import { arriving, isServed, objectMoves } from "./kept-after";

const keepPath: MeshPath = ["spec", "upgrade", "keepBehaviour"];

/** VER012: profiles that the charts of a version do not carry, and behaviour that is wanted back and cannot be had. */
export function keepFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  return [...missingProfile(mesh, phases), ...notKept(mesh, phases)];
}

/** Of the first phase only: what fails there fails in all that follow. */
function missingProfile(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const subject = subjectOf(mesh);
  for (const { dir, state } of phases) {
    const [profile] = valuesOf({ ...subject, kept: state.kept }, compatibilityPath);
    const version = controlPlaneVersion(state);
    const profiles = profilesIn(version);
    if (profile === undefined || profile === "" || !profiles || profiles.includes(String(profile))) continue;
    const own = valuesOf(subject, compatibilityPath).length > 0;
    const running = mesh.running?.kept?.[compatibilityPath] === profile;
    return [
      finding("VER012", {
        path: own
          ? ["spec", "controlPlane", "values", "compatibilityVersion"]
          : running
            ? ["spec", "running", "kept"]
            : keepPath,
        message: `phase ${dir} asks for compatibilityVersion ${profile}, and the charts of Istio ${version} carry ${profiles.join(", ")}: they would not render`,
        hint: own
          ? "Take it out, or raise it, in a change of its own before this version."
          : "End this row at the last version whose charts carry it, let the new behaviour in there, and go on from that; or keep single changes by their names.",
      }),
    ];
  }
  return [];
}

/** What was named and is not kept anywhere on the row, with the reason. */
function notKept(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const asked = mesh.upgrade?.keepBehaviour;
  if (!Array.isArray(asked)) return [];
  const kept = new Set(phases.flatMap(({ state }) => Object.keys(state.kept ?? {})));
  return (asked as readonly string[]).flatMap((id, index) => {
    const row = findRow(id, mesh.extraRows);
    if (!row || Object.keys(row.keep?.set ?? {}).every((path) => kept.has(path))) return [];
    const path = [...keepPath, index];
    const { error, because } = whyNot(mesh, phases, id);
    return [finding("VER012", { ...(!error && { severity: "warning" as const }), path, message: because })];
  });
}

function whyNot(
  mesh: Mesh,
  phases: readonly Phase[],
  id: string,
): { readonly error: boolean; readonly because: string } {
  const subject = subjectOf(mesh);
  for (const [index, { state, dir }] of phases.entries()) {
    const before = phases[index - 1];
    for (const move of before ? objectMoves(before.state, state) : []) {
      const row = arriving(mesh, move).find((one) => one.id === id);
      if (!row) continue;
      const { applies, because } = rowApplies(row, subject, move);
      if (applies === "no") return { error: false, because: `${id} need not be kept off: ${because}` };
      const lost = notKeepable(row, move.to);
      if (lost !== undefined) return { error: true, because: `${lost} (phase ${dir})` };
      if (!isServed(mesh.distribution, row, state)) {
        const paths = Object.keys(row.keep?.set ?? {}).join(" and ");
        const because = `${id} cannot be kept off: operator release ${state.operatorRelease} does not serve ${paths} (phase ${dir})`;
        return { error: true, because };
      }
    }
  }
  return { error: false, because: `${id} comes with no version on this row, so nothing keeps it off` };
}
