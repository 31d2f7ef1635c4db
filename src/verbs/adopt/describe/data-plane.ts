import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { AdoptChoices } from "../inventory/choices";
import type { Inventory } from "../inventory/inventory";

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
  if (isAmbient(profile)) {
    return { dataPlane: "ambient", because: `${objectId(istio)} spec.profile ${profile}` };
  }
  const value = ambientValue(istio);
  if (value !== undefined) return { dataPlane: "ambient", because: `${objectId(istio)} spec.values.${value}` };
  const [ztunnel] = inventory.ztunnels;
  if (ztunnel) return { dataPlane: "ambient", because: objectId(ztunnel.object) };
  const enrolled = inventory.namespaces.find(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient");
  if (enrolled) return { dataPlane: "ambient", because: `istio.io/dataplane-mode of ${objectId(enrolled.object)}` };
  const [waypoint] = inventory.waypoints;
  if (waypoint) return { dataPlane: "ambient", because: `the waypoint ${objectId(waypoint.object)}` };
  // Beside others it may be there for one of them.
  const cni = inventory.cnis.find(({ object }) => isAmbient(textAt(object, "spec", "profile")));
  if (cni && inventory.istios.length === 1)
    return { dataPlane: "ambient", because: `${objectId(cni.object)} spec.profile` };
  return { dataPlane: "sidecar", because: "there is no ZTunnel, no ambient profile and no ambient namespace" };
}

/** The value by which an Istio is one of an ambient mesh, whatever its profile is. */
function ambientValue(istio: KubernetesObject): string | undefined {
  const values = (...path: readonly string[]) => textAt(istio, "spec", "values", ...path);
  if (isAmbient(values("profile"))) return "profile";
  if (values("pilot", "env", "PILOT_ENABLE_AMBIENT") === "true") return "pilot.env.PILOT_ENABLE_AMBIENT";
  return undefined;
}

function isAmbient(profile: string | undefined): boolean {
  return profile?.endsWith("ambient") === true;
}
