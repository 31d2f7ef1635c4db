import type { Mesh } from "../../mesh/mesh";
import type { ClusterUpgrade } from "../calendar";
import type { Hop } from "../hop";
import { baselinePhase } from "../in-place/baseline";
import type { PhaseDraft } from "../in-place/draft";
import { joinPhase } from "../in-place/join";
import { operatorPhase } from "../in-place/operator";
import { platformPhase } from "../in-place/platform";
import type { Start } from "../start";
import type { MeshState } from "../state";
import { revisionPhases } from "./hop";
import { settlePhases } from "./settle";

/** Lays a row of hops out under RevisionBased: first what has begun comes to rest; then the operator between two hops, when one control plane is left. */
export function layOutRevisions(
  mesh: Mesh,
  { distribution, release, from }: Pick<Start, "distribution" | "release" | "from">,
  baseline: MeshState,
  hops: readonly Hop[],
  upgrades: readonly ClusterUpgrade[] = [],
): readonly PhaseDraft[] {
  const drafts: PhaseDraft[] = [baselinePhase(mesh, baseline)];
  const goesOn = hops.some(({ kind }) => kind === "istio");
  if (mesh.upgrade) drafts.push(...settlePhases(mesh, baseline, release, { at: from, goesOn }));
  const latest = () => (drafts[drafts.length - 1] as PhaseDraft).state;
  const join = joinPhase(mesh, latest());
  if (join) drafts.push(join);
  let inForce = release;
  for (const [index, hop] of hops.entries()) {
    for (const upgrade of upgrades) {
      const phase = upgrade.beforeHop === index ? platformPhase(mesh, latest(), upgrade) : undefined;
      if (phase) drafts.push(phase);
    }
    if (hop.kind === "operator") {
      drafts.push(operatorPhase(mesh, distribution, latest(), hop.from, hop.to));
      inForce = hop.to;
    } else {
      drafts.push(...revisionPhases(mesh, latest(), hop, inForce));
    }
  }
  return drafts;
}
