import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { textAt } from "../../objects/object-paths";
import { labelsOf } from "../../rules/objects";
import type { AdoptChoices } from "./guess";
import type { Inventory } from "./inventory";

export type DataPlane = "ambient" | "sidecar";

/** How workloads join the mesh, and what says so; no reason where the user said it. */
export interface DataPlaneGuess {
  readonly dataPlane: DataPlane;
  readonly because?: string;
}

/** Reads it from the profile, from what serves ambient, and from what asks for it. */
export function guessDataPlane(
  inventory: Inventory,
  istio: KubernetesObject,
  { dataPlane }: AdoptChoices,
): DataPlaneGuess {
  if (dataPlane) return { dataPlane };
  const profile = textAt(istio, "spec", "profile");
  if (profile?.endsWith("ambient")) {
    return { dataPlane: "ambient", because: `${objectId(istio)} spec.profile ${profile}` };
  }
  if (textAt(istio, "spec", "values", "pilot", "env", "PILOT_ENABLE_AMBIENT") === "true") {
    return { dataPlane: "ambient", because: `${objectId(istio)} spec.values.pilot.env.PILOT_ENABLE_AMBIENT` };
  }
  const [ztunnel] = inventory.ztunnels;
  if (ztunnel) return { dataPlane: "ambient", because: objectId(ztunnel.object) };
  const enrolled = inventory.namespaces.find(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient");
  if (enrolled) return { dataPlane: "ambient", because: `istio.io/dataplane-mode of ${objectId(enrolled.object)}` };
  const [waypoint] = inventory.waypoints;
  if (waypoint) return { dataPlane: "ambient", because: `the waypoint ${objectId(waypoint.object)}` };
  return { dataPlane: "sidecar", because: "there is no ZTunnel, no ambient profile and no ambient namespace" };
}
