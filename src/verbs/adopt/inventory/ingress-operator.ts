import { isInstallable } from "../../../catalog/lookup";
import type { Distribution } from "../../../catalog/types";
import { compareVersions, isAlias, isOpenVersion, withV } from "../../../catalog/version";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";

/** The Istio that the ingress operator of OpenShift keeps for the Gateway API: it writes the object, and moves its version with the cluster. */
export function isOfIngressOperator(object: KubernetesObject): boolean {
  const isNamed =
    object.metadata.name === "openshift-gateway" && textAt(object, "spec", "namespace") === "openshift-ingress";
  return isNamed || Object.keys(labelsOf(object)).some((key) => key.startsWith("ingress.operator.openshift.io/"));
}

/** Other control planes run by the same operator: a release that no longer knows their version leaves them as they are. */
export function heldBack(others: readonly Found[], { releases }: Distribution): readonly string[] {
  return others.flatMap(({ object }) => {
    const written = textAt(object, "spec", "version");
    if (written === undefined || isAlias(written) || isOpenVersion(written)) return [];
    const version = withV(written);
    const sorted = [...releases].sort((a, b) => compareVersions(b.version, a.version));
    const newest = sorted.find((one) => isInstallable(one, version));
    if (newest === undefined || newest === sorted[0]) return [];
    return [
      `${objectId(object)} has ${version}, which operator release ${newest.version} is the last to install: beyond that the operator of both no longer reconciles it, unless it has moved before`,
    ];
  });
}
