import { type Finding, finding } from "../findings/finding";
import type { Mesh } from "../mesh/mesh";
import { ownerMovesFirst } from "./external-cni";
import type { Phase, ReachableState } from "./phase";
import { offences } from "./proof";

/** What the mesh breaks as it runs, in words; the row cannot be blamed for that. */
export function brokenAtStart(proof: readonly ReachableState[], phases: readonly Phase[]): ReadonlySet<string> {
  return new Set(
    atStart(proof, phases)
      .flatMap(offences)
      .map(({ because }) => because),
  );
}

/** Findings for a start that breaks the rule: warnings where the row leads out of it. */
export function brokenStart(
  mesh: Mesh,
  proof: readonly ReachableState[],
  phases: readonly Phase[],
): readonly Finding[] {
  // The last phase in which something of it is still to be seen: when its gates hold, it is over.
  const known = brokenAtStart(proof, phases);
  const until = phases.findLastIndex(({ dir }) =>
    proof.some((state) => state.phase === dir && offences(state).some(({ because }) => known.has(because))),
  );
  const isOver = until < phases.length - 1;
  const ends = proof.filter(({ phase }) => phase === phases.at(-1)?.dir);
  const seen = new Set<string>();
  return atStart(proof, phases)
    .flatMap((state) => offences(state).map((one) => ({ ...one, state })))
    .flatMap(({ part, rule, because, state }) => {
      if (seen.has(because)) return [];
      seen.add(because);
      // What somebody else owns no row moves, however far the control plane goes.
      const isOthers = part === "cni" && state.cniOwnership === "external";
      const stays = isOthers && ends.flatMap(offences).some((one) => one.part === "cni");
      const leadsOut = isOver && !stays;
      return [
        finding(rule, {
          ...(leadsOut && { severity: "warning" as const }),
          path: mesh.running?.[part] === undefined ? ["spec", "running"] : ["spec", "running", part],
          message: `as it runs, ${because}`,
          hint: leadsOut
            ? `The row leads out of it: when ${phases[until]?.dir} holds, every state obeys the skew rule.`
            : isOthers
              ? ownerMovesFirst
              : wayOut(mesh),
        }),
      ];
    });
}

function wayOut({ upgrade }: Mesh): string {
  return upgrade
    ? "No row was found that leads out of it: bring the data plane to the control plane's version first, with spec.upgrade.to at that version."
    : "Write spec.upgrade.to: with the version of the control plane the row brings the data plane there.";
}

function atStart(proof: readonly ReachableState[], phases: readonly Phase[]): readonly ReachableState[] {
  return proof.filter(({ phase }) => phase === phases[0]?.dir);
}
