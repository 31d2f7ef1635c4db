import type { IConstruct } from "constructs";
import { nearest } from "../basics/nearest";
import { InputError } from "../findings/input-error";
import { type LayerId, layerIds } from "./layers";

const metadataKey = "meshstep:layer";

/**
 * Puts everything below a construct into a layer of the snapshots: the folder that it is written to, and its sync wave. The nearest choice
 * above an object counts; without any it goes to `routing`, after the waypoints and before the verification. `operator` and `namespaces` are
 * deliveries of their own, which nothing orders.
 *
 * @param construct an object, a chart, or any scope of objects below a MeshUpgrade or one of its phases; it may be empty yet
 * @returns the construct
 * @example inLayer(new Chart(upgrade, "telemetry"), "control-plane");
 * @throws InputError for a layer that does not exist
 */
export function inLayer<T extends IConstruct>(construct: T, layer: LayerId): T {
  if (!layerIds.includes(layer)) {
    const near = typeof layer === "string" ? nearest(layer, layerIds) : undefined;
    const hint = near ? `did you mean ${near}?` : `layers: ${layerIds.join(", ")}`;
    throw InputError.of(`${String(layer)} is no layer`, { construct: construct.node.path, hint });
  }
  construct.node.addMetadata(metadataKey, layer);
  return construct;
}

/** The layer that was chosen for a construct. */
export function chosenLayer(construct: IConstruct): LayerId {
  for (const { node } of [...construct.node.scopes].reverse()) {
    const choice = node.metadata.findLast(({ type }) => type === metadataKey);
    if (choice) return choice.data as LayerId;
  }
  return "routing";
}
