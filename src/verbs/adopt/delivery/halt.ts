import { firstFew } from "../../../basics/first-few";
import { commandLine } from "../../../gates/quote";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { listAt, textAt } from "../../../objects/object-paths";
import { isPatched } from "../../../rules/engines/application-sources";
import { prunesByItself } from "../../../rules/engines/prunes";

/** How Applications are halted that apply the mesh, and those that sets make: in a set the field stands in its template. */
export function argoHalt(all: readonly KubernetesObject[]): string {
  const sets = all.filter(isSet);
  if (sets.length === 0) return "take out spec.syncPolicy.automated";
  const patched = sets.filter(patchesSync);
  const kept = sets.filter(keepsApplications);
  const isAll = sets.length === all.length;
  return [
    "take out spec.template.spec.syncPolicy.automated of a set (which halts every Application that it makes)",
    isAll ? "" : ", spec.syncPolicy.automated of an Application",
    patched.length === 0
      ? ""
      : `, and what spec.templatePatch of ${idsOf(patched)} says of syncPolicy.automated, which wins over the template`,
    kept.length === 0
      ? ""
      : `; ${idsOf(kept)} ${kept.length > 1 ? "leave" : "leaves"} that of Applications that are there as it is, so take it out of each of these as well (argocd app set NAME --sync-policy none)`,
    patched.length + kept.length === 0 ? "" : `; it is out when ${shown([...patched, ...kept])} shows none for them`,
  ].join("");
}

/** Whether something deletes by itself what it no longer reads, or may do so by a patch of its template. */
export function mayPrune(by: KubernetesObject): boolean {
  if (prunesByItself({ object: by })) return true;
  return patchesSync(by) && !/\bprune["']?\s*:\s*false\b/.test(textAt(by, "spec", "templatePatch") ?? "");
}

export function isSet({ kind }: KubernetesObject): boolean {
  return kind === "ApplicationSet";
}

function patchesSync(by: KubernetesObject): boolean {
  const patch = textAt(by, "spec", "templatePatch") ?? "";
  return isPatched(by, "automated") || /\bsyncPolicy["']?[ \t]*:[ \t]*["']?\{\{/.test(patch);
}

/** Whether a change of the template does not come to the Applications that it has made. */
function keepsApplications(by: KubernetesObject): boolean {
  if (["create-only", "create-delete"].includes(textAt(by, "spec", "syncPolicy", "applicationsSync") ?? ""))
    return true;
  return /syncPolicy/.test(JSON.stringify(listAt(by, "spec", "ignoreApplicationDifferences")));
}

function idsOf(sets: readonly KubernetesObject[]): string {
  return firstFew([...new Set(sets.map(objectId))]);
}

function shown(sets: readonly KubernetesObject[]): string {
  const homes = [...new Set(sets.flatMap(({ metadata: { namespace } }) => namespace ?? []))];
  const [home, second] = homes;
  const where = home === undefined || second !== undefined ? ["-A"] : ["-n", home];
  const columns = "NAME:.metadata.name,AUTOMATED:.spec.syncPolicy.automated";
  return commandLine("kubectl", "get", "applications.argoproj.io", ...where, "-o", `custom-columns=${columns}`);
}
