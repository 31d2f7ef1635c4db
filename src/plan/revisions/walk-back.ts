import type { PhaseDraft } from "../in-place/draft";
import type { Grade } from "../phase";
import { hasRestarted, type MeshState } from "../state";
import { askingOtherwise, planeOf, planesGone } from "./state";

/**
 * What going back costs in a RevisionBased row: until clean-up both control planes are there.
 * @param jobs namespaces whose pods Jobs of the phase before bring back
 */
export function revisionBack({ kind, state }: PhaseDraft, before: MeshState, jobs: readonly string[]): Grade {
  if (kind === "clean-up" && planesGone(before, state).length > 0) {
    return {
      reversible: "one way",
      because:
        "The operator deletes the old revision as soon as nothing holds it. To go back from here is an upgrade to the older version: spec.upgrade.to.",
    };
  }
  const restarted = Object.keys(before.revisions ?? {}).filter((name) => hasRestarted(state, before, name));
  if (restarted.length > 0) return { reversible: "reversible with restart", because: broughtBack(restarted, jobs) };
  const gateways = Object.entries(before.gatewayRevisions ?? {});
  if (gateways.some(([name, revision]) => state.gatewayRevisions?.[name] !== revision)) {
    return kind === "restart"
      ? {
          reversible: "reversible with restart",
          because:
            "Promote the phase before, and let the owners bring the gateways back: the old control plane is held.",
        }
      : {
          reversible: "reversible",
          because:
            "Promote the phase before: the Gateways name the old revision again, and its istiod, which is held, rolls their pods back.",
        };
  }
  if (kind === "restart") {
    return {
      reversible: "reversible with restart",
      because:
        "Promote the phase before, which by itself changes nothing: pods restart when their tag, or their label, asks for the revision again that they came from.",
    };
  }
  const asking = askingOtherwise(before, state);
  if (asking.length > 0) {
    return {
      reversible: "reversible",
      because: `Promote the phase before: no pod that runs moves, and those of ${asking.join(", ")} that start from then on get the proxy of ${versionsAsked(before, asking)} again.`,
    };
  }
  return { reversible: "reversible", because: unmoved(kind, planesGone(before, state).length > 0) };
}

function broughtBack(restarted: readonly string[], jobs: readonly string[]): string {
  const byHand = restarted.filter((name) => !jobs.includes(name));
  if (byHand.length === 0) {
    return "Promote the phase before: the old control plane is held, and Jobs of that phase restart the same pods once more, so that they come back to it.";
  }
  const held = "the old control plane is held, and they come back to it.";
  if (byHand.length === restarted.length) {
    return `Promote the phase before, and restart the same pods once more: ${held}`;
  }
  return `Promote the phase before, and restart the pods of ${byHand.join(", ")} once more, as Jobs of that phase do with the others: ${held}`;
}

function unmoved(kind: PhaseDraft["kind"], isGone: boolean): string {
  if (kind === "certificates") {
    return "Promote the phase before: no proxy moves, and a name more or less in the certificate is felt by nobody that is connected.";
  }
  if (kind !== "control-plane") return "Promote the phase before: no proxy moves.";
  return isGone
    ? "Promote the phase before: the operator makes the control plane that went once more, and nothing uses it."
    : "Promote the phase before: nothing uses the new control plane yet, and the operator deletes it after its grace period.";
}

/** What pods of some namespaces are injected with. */
function versionsAsked(state: MeshState, names: readonly string[]): string {
  const versions = names.flatMap((name) => planeOf(state, state.revisions?.[name] ?? "")?.version ?? []);
  return [...new Set(versions)].join(" and ");
}
