import type { PhaseDraft } from "../in-place/draft";
import type { Reversibility } from "../phase";
import { hasRestarted, type MeshState } from "../state";
import { planesGone } from "./state";

interface Grade {
  readonly reversible: Reversibility;
  readonly because: string;
}

/** What going back costs in a RevisionBased row: until clean-up both control planes are there. */
export function revisionBack({ kind, state }: PhaseDraft, before: MeshState): Grade {
  if (kind === "clean-up" && planesGone(before, state).length > 0) {
    return {
      reversible: "one way",
      because:
        "The operator deletes the old revision as soon as nothing holds it. To go back from here is an upgrade to the older version: spec.upgrade.to.",
    };
  }
  const restarts = Object.keys(before.revisions ?? {}).some((name) => hasRestarted(state, before, name));
  if (restarts) {
    return {
      reversible: "reversible with restart",
      because:
        "Promote the phase before, and restart the same pods once more: the old control plane is held, and they come back to it.",
    };
  }
  if (kind === "restart") {
    return {
      reversible: "reversible with restart",
      because:
        "Promote the phase before, which by itself changes nothing: pods restart when their tag points at the old revision again, one phase further back.",
    };
  }
  return { reversible: "reversible", because: unmoved(kind, planesGone(before, state).length > 0) };
}

function unmoved(kind: PhaseDraft["kind"], isGone: boolean): string {
  if (kind !== "control-plane") return "Promote the phase before: no proxy moves.";
  return isGone
    ? "Promote the phase before: the operator makes the control plane that went once more, and nothing uses it."
    : "Promote the phase before: nothing uses the new control plane yet, and the operator deletes it after its grace period.";
}
