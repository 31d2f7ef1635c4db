import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { commandLine } from "../../../gates/quote";
import { objectId } from "../../../objects/kubernetes-object";
import type { Found } from "../input/found";

/**
 * How the mesh goes over from releases that somebody installs by Helm itself: an uninstall deletes all of a release, and an upgrade what its chart no longer has,
 * whoever applies it since.
 */
export function helmOwners(mesh: readonly Found[]): readonly string[] {
  const owned = mesh.flatMap(({ object, release, marks = [] }) => {
    // Flux installs by the same release, and leaves its own mark beside that.
    const isByFlux = marks.some(({ kind }) => kind === "HelmRelease");
    return release && !isByFlux ? [{ object, release }] : [];
  });
  if (owned.length === 0) return [];
  const releases = [...grouped(owned, ({ release: { name, namespace } }) => `${name} -n ${namespace}`).values()];
  const named = releases.flatMap((all) => {
    const [first] = all;
    const ids = firstFew(all.map(({ object }) => objectId(object)));
    return first ? [{ ...first.release, ids }] : [];
  });
  const forget = named.map(({ name, namespace }) =>
    commandLine("kubectl", "delete", "secret", "-n", namespace, "-l", `owner=helm,name=${name}`),
  );
  const isOne = named.length === 1;
  const those = firstFew(named.map(({ name, namespace, ids }) => `${name} in namespace ${namespace} (${ids})`));
  return [
    `${isOne ? "a release" : `${named.length} releases`} of Helm ${isOne ? "has" : "have"} installed parts of the mesh: ${those}. helm uninstall deletes these, a control plane that is in use included, and so does an upgrade whose chart has them no more, whoever applies them by then. In this order (docs/adopt.md of meshstep says why):`,
    `  1. halt what upgrades ${isOne ? "it" : "them"} (pipelines, Helmfile, Terraform), and uninstall nothing`,
    "  2. deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until it is applied",
    `  3. where helm get manifest shows nothing but the mesh, let Helm forget the release, which leaves every object as it is: ${firstFew(forget)}; otherwise annotate each object of the mesh in the cluster with helm.sh/resource-policy=keep, then upgrade to a chart without them`,
  ];
}
