import { valueAt } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { about, type Rule } from "../rule";

const at = ["spec", "values", "pilot", "cni", "enabled"];

export const cp005: Rule = {
  id: "CP005",
  state: (set) => {
    const hasCni = sailObjects(set, ["IstioCNI"]).length > 0;
    return sailObjects(set, ["Istio"]).flatMap((one) => {
      const enabled = valueAt(one.object, ...at);
      if (enabled === true && !hasCni) {
        const message =
          "pilot.cni.enabled leaves the network of pods to the CNI, and no IstioCNI is among these manifests: pods with a sidecar do not start";
        return [
          about("CP005", one, {
            at,
            message,
            hint: "Add the IstioCNI, or check the folder that holds it together with this one.",
          }),
        ];
      }
      if (enabled === false && set.distribution.policy.sidecarNeedsCni) {
        const message = `pilot.cni.enabled is false, and ${set.distribution.title} runs sidecars with the CNI alone: pods may not set up their network themselves`;
        return [about("CP005", one, { at, message, hint: "Leave it out.", fix: [{ at, value: undefined }] })];
      }
      return [];
    });
  },
};
