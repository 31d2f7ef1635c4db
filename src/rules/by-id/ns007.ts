import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { labelsOf, objectsOf, podNamespace, sailObjects } from "../objects";
import { uncountedPods } from "../pods/critical-pods";
import { roomForPods } from "../pods/pod-room";
import { about, type ManifestSet, type Rule } from "../rule";

const label = "pod-security.kubernetes.io/enforce";

const levels: readonly string[] = ["baseline", "restricted"];

export const ns007: Rule = {
  id: "NS007",
  state: (set) => [...refusedByLevel(set), ...roomForPods(set), ...uncountedPods(set)],
};

function refusedByLevel(set: ManifestSet): readonly Finding[] {
  const homes = new Map(sailObjects(set, ["IstioCNI", "ZTunnel"]).map((one) => [podNamespace(one), one.object.kind]));
  const initNeeds = needsInit(set);
  return objectsOf(set, "", "Namespace").flatMap((one) => {
    if (
      initNeeds &&
      memberOf(labelsOf(one.object)) === "sidecars" &&
      levels.includes(labelsOf(one.object)[label] ?? "")
    ) {
      const level = labelsOf(one.object)[label];
      const message = `pods here get a sidecar whose first container sets up the network, and ${label}=${level} refuses it: no pod is made`;
      const hint = "Install IstioCNI with pilot.cni.enabled: true of the Istio, which takes that container away.";
      return [about("NS007", one, { at: ["metadata", "labels", label], severity: "warning", message, hint })];
    }
    const kind = homes.get(one.object.metadata.name);
    const level = labelsOf(one.object)[label];
    if (kind === undefined || !levels.includes(level ?? "")) return [];
    const at = ["metadata", "labels", label];
    return [
      about("NS007", one, {
        at,
        message: `${kind} runs here, and ${label}=${level} refuses its pods: they need the host's network namespaces and paths`,
        hint: "Write privileged.",
        fix: [{ at, value: "privileged" }],
      }),
    ];
  });
}

/** Whether sidecars set up the network of their pods themselves: where no CNI does it for them. Distributions on OpenShift always have one. */
function needsInit(set: ManifestSet): boolean {
  const istios = sailObjects(set, ["Istio"]);
  return (
    set.distribution.name === "sail" &&
    istios.length > 0 &&
    istios.every(
      ({ object }) =>
        valueAt(object, "spec", "values", "pilot", "cni", "enabled") !== true &&
        !/^(ambient|openshift)/.test(textAt(object, "spec", "profile") ?? "") &&
        textAt(object, "spec", "values", "global", "platform") !== "openshift",
    )
  );
}
