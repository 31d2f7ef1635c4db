import { firstFew } from "../../../basics/first-few";
import { identity, type KubernetesObject, objectId } from "../../../objects/kubernetes-object";
import { foreignEngine } from "../../../repository/readers/foreign-engines";

/** What is said of engines whose words nobody here knows, in the place of the steps by which the mesh goes over. */
export function foreignNotes(objects: readonly KubernetesObject[]): readonly string[] {
  const found = [...new Map(objects.map((one) => [identity(one), one])).values()].filter(
    (one) => foreignEngine(one) !== undefined,
  );
  if (found.length === 0) return [];
  const names = firstFew(found.map((one) => `${objectId(one)} of ${foreignEngine(one)}`));
  const kept = found.some((one) => foreignEngine(one) === "Config Sync")
    ? ` (Config Sync: configmanagement.gke.io/managed: disabled on each object, synced before any file goes)`
    : "";
  return [
    `${names}: may apply the mesh today, and adopt does not know what of it, or with which changes. What is taken out of a folder that is read may be deleted, a control plane that is in use included, and what is put below one may be applied, the phases and the live folder included: have that engine let go of the mesh first, with all of it left in place${kept}, and deliver the live folder from where it does not read`,
  ];
}
