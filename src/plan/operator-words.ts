import { rollsWith } from "../catalog/rolls";
import { managedGateways } from "../mesh/gateways";
import type { Mesh } from "../mesh/mesh";
import type { OperatorMove, PhaseWords } from "./in-place/draft";
import { isOnDelete } from "./phase-checks";
import { type MeshState, ownCni } from "./state";

/** What a reviewer reads of a new operator release. */
export function operatorWords(state: MeshState, operator: OperatorMove | undefined, mesh: Mesh): PhaseWords {
  return {
    title: `Operator ${state.operatorRelease}`,
    why: [
      `The operator is raised before the mesh, and by itself: ${state.operatorRelease} installs what runs now and what the next phases need. Nothing else changes.`,
      ...(operator?.pinned ? [fromPinned(operator.pinned, operator.to)] : []),
      ...(operator?.approval === "Automatic" ? [byItself(operator)] : []),
    ].join(" "),
    disruption: operator ? operatorRoll(operator, state, mesh) : "",
  };
}

/** Nobody but the user can see into their catalogue. */
function fromPinned({ channel, source }: NonNullable<OperatorMove["pinned"]>, release: string): string {
  return `The catalogue is pinned: ${source ? `CatalogSource ${source}` : "the CatalogSource that the Subscription follows"} must end at ${release} in channel ${channel}.`;
}

/** Nobody is asked under Automatic approval. */
function byItself({ newChannel }: OperatorMove): string {
  return newChannel
    ? "Approval is Automatic: OLM installs it by itself as soon as the new channel is applied, and the gates tell when that is over."
    : "Approval is Automatic: OLM installs it by itself, on any day, perhaps long before this phase, which then only records it and asks whether it is over.";
}

/** What a new operator does to the pods of a mesh whose version does not move, as far as that is known. */
function operatorRoll({ distribution, from, to, running }: OperatorMove, state: MeshState, mesh: Mesh): string {
  const { roll, because, source } = rollsWith(distribution, from, to, running);
  const stays = state.ztunnel !== undefined && isOnDelete(state);
  const parts = [
    "istiod",
    ...(ownCni(state) ? ["CNI"] : []),
    ...(state.ztunnel !== undefined && !stays ? ["ztunnel"] : []),
  ];
  const [all, together] = [listOf(parts), parts.length > 1 ? ", all at once" : ""];
  const deployed = managedGateways(mesh).length > 0 ? ", and the proxies that istiod deploys after them" : "";
  const restarts = parts.length > 1 ? "restart" : "restarts";
  const says = {
    rolls: `The new operator renders every chart again, and that rolls: ${all} ${restarts} at the same Istio version${together}${deployed.replace("them", parts.length > 1 ? "them" : "it")}.`,
    "may roll": `The new operator renders every chart again: ${all} may restart at the same Istio version${together}. Treat it as touching traffic.`,
    "does not roll":
      "The new operator renders every chart again, and with default values nothing that runs is replaced by that. With other values it may be: treat it as touching traffic.",
  }[roll];
  const ztunnel = stays ? " Under OnDelete ztunnel's pods stay until people delete them." : "";
  return `${says} ${because} (${source})${ztunnel}`;
}

/** `istiod, CNI and ztunnel`. */
function listOf(parts: readonly string[]): string {
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts.join("");
}
