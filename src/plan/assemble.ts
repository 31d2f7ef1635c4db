import type { Distribution } from "../catalog/types";
import { markerName } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { changesBetween } from "./changes";
import type { Check } from "./checks";
import { ztunnelGates } from "./gates";
import type { PhaseDraft } from "./in-place/draft";
import type { Phase, Reversibility } from "./phase";
import { reachableStates } from "./proof";
import { type MeshState, runningVersions } from "./state";
import { describePhase } from "./words";

/** Turns drafts into phases: numbers, words, changes against the phase before, and whether each can be walked back. */
export function assemble(
  mesh: Mesh,
  distribution: Distribution,
  drafts: readonly PhaseDraft[],
  acceptedJumps: readonly string[],
): readonly Phase[] {
  const digits = Math.max(2, String(drafts.length - 1).length);
  const dirs = drafts.map((draft, index) => `${String(index).padStart(digits, "0")}-${draft.name}`);
  const gates = drafts.map((draft, index) => gatesOf(mesh, draft, drafts[index - 1], dirs[index] as string));
  return drafts.map((draft, index) => {
    const previous = drafts[index - 1];
    const before = previous?.state ?? draft.state;
    const { reversible, because } = walkBack(drafts, index, acceptedJumps);
    return {
      dir: dirs[index] as string,
      kind: draft.kind,
      ...describePhase(draft, before),
      state: draft.state,
      changes: changesBetween(mesh, distribution, before, draft.state),
      before: gates[index - 1] ?? [],
      gates: gates[index] as readonly Check[],
      manual: draft.manual,
      reversible,
      reversibleBecause: because,
    };
  });
}

/** First that the engine has come to the end of the phase; also ZTunnel, where its API version travels along. */
function gatesOf(mesh: Mesh, draft: PhaseDraft, previous: PhaseDraft | undefined, phase: string): readonly Check[] {
  const marker = { namespace: mesh.controlPlane.namespace, name: markerName(mesh) };
  const rewritten = previous && previous.state.ztunnelApiVersion !== draft.state.ztunnelApiVersion;
  return [
    { check: "phase-applied", ...marker, phase },
    ...draft.gates,
    ...(rewritten && draft.kind === "control-plane" ? ztunnelGates(mesh, draft.state) : []),
  ];
}

/** Proves the step backwards with the same rule; what cannot be proved is one way. */
function walkBack(
  drafts: readonly PhaseDraft[],
  index: number,
  acceptedJumps: readonly string[],
): { reversible: Reversibility; because: string } {
  const draft = drafts[index] as PhaseDraft;
  const before = drafts[index - 1];
  if (!before) return { reversible: "reversible", because: "Nothing comes before it." };
  if (draft.kind === "operator") {
    return {
      reversible: "one way",
      because:
        "OLM has no operator downgrade, and CRDs are not downgraded either. The mesh itself can still be walked back to this point.",
    };
  }
  const back = { phase: draft.name, before: withLingering(draft.state, drafts.slice(index)), after: before.state };
  const broken = reachableStates(back, acceptedJumps).find((state) => state.verdict === "broken");
  if (broken) return { reversible: "one way", because: `On the way back ${broken.because}.` };
  return because(draft);
}

/** Under OnDelete, nodes keep the newest ztunnel that they were given, whatever Git says, until people replace it again. */
function withLingering(state: MeshState, later: readonly PhaseDraft[]): MeshState {
  if (state.ztunnelSettings?.updateStrategy !== "OnDelete") return state;
  const ztunnel = [...new Set(later.flatMap((draft) => runningVersions(draft.state, "ztunnel")))];
  return { ...state, inTransit: { ...state.inTransit, ztunnel } };
}

function because({ kind, state }: PhaseDraft): { reversible: Reversibility; because: string } {
  const onDelete = state.ztunnelSettings?.updateStrategy === "OnDelete";
  if (onDelete && (kind === "ztunnel" || (kind === "restart" && state.ztunnel))) {
    return {
      reversible: "reversible with restart",
      because:
        "Promote back to before ZTunnel's phase; then drain every node and delete its ztunnel once more, before going back any further.",
    };
  }
  if (kind === "restart") {
    return {
      reversible: "reversible with restart",
      because:
        "Promote the phases before it back first; then restart the same pods once more, so that they take the older version.",
    };
  }
  return {
    reversible: "reversible",
    because: "Promote the phase before: every state on the way back obeys the skew rule too.",
  };
}
