import { InputError } from "../../../findings/input-error";
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

/** Reads it from the profile and from what serves ambient. @throws InputError where only what asks for it is there */
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
  // Beside others it may be there for one of them.
  const cni = inventory.cnis.find(({ object }) => isAmbient(textAt(object, "spec", "profile")));
  if (cni && inventory.istios.length === 1)
    return { dataPlane: "ambient", because: `${objectId(cni.object)} spec.profile` };
  refuseContradiction(inventory, istio);
  return { dataPlane: "sidecar", because: "there is no ZTunnel, no ambient profile and no ambient namespace" };
}

/**
 * What asks for ambient makes no mesh ambient: the baseline would install ztunnel, and turn istiod and the CNI into what they are not.
 * @throws InputError where that is all that there is of ambient
 */
function refuseContradiction({ namespaces, waypoints }: Inventory, istio: KubernetesObject): void {
  const enrolled = namespaces.find(({ object }) => labelsOf(object)["istio.io/dataplane-mode"] === "ambient");
  const asking = enrolled ?? waypoints[0];
  if (!asking) return;
  const said = `${objectId(asking.object)} is for an ambient mesh${enrolled ? " (istio.io/dataplane-mode)" : ""}`;
  const message = `${said}, and ${objectId(istio)} has no ambient profile, nor is there a ZTunnel, or an IstioCNI of that profile`;
  throw InputError.of(message, {
    place: asking.place,
    hint: "Give --data-plane, what runs: sidecar takes that object along as it is, ambient adds what is missing. Where another overlay makes the mesh ambient, adopt that one.",
  });
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
